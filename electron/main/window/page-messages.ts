// Messages of the page: only from the window's own page, only well-formed ones. Everything else is dropped and told of on stderr.
import { ipcMain, type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent } from 'electron'
import type { PageMessage } from '../../contract/desktop.ts'
import { checkPageMessage, type CheckedMessages } from '../../security/page-message.ts'
import { isOwnSender } from '../../security/sender.ts'

export type Handlers<M extends PageMessage> = { [N in M]: (value: CheckedMessages[N]) => unknown }

function refusal(window: BrowserWindow, { sender, senderFrame }: IpcMainEvent | IpcMainInvokeEvent): string | undefined {
  const own = !window.isDestroyed() && sender === window.webContents
  return isOwnSender({ address: senderFrame?.url, isTop: senderFrame?.parent === null, isOwnWindow: own }) ? undefined : 'its sender is not the window'
}

/** Messages that are told, without an answer. */
export function hearMessages<M extends PageMessage>(window: BrowserWindow, handlers: Handlers<M>): void {
  for (const [message, handler] of Object.entries(handlers) as [M, Handlers<M>[M]][]) {
    ipcMain.removeAllListeners(message)
    ipcMain.on(message, (event, value: unknown) => {
      const checked = checkPageMessage(message, value)
      const refused = refusal(window, event) ?? (checked.ok ? undefined : 'it is not well-formed')
      if (refused !== undefined) console.error(`Refused the message '${message}': ${refused}.`)
      else if (checked.ok) handler(checked.value)
    })
  }
}

/** Messages that are answered. */
export function answerMessages<M extends PageMessage>(window: BrowserWindow, handlers: Handlers<M>): void {
  for (const [message, handler] of Object.entries(handlers) as [M, Handlers<M>[M]][]) {
    ipcMain.removeHandler(message)
    ipcMain.handle(message, (event, value: unknown) => {
      const checked = checkPageMessage(message, value)
      const refused = refusal(window, event) ?? (checked.ok ? undefined : 'it is not well-formed')
      if (refused !== undefined || !checked.ok) throw new Error(`The message '${message}' was refused: ${refused}.`)
      return handler(checked.value)
    })
  }
}
