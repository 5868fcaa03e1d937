// The web host: the window's files, a socket to the engine and a place for dropped files, on this machine's loopback address only.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { StructLocError } from '../../core/errors.ts'
import type { Door } from '../contract/connection.ts'
import { toCodedError } from '../contract/errors.ts'
import type { AllowPath } from '../engine/path-policy.ts'
import { newToken } from '../security/access-token.ts'
import { commonHeaders } from '../security/content-policy.ts'
import { judgeRequest, type Judgement } from '../security/web-request.ts'
import { answerCall } from './calls.ts'
import { Downloads, sendFile } from './downloads.ts'
import { answerPage, loadPages } from './pages.ts'
import { closing, mayOpen, serveSocket, socketLimits, socketServer, type SocketLimits } from './sockets.ts'
import { receiveUpload } from './uploads.ts'

export interface WebHostOptions {
  door: Door
  /** Folder of the built window (index.html and its assets). */
  pages: string
  /** The first takes the copies of dropped files. */
  roots: readonly string[]
  allow: AllowPath
  /** Files that a window opens at its start. */
  open?: readonly string[]
  /** 0: any that is free. */
  port?: number
  /** Where that port is taken: any that is free. */
  elsewhere?: boolean
  token?: string
  limits?: SocketLimits
}

export interface WebHost {
  /** With the token. */
  url: string
  /** Ends all connections; windows are told why. */
  close(code?: number, why?: string): Promise<void>
}

/** HTTP connections at the same time, sockets among them. */
const mostConnections = 200

/** @throws StructLocError 'not-found' (window not built), 'unwritable' (port taken) */
export async function startWebHost({ door, pages: folder, roots, allow, open = [], port = 0, elsewhere = false, token = newToken(), limits = socketLimits }: WebHostOptions): Promise<WebHost> {
  const pages = await loadPages(folder)
  const sockets = socketServer(limits)
  const downloads = new Downloads(allow)
  const judge = ({ method, url, headers }: IncomingMessage, upgrade: boolean): Judgement =>
    judgeRequest({ method, url, host: headers.host, origin: headers.origin, authorization: headers.authorization, upgrade }, token)

  // A large upload may take long; a silent sender is ended by the upload itself.
  const server = createServer({ requestTimeout: 0, headersTimeout: 30_000 }, (request, response) => {
    for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value)
    const judgement = judge(request, false)
    switch (judgement.to) {
      case 'page': return answerPage(pages, judgement.name, response)
      case 'session': return answerJson(response, 200, { open })
      case 'call': return void answerCall(door, request, response)
      case 'upload': return void answerUpload(request, response, judgement.name)
      case 'ticket': return void answerTicket(response, judgement.path)
      case 'download': return answerDownload(response, judgement.ticket)
      case 'refused': return refuse(response, judgement)
      case 'socket': return refuse(response, { status: 400, why: 'a socket was not asked for' })
    }
  })
  server.maxConnections = mostConnections

  async function answerUpload(request: IncomingMessage, response: ServerResponse, name: string): Promise<void> {
    try {
      answerJson(response, 201, await receiveUpload(request, name, roots[0], allow))
    } catch (error) {
      // The rest of the file is read and dropped by Node: browsers hear an answer only after they have sent everything.
      answerJson(response, error instanceof StructLocError ? 422 : 500, toCodedError(error))
    }
  }

  async function answerTicket(response: ServerResponse, path: string): Promise<void> {
    try {
      answerJson(response, 201, { ticket: await downloads.ticket(path) })
    } catch (error) {
      answerJson(response, error instanceof StructLocError ? 422 : 500, toCodedError(error))
    }
  }

  function answerDownload(response: ServerResponse, ticket: string): void {
    const path = downloads.take(ticket)
    if (path === undefined) return refuse(response, { status: 404, why: 'the ticket was used, is too old or was never given' })
    void sendFile(response, path)
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const judgement = judge(request, true)
    if (judgement.to === 'refused') return refuseUpgrade(socket, judgement.status, judgement.why)
    if (!mayOpen(sockets.clients.size, limits.sockets)) return refuseUpgrade(socket, 503, 'too many windows are open')
    sockets.handleUpgrade(request, socket, head, (webSocket) => {
      sockets.emit('connection', webSocket, request)
      serveSocket(door, webSocket, limits)
    })
  })

  await listen(server, port).catch((error: unknown) => (elsewhere ? listen(server, 0) : Promise.reject(error)))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=${token}`,
    async close(code = closing.leaving, why = 'StructLoc was ended') {
      const closed = new Promise((resolve) => server.close(resolve))
      for (const client of sockets.clients) client.close(code, why)
      // A moment for the windows to hear it.
      await Promise.race([closed, new Promise((resolve) => { setTimeout(resolve, 200) })])
      for (const client of sockets.clients) client.terminate()
      sockets.close()
      server.closeAllConnections()
      await closed
    },
  }
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const failed = (error: NodeJS.ErrnoException): void => reject(error.code === 'EADDRINUSE' || error.code === 'EACCES'
      ? new StructLocError('unwritable', `Port ${port} of 127.0.0.1 cannot be used (${error.code === 'EACCES' ? 'no right to' : 'it is taken'}); name another with --port, or 0 for any that is free.`)
      : error)
    server.once('error', failed)
    server.listen(port, '127.0.0.1', () => {
      server.off('error', failed)
      resolve()
    })
  })
}

function answerJson(response: ServerResponse, status: number, value: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' }).end(JSON.stringify(value))
}

/** The rest of the request is not waited for. */
function refuse(response: ServerResponse, { status, why }: { status: number; why: string }): void {
  response.writeHead(status, { 'Content-Type': 'text/plain', Connection: 'close' }).end(`Refused: ${why}.\n`)
}

function refuseUpgrade(socket: Duplex, status: number, why: string): void {
  socket.end(`HTTP/1.1 ${status} Refused\r\nContent-Type: text/plain\r\nConnection: close\r\n\r\nRefused: ${why}.\n`)
}
