// Messages of the page at the main process's door, with Electron's own part of it stood in for.
import { beforeEach, expect, test, vi } from 'vitest'

type Listener = (event: unknown, value: unknown) => unknown
const { listeners, ipcMain } = vi.hoisted(() => {
  const listeners = new Map<string, Listener>()
  const set = (message: string, listener: Listener): void => { listeners.set(message, listener) }
  const remove = (message: string): void => { listeners.delete(message) }
  return { listeners, ipcMain: { on: set, handle: set, removeAllListeners: remove, removeHandler: remove } }
})
vi.mock('electron', () => ({ ipcMain }))
const { answerMessages, hearMessages } = await import('../../../electron/main/window/page-messages.ts')

const page = {}
const window = { isDestroyed: () => false, webContents: page } as never
const own = { sender: page, senderFrame: { url: 'app://structloc/', parent: null } }
const foreign = [
  { ...own, sender: {} }, { ...own, senderFrame: { url: 'https://example.org/', parent: null } }, { ...own, senderFrame: { url: 'app://structloc/', parent: {} } }, { ...own, senderFrame: null },
]
const work = { running: ['Localize: cells.tif'], resumable: true, unsaved: [] }
const refused = vi.spyOn(console, 'error').mockImplementation(() => undefined)
beforeEach(() => refused.mockClear())

test('a message of the window\'s page is handed on, checked', () => {
  const busy = vi.fn()
  hearMessages(window, { 'window:busy': busy })
  listeners.get('window:busy')!(own, work)
  expect(busy).toHaveBeenCalledExactlyOnceWith(work)
})

test('a message of anyone else, or of another shape, is dropped and told of', () => {
  const busy = vi.fn()
  hearMessages(window, { 'window:busy': busy })
  for (const event of foreign) listeners.get('window:busy')!(event, work)
  listeners.get('window:busy')!(own, 'Localizing')
  expect(busy).not.toHaveBeenCalled()
  expect(refused).toHaveBeenCalledTimes(foreign.length + 1)
})

test('a question of anyone else, or of another shape, is answered by an error', () => {
  const open = vi.fn()
  answerMessages(window, { 'files:open': open })
  for (const event of foreign) expect(() => listeners.get('files:open')!(event, { title: 'x' })).toThrow('its sender is not the window')
  expect(() => listeners.get('files:open')!(own, { title: 5 })).toThrow('it is not well-formed')
  expect(open).not.toHaveBeenCalled()
})

test('after the window is gone nobody is listened to', () => {
  const open = vi.fn()
  answerMessages({ isDestroyed: () => true } as never, { 'files:open': open })
  expect(() => listeners.get('files:open')!(own, { title: 'x' })).toThrow('its sender is not the window')
})
