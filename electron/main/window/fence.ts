// The rules of electron/security applied to every page: no navigation, no windows, no permissions, no network.
import { app, session, shell } from 'electron'
import { externalLink, mayNavigate, mayRequest } from '../../security/navigation.ts'
import { isPermitted } from '../../security/permissions.ts'

/** Before the first window. */
export function fenceIn(): void {
  const { defaultSession } = session
  defaultSession.setPermissionRequestHandler((_page, permission, answer, { requestingUrl }) => answer(isPermitted(permission, requestingUrl)))
  defaultSession.setPermissionCheckHandler((_page, permission, origin) => isPermitted(permission, origin))
  defaultSession.setDevicePermissionHandler(() => false)
  defaultSession.webRequest.onBeforeRequest(({ url }, answer) => answer({ cancel: !mayRequest(url) }))
  // Files are written by the engine, where a person said.
  defaultSession.on('will-download', (event) => event.preventDefault())

  app.on('web-contents-created', (_event, page) => {
    page.on('will-navigate', (event, url) => { if (!mayNavigate(url)) event.preventDefault() })
    page.on('will-redirect', (event, url) => { if (!mayNavigate(url)) event.preventDefault() })
    page.on('will-attach-webview', (event) => event.preventDefault())
    page.setWindowOpenHandler(({ url }) => {
      const link = externalLink(url)
      if (link) void shell.openExternal(link)
      return { action: 'deny' }
    })
  })
}
