// The window's page by app://structloc/, from memory: an address can name a file of the built window and nothing else.
import { protocol } from 'electron'
import { appPageName, appScheme } from '../../security/app-address.ts'
import { commonHeaders } from '../../security/content-policy.ts'
import { loadPages, pageAnswer } from '../../web/pages.ts'

/** Before the application is ready. */
export function registerAppScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: appScheme, privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true } }])
}

/** @throws StructLocError 'not-found' where the window is not built */
export async function servePages(folder: string): Promise<void> {
  const pages = await loadPages(folder)
  protocol.handle(appScheme, ({ method, url }) => {
    const name = method === 'GET' ? appPageName(url) : undefined
    const answer = name === undefined ? undefined : pageAnswer(pages, name)
    if (!answer) return new Response('Not found', { status: 404, headers: { ...commonHeaders, 'Content-Type': 'text/plain' } })
    return new Response(answer.body as ConstructorParameters<typeof Response>[0], { headers: { ...commonHeaders, ...answer.headers } })
  })
}
