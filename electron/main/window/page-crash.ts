// The page's own process can end, too (a graphics driver, memory): that is said, and the page can be loaded again. Jobs go on meanwhile.
import { app, dialog, type BrowserWindow } from 'electron'

const reasons: Readonly<Record<string, string>> = { oom: 'it ran out of memory', crashed: 'it crashed', killed: 'it was ended from outside', 'launch-failed': 'it could not be started' }

export function offerReload(window: BrowserWindow): void {
  window.webContents.on('render-process-gone', (_event, { reason, exitCode }) => {
    if (reason === 'clean-exit' || window.isDestroyed()) return
    void dialog.showMessageBox(window, {
      type: 'error', title: 'StructLoc', message: `The window's process has ended: ${reasons[reason] ?? reason} (code ${exitCode}).`,
      detail: 'Jobs go on, and what was found is kept. Load the window again?', buttons: ['Load again', 'Quit'], defaultId: 0, cancelId: 0,
    }).then(({ response }) => (response === 0 ? window.webContents.reload() : app.quit()))
  })
}
