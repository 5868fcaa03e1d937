// The window in Electron: the system's dialogs and menu through the preload's bridge, a port straight to the engine.
import { connectEngine, type EngineClient } from '../../electron/contract/connection.ts'
import { portMessage, type DesktopBridge } from '../../electron/contract/desktop.ts'
import type { ConnectionListener, Host } from './host.ts'

declare global {
  interface Window {
    /** There in Electron only. */
    structloc?: DesktopBridge
  }
}

export function desktopHost(bridge: DesktopBridge): Host {
  let tell: ConnectionListener | undefined
  let client: EngineClient | undefined

  function connected(port: MessagePort): void {
    client = connectEngine({
      post: (message) => port.postMessage(message),
      listen: (listener) => port.addEventListener('message', ({ data }) => listener(data)),
    })
    port.start()
    tell?.connected(client)
  }

  window.addEventListener('message', ({ source, data, ports: [port] }) => {
    if (source === window && data === portMessage && port) connected(port)
  })
  bridge.onEngineLost((message) => {
    client?.lost({ code: 'connection-lost', message })
    tell?.lost(message, false)
  })

  return {
    kind: 'desktop',
    connect(listener) {
      tell = listener
      bridge.connectEngine()
    },
    restartEngine: () => bridge.restartEngine(),
    openFiles: ({ title, filters, multiple, folders }) => bridge.openFiles({ title, filters: filters && plain(filters), multiple, folders }),
    saveFile: ({ title, suggested, filters }) => bridge.saveFile({ title, suggested, filters: filters && plain(filters) }),
    droppedFiles: async (files) => files.map((file) => bridge.pathOf(file)).filter((path) => path !== ''),
    onOpenRequest: (listener) => bridge.onFiles(listener),
    onCommand: (listener) => bridge.onCommand(listener),
    setProgress: (share) => bridge.setProgress(share ?? null),
    setBusy: (work) => bridge.setBusy(work ?? null),
    setTheme: (theme) => bridge.setTheme(theme),
    setRecent: (paths) => bridge.setRecent([...paths]),
    showInFolder: (path) => bridge.showInFolder(path),
  }
}

/** Reactive objects do not cross the bridge. */
function plain(filters: readonly { name: string; extensions: readonly string[] }[]): { name: string; extensions: string[] }[] {
  return filters.map(({ name, extensions }) => ({ name, extensions: [...extensions] }))
}
