// The one window: made hidden, shown when its page has something to show, remembered when it closes.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { app, BrowserWindow, screen } from 'electron'
import { appPage } from '../../security/app-address.ts'
import { windowPreferences } from '../../security/window-preferences.ts'
import { leastHeight, leastWidth, parseWindowState, placeWindow, type WindowState } from './window-state.ts'

const stateFile = (): string => join(app.getPath('userData'), 'window.json')

function readState(): WindowState | undefined {
  try {
    return parseWindowState(readFileSync(stateFile(), 'utf8'))
  } catch {
    return undefined
  }
}

/** @param preload path of the built preload @param icon of the window, where the system takes one from here */
export function openMainWindow(preload: string, icon: string | undefined): BrowserWindow {
  const state = readState()
  const main = screen.getPrimaryDisplay()
  const displays = [main, ...screen.getAllDisplays().filter(({ id }) => id !== main.id)].map(({ workArea }) => workArea)
  const window = new BrowserWindow({
    ...placeWindow(state, displays),
    minWidth: leastWidth, minHeight: leastHeight, title: 'StructLoc', show: false, backgroundColor: '#101418', icon,
    webPreferences: windowPreferences(preload),
  })
  if (state?.maximized) window.maximize()
  window.once('ready-to-show', () => {
    window.show()
    // To `npm start`, which has another window to offer where this one does not come.
    process.send?.('shown')
  })
  window.on('close', () => keepState(window))
  void window.loadURL(appPage)
  return window
}

function keepState(window: BrowserWindow): void {
  try {
    writeFileSync(stateFile(), JSON.stringify({ ...window.getNormalBounds(), maximized: window.isMaximized() } satisfies WindowState))
  } catch {
    // The next start then has the window where a first start has it.
  }
}
