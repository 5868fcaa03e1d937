// A web host with a real engine in this process, in folders of its own, and plain clients that can misbehave.
import { mkdtemp, mkdir, realpath, rm, writeFile } from 'node:fs/promises'
import { request, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { WebSocket } from 'ws'
import { openDoor } from '../../electron/engine/door.ts'
import { createEngine } from '../../electron/engine/engine.ts'
import { allowedFolders } from '../../electron/web/allowed-folders.ts'
import { startWebHost, type WebHostOptions } from '../../electron/web/server.ts'
import { writePage } from './page.ts'
import { client as connect } from './socket-client.ts'

export interface RunningHost {
  url: string
  base: string
  /** The allowed folder; `outside` lies beside it. */
  root: string
  outside: string
  port: number
  token: string
  host: string
  origin: string
  engine: ReturnType<typeof createEngine>
  stop(): Promise<void>
}

export async function startHost(options: Partial<WebHostOptions> = {}): Promise<RunningHost> {
  const base = await realpath(await mkdtemp(join(tmpdir(), 'structloc-web-')))
  const [root, outside, pages, data] = ['root', 'outside', 'pages', 'data'].map((name) => join(base, name))
  for (const folder of [root, outside, data]) await mkdir(folder, { recursive: true })
  await writePage(pages)
  await writeFile(join(outside, 'secret.tif'), 'nobody may see this')
  const engine = createEngine({ workspace: join(data, 'workspace.sqlite'), places: { shipped: join(data, 'none'), own: join(data, 'models') } })
  const allow = allowedFolders({ roots: [root] })
  const door = openDoor(engine, { roots: [root], samples: join(data, 'samples'), allow })
  const web = await startWebHost({ door, pages, roots: [root], allow, ...options })
  const { port, searchParams } = new URL(web.url)
  return {
    url: web.url, base, root, outside, engine, port: Number(port), token: searchParams.get('token')!, host: `127.0.0.1:${port}`, origin: `http://127.0.0.1:${port}`,
    async stop() {
      await web.close()
      await door.close()
      await engine.close()
      await rm(base, { recursive: true, force: true })
    },
  }
}

export interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** A request as no browser would let a page make it: any path, any header. */
export function ask({ port, host }: RunningHost, path: string, { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const asked = request({ host: '127.0.0.1', port, path, method, headers: { host, ...headers }, agent: false }, (response) => {
      const chunks: Buffer[] = []
      response.on('data', (chunk: Buffer) => chunks.push(chunk))
      response.on('end', () => resolve({ status: response.statusCode!, headers: response.headers, body: Buffer.concat(chunks).toString('utf8') }))
    })
    asked.on('error', reject)
    asked.end(body)
  })
}

/** A socket as a page of `origin` with a token would open it: the socket, or the status with which it was refused. */
export function openSocket({ port, host, origin, token }: RunningHost, options: { host?: string; origin?: string | null; token?: string; path?: string } = {}): Promise<WebSocket | number> {
  const path = options.path ?? `/engine?token=${encodeURIComponent(options.token ?? token)}`
  const sender = options.origin === undefined ? origin : options.origin
  const socket = new WebSocket(`ws://127.0.0.1:${port}${path}`, { headers: { host: options.host ?? host, ...(sender === null ? {} : { origin: sender }) }, maxPayload: 2 ** 30 })
  return new Promise((resolve, reject) => {
    socket.on('open', () => resolve(socket))
    socket.on('unexpected-response', (_request, response) => {
      resolve(response.statusCode!)
      response.destroy()
    })
    socket.on('error', reject)
  })
}

/** The engine through a socket, as a page has it. */
export function client({ url }: RunningHost): ReturnType<typeof connect> {
  return connect(url)
}

/** How a socket was closed. */
export function closed(socket: WebSocket): Promise<{ code: number; reason: string }> {
  return new Promise((resolve) => { socket.on('close', (code, reason) => resolve({ code, reason: reason.toString() })) })
}
