// Quitting: asked about while work runs; the engine then gets the time to keep what was found.
import { app, dialog, type BrowserWindow } from 'electron'

export interface QuitQuestion {
  message: string
  detail: string
  buttons: [quit: string, stay: string]
}

/** What to ask before the window closes; undefined: nothing is lost by it. @param busy what is under way */
export function quitQuestion(busy: string | null): QuitQuestion | undefined {
  return busy === null ? undefined : {
    message: 'Work is still under way. Quit all the same?',
    detail: `${busy}\n\nWhat was found so far is kept; the job can be resumed at the next start.`,
    buttons: ['Quit', 'Go on working'],
  }
}

/** Asks when the window is about to close. @param busy what is under way at that time */
export function askBeforeClosing(window: BrowserWindow, busy: () => string | null): void {
  let agreed = false
  let asking = false
  window.on('close', (event) => {
    const question = agreed ? undefined : quitQuestion(busy())
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
