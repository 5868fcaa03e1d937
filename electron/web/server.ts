// The web host: the window's files and a socket to the engine, on this machine's loopback address only.
import { randomBytes } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join, normalize, sep } from 'node:path'
import { WebSocketServer, type WebSocket } from 'ws'
import { serveDoor, type Door } from '../contract/connection.ts'
import { packMessage, unpackMessage } from '../contract/messages.ts'
import { commonHeaders, contentPolicy, pageWithNonce } from '../security/content-policy.ts'

export interface WebHostOptions {
  door: Door
  /** Folder of the built window (index.html and its assets). */
  pages: string
  /** 0: any that is free. */
  port?: number
  token?: string
}

export interface WebHost {
  url: string
  close(): Promise<void>
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png',
  '.woff2': 'font/woff2', '.json': 'application/json', '.wasm': 'application/wasm', '.ico': 'image/x-icon',
}

const largestMessage = 256 * 2 ** 20

export async function startWebHost({ door, pages, port = 0, token = randomBytes(24).toString('base64url') }: WebHostOptions): Promise<WebHost> {
  const server = createServer((request, response) => { void answer(request, response, pages) })
  const sockets = new WebSocketServer({ noServer: true, maxPayload: largestMessage })
  server.on('upgrade', (request, socket, head) => {
    const { searchParams, pathname } = new URL(request.url ?? '/', 'http://localhost')
    if (pathname !== '/engine' || searchParams.get('token') !== token) {
      socket.end('HTTP/1.1 403 Forbidden\r\n\r\n')
      return
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => serveSocket(door, webSocket))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/?token=${token}`,
    async close() {
      for (const client of sockets.clients) client.terminate()
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

function serveSocket(door: Door, socket: WebSocket): void {
  socket.binaryType = 'nodebuffer'
  const serving = serveDoor(door, {
    post: (message) => socket.send(packMessage(message)),
    listen: (listener) => socket.on('message', (bytes) => {
      let message: unknown
      try {
        message = unpackMessage(bytes as Buffer)
      } catch {
        return socket.close(1007, 'not a message')
      }
      listener(message)
    }),
  })
  socket.on('close', () => serving.close())
  socket.on('error', () => socket.terminate())
}

async function answer(request: IncomingMessage, response: ServerResponse, pages: string): Promise<void> {
  for (const [name, value] of Object.entries(commonHeaders)) response.setHeader(name, value)
  const { pathname } = new URL(request.url ?? '/', 'http://localhost')
  const file = normalize(join(pages, pathname === '/' ? 'index.html' : decodeURIComponent(pathname)))
  if (!file.startsWith(pages + sep)) return void response.writeHead(404).end()
  try {
    const content = await readFile(file)
    response.setHeader('Content-Type', types[extname(file)] ?? 'application/octet-stream')
    if (!file.endsWith('index.html')) return void response.end(content)
    const nonce = randomBytes(16).toString('base64')
    response.setHeader('Content-Security-Policy', contentPolicy(nonce))
    response.setHeader('Cache-Control', 'no-store')
    response.end(pageWithNonce(content.toString('utf8'), nonce))
  } catch {
    response.writeHead(404).end()
  }
}
