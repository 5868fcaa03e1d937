// The window in a browser: a socket to the web host, a file browser in place of the system's dialogs, copies of dropped files.
import { StructLocError } from '../../core/errors.ts'
import { connectEngine, type EngineClient } from '../../electron/contract/connection.ts'
import { fromCodedError, type CodedError } from '../../electron/contract/errors.ts'
import { packMessage, unpackMessage } from '../../electron/contract/messages.ts'
import { useFileBrowser, useUploads } from '../files/index.ts'
import type { ConnectionListener, Host } from './host.ts'
import { askLarge } from './web-answers.ts'
import { askSession, isFirstOpening, takeToken } from './web-token.ts'

const longestWait_ms = 10_000

export function webHost(): Host {
  const token = takeToken()
  const { choose } = useFileBrowser()
  const uploads = useUploads()
  let tell: ConnectionListener | undefined
  let askToOpen: ((paths: string[], atStart: boolean) => void) | undefined
  let wait_ms = 500
  let busy = false
  // A file that is being copied ends with the page.
  window.addEventListener('beforeunload', (event) => { if (busy || uploads.current || uploads.waiting > 0) event.preventDefault() })

  function open(): void {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/engine?token=${encodeURIComponent(token)}`)
    socket.binaryType = 'arraybuffer'
    let client: EngineClient | undefined
    socket.addEventListener('open', () => {
      wait_ms = 500
      client = connectEngine({
        post: (message) => socket.send(packMessage(message) as Uint8Array<ArrayBuffer>),
        ask: (name, args, signal) => askLarge(token, name, args, signal),
        listen: (listener) => socket.addEventListener('message', ({ data }) => listener(unpackMessage(new Uint8Array(data as ArrayBuffer)))),
      })
      tell?.connected(client)
      void openNamedFiles()
    })
    socket.addEventListener('close', ({ reason }) => {
      client?.lost()
      void lost(reason)
    })
  }

  async function lost(reason: string): Promise<void> {
    if (await askSession(token) === 'refused') {
      tell?.lost(token === ''
        ? 'This page needs the address with the token that StructLoc printed when it started.'
        : 'StructLoc has been started anew since this page was opened. Open the address that it printed then.', false)
      return
    }
    tell?.lost(reason === '' ? 'The connection to StructLoc is lost. Jobs go on if it still runs.' : `${reason}.`, true)
    setTimeout(open, wait_ms)
    wait_ms = Math.min(2 * wait_ms, longestWait_ms)
  }

  async function openNamedFiles(): Promise<void> {
    if (!askToOpen || !isFirstOpening()) return
    const session = await askSession(token)
    if (session && session !== 'refused' && session.open.length > 0) askToOpen(session.open, true)
  }

  return {
    kind: 'web',
    connect(listener) {
      tell = listener
      open()
    },
    restartEngine: () => location.reload(),
    openFiles: (options) => choose({ mode: options.folders ? 'folder' : 'open', ...options }),
    saveFile: async (options) => (await choose({ mode: 'save', ...options }))[0],
    droppedFiles: (files) => uploads.copy(files, token),
    onOpenRequest(listener) { askToOpen = listener },
    onCommand: () => undefined,
    async download(path) {
      const answer = await fetch(`/download?path=${encodeURIComponent(path)}`, { method: 'POST', headers: { Authorization: `Bearer ${token}` } })
      const told = await answer.json().catch(() => undefined) as { ticket: string } | CodedError | undefined
      if (!told || !('ticket' in told)) throw told ? fromCodedError(told) : new StructLocError('internal', `${path} was not given (status ${answer.status}).`)
      const link = document.createElement('a')
      link.href = `/download/${told.ticket}`
      link.download = ''
      link.click()
    },
    setProgress: (share) => { document.title = share === undefined ? 'StructLoc' : `${Math.floor(100 * share)} % · StructLoc` },
    setBusy: (work) => { busy = work !== undefined },
  }
}
