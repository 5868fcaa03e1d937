// The window in a browser: a socket to the web host, a file browser in place of the system's dialogs.
import { connectEngine, type EngineClient } from '../../electron/contract/connection.ts'
import { packMessage, unpackMessage } from '../../electron/contract/messages.ts'
import { useFileBrowser } from '../files/index.ts'
import type { ConnectionListener, Host } from './host.ts'

const tokenKey = 'structloc-token'

/** The token comes in the address once; afterwards it is kept for this tab only. */
function takeToken(): string {
  const url = new URL(location.href)
  const given = url.searchParams.get('token')
  if (given) {
    sessionStorage.setItem(tokenKey, given)
    url.searchParams.delete('token')
    history.replaceState(null, '', url)
  }
  return given ?? sessionStorage.getItem(tokenKey) ?? ''
}

export function webHost(): Host {
  const token = takeToken()
  let tell: ConnectionListener | undefined
  let wait_ms = 500

  function open(): void {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/engine?token=${encodeURIComponent(token)}`)
    socket.binaryType = 'arraybuffer'
    let client: EngineClient | undefined
    socket.addEventListener('open', () => {
      wait_ms = 500
      client = connectEngine({
        post: (message) => socket.send(packMessage(message) as Uint8Array<ArrayBuffer>),
        listen: (listener) => socket.addEventListener('message', ({ data }) => listener(unpackMessage(new Uint8Array(data as ArrayBuffer)))),
      })
      tell?.connected(client)
    })
    socket.addEventListener('close', ({ code }) => {
      client?.lost()
      const refused = !client && code === 1006 && token === ''
      tell?.lost(refused ? 'This page needs the address with the token that StructLoc printed when it started.' : 'The connection to StructLoc is lost. Is it still running?', !refused)
      if (!refused) setTimeout(open, wait_ms)
      wait_ms = Math.min(2 * wait_ms, 10_000)
    })
  }

  const { choose } = useFileBrowser()
  return {
    kind: 'web',
    connect(listener) {
      tell = listener
      open()
    },
    restartEngine: () => location.reload(),
    openFiles: (options) => choose({ mode: options.folders ? 'folder' : 'open', ...options }),
    saveFile: async (options) => (await choose({ mode: 'save', ...options }))[0],
    droppedFiles: () => Promise.reject(new Error('Files cannot be dropped here yet; use Open.')),
    onOpenRequest: () => undefined,
    onCommand: () => undefined,
    setProgress: (share) => { document.title = share === undefined ? 'StructLoc' : `${Math.floor(100 * share)} % · StructLoc` },
    setBusy(what) {
      window.onbeforeunload = what === undefined ? null : (event) => event.preventDefault()
    },
  }
}
