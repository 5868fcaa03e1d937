// The sockets between windows and the engine: how many, how large a message, how long one may be silent or lag behind.
import { WebSocket, WebSocketServer } from 'ws'
import { serveDoor, type Door } from '../contract/connection.ts'
import { packMessage, unpackMessage } from '../contract/messages.ts'

export interface SocketLimits {
  /** Windows at the same time. */
  sockets: number
  /** Of one message from a window: a table of some million rows to be written. */
  messageBytes: number
  /** Waiting to be sent to a window that does not take it. */
  backlogBytes: number
  /** Between two signs of life. */
  silence_ms: number
}

export const socketLimits: SocketLimits = { sockets: 16, messageBytes: 256 * 2 ** 20, backlogBytes: 512 * 2 ** 20, silence_ms: 30_000 }

/** Codes of RFC 6455 with which a socket is closed. */
export const closing = { leaving: 1001, malformed: 1007, refused: 1008, crashed: 1011, busy: 1013 } as const

/** May one more be opened? */
export const mayOpen = (open: number, most: number): boolean => open < most

export function socketServer(limits: SocketLimits = socketLimits): WebSocketServer {
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.messageBytes, perMessageDeflate: false })
  const alive = new WeakSet<WebSocket>()
  server.on('connection', (socket) => {
    alive.add(socket)
    socket.on('pong', () => alive.add(socket))
  })
  const timer = setInterval(() => {
    for (const socket of server.clients) {
      if (!alive.delete(socket)) socket.terminate()
      else socket.ping()
    }
  }, limits.silence_ms)
  timer.unref()
  server.on('close', () => clearInterval(timer))
  return server
}

/** Answers one window's calls until its socket closes. Jobs go on without it. */
export function serveSocket(door: Door, socket: WebSocket, limits: SocketLimits = socketLimits): void {
  socket.binaryType = 'nodebuffer'
  const malformed = (): void => socket.close(closing.malformed, 'not a message')
  const serving = serveDoor(door, {
    post(message) {
      if (socket.readyState !== WebSocket.OPEN) return
      if (socket.bufferedAmount > limits.backlogBytes) return socket.close(closing.busy, 'the window does not take what it is sent')
      socket.send(packMessage(message))
    },
    listen: (listener) => socket.on('message', (bytes, binary) => {
      if (socket.readyState !== WebSocket.OPEN) return
      if (!binary) return malformed()
      let message: unknown
      try {
        message = unpackMessage(bytes as Buffer)
      } catch {
        return malformed()
      }
      listener(message)
    }),
    malformed,
  })
  socket.on('close', () => serving.close())
  // A message too large, or not of the protocol: ws closes the socket by itself.
  socket.on('error', () => undefined)
}
