// The bridge between page and main process: fixed messages, no Electron object crosses it. Sandboxed, so it has no Node either.
import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { portMessage, type DesktopBridge, type MainMessages, type PageMessage, type PageMessages } from '../contract/desktop.ts'

const ask = <M extends PageMessage>(message: M, value: PageMessages[M]): Promise<unknown> => ipcRenderer.invoke(message, value)
const tell = <M extends PageMessage>(message: M, value: PageMessages[M]): void => ipcRenderer.send(message, value)

function hear<M extends keyof MainMessages>(message: M, listener: (value: MainMessages[M]) => void): void {
  ipcRenderer.on(message, (_event, value) => listener(value as MainMessages[M]))
}

const bridge: DesktopBridge = {
  openFiles: (question) => ask('files:open', question) as Promise<string[]>,
  saveFile: (question) => ask('files:save', question) as Promise<string | undefined>,
  showInFolder: (path) => tell('files:show', path),
  pathOf: (file) => webUtils.getPathForFile(file as File),
  connectEngine: () => tell('engine:connect', undefined),
  restartEngine: () => tell('engine:restart', undefined),
  setProgress: (share) => tell('window:progress', share),
  setBusy: (work) => tell('window:busy', work),
  setTheme: (theme) => tell('window:theme', theme),
  setRecent: (paths) => tell('window:recent', paths),
  onEngineLost: (listener) => hear('engine:lost', listener),
  onCommand: (listener) => hear('menu:command', listener),
  onFiles(listener) {
    hear('files:opened', listener)
    tell('files:ready', undefined)
  },
}
contextBridge.exposeInMainWorld('structloc', bridge)

// A port cannot cross the bridge; a window message can carry it.
ipcRenderer.on('engine:port', (event) => window.postMessage(portMessage, location.origin, [...event.ports]))
