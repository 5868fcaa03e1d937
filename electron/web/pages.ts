// The built window, read into memory once: a request can name nothing else, and a new build does not pull files away from under
// pages that are open.
import { randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { extname, join, relative, sep } from 'node:path'
import { StructLocError } from '../../core/errors.ts'
import { contentPolicy, pageWithNonce } from '../security/content-policy.ts'

export type Pages = ReadonlyMap<string, Buffer>

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8', '.css': 'text/css; charset=utf-8', '.json': 'application/json',
  '.svg': 'image/svg+xml', '.png': 'image/png', '.ico': 'image/x-icon', '.woff2': 'font/woff2', '.wasm': 'application/wasm',
}

/** @throws StructLocError 'not-found' where the window is not built */
export async function loadPages(folder: string): Promise<Pages> {
  const pages = new Map(await Promise.all((await filesIn(folder)).map(async (file) => [relative(folder, file).split(sep).join('/'), await readFile(file)] as const)))
  if (!pages.has('index.html')) throw new StructLocError('not-found', `There is no built window in ${folder} (no index.html).`)
  return pages
}

/** Folder by folder, which also works inside an application's archive. */
async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => [])
  const files = await Promise.all(entries.map((entry) => (entry.isDirectory() ? filesIn(join(folder, entry.name)) : [join(folder, entry.name)])))
  return files.flat()
}

export interface PageAnswer {
  headers: Record<string, string>
  body: string | Buffer
}

/** A file of the window with its headers; index.html with a nonce of this answer. Undefined where there is none of that name. */
export function pageAnswer(pages: Pages, name: string): PageAnswer | undefined {
  const content = pages.get(name)
  if (!content) return undefined
  const headers = { 'Content-Type': types[extname(name)] ?? 'application/octet-stream' }
  if (name.endsWith('.html')) {
    const nonce = randomBytes(16).toString('base64')
    return { headers: { ...headers, 'Content-Security-Policy': contentPolicy(nonce), 'Cache-Control': 'no-store' }, body: pageWithNonce(content.toString('utf8'), nonce) }
  }
  // Names of assets hold a hash of their content.
  return { headers: { ...headers, 'Cache-Control': name.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache' }, body: content }
}

/** Answers with a file of the window; 404 where it has none of that name. */
export function answerPage(pages: Pages, name: string, response: ServerResponse): void {
  const answer = pageAnswer(pages, name)
  if (!answer) return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n')
  for (const [header, value] of Object.entries(answer.headers)) response.setHeader(header, value)
  response.end(answer.body)
}
