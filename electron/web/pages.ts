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
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const files = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const pages = new Map(await Promise.all(files.map(async (file) => [relative(folder, file).split(sep).join('/'), await readFile(file)] as const)))
  if (!pages.has('index.html')) throw new StructLocError('not-found', `There is no built window in ${folder} (no index.html).`)
  return pages
}

/** Answers with a file of the window; 404 where it has none of that name. */
export function answerPage(pages: Pages, name: string, response: ServerResponse): void {
  const content = pages.get(name)
  if (!content) return void response.writeHead(404, { 'Content-Type': 'text/plain' }).end('Not found\n')
  response.setHeader('Content-Type', types[extname(name)] ?? 'application/octet-stream')
  if (name.endsWith('.html')) {
    const nonce = randomBytes(16).toString('base64')
    response.setHeader('Content-Security-Policy', contentPolicy(nonce))
    response.setHeader('Cache-Control', 'no-store')
    return void response.end(pageWithNonce(content.toString('utf8'), nonce))
  }
  // Names of assets hold a hash of their content.
  response.setHeader('Cache-Control', name.startsWith('assets/') ? 'private, max-age=31536000, immutable' : 'no-cache')
  response.end(content)
}
