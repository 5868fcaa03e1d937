// Quitting: asked about while work runs or something is not saved; the engine then gets the time to keep what was found.
import { app, dialog, type BrowserWindow } from 'electron'
import type { OpenWork } from '../contract/desktop.ts'
import { quitQuestion } from './quit-question.ts'

/** Asks when the window is about to close. @param work what is open at that time */
export function askBeforeClosing(window: BrowserWindow, work: () => OpenWork | null): void {
  let agreed = false
  let asking = false
  window.on('close', (event) => {
    const question = agreed ? undefined : quitQuestion(work())
    if (!question) return
    event.preventDefault()
    if (asking) return
    asking = true
    const { message, detail, buttons } = question
    void dialog.showMessageBox(window, { type: 'question', title: 'StructLoc', message, detail, buttons, defaultId: 1, cancelId: 1 }).then(({ response }) => {
      asking = false
      agreed = response === 0
      if (agreed) app.quit()
    })
  })
}

/** Holds the end back until `close` is done. */
export function closeBeforeEnd(close: () => Promise<void>): void {
  let closed = false
  app.on('window-all-closed', () => app.quit())
  app.on('will-quit', (event) => {
    if (closed) return
    event.preventDefault()
    void close().finally(() => {
      closed = true
      // Not within this event: Electron would take it for the quitting that was just held back.
      setImmediate(() => app.quit())
    })
  })
}
