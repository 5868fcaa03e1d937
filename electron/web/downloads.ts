// Files that a person takes along from the machine on which the engine runs: the page asks for a ticket with its token, and the browser
// fetches the file with the ticket, once, by itself: neither the token nor the path stands in an address that a browser keeps.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { basename, resolve } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { StructLocError } from '../../core/errors.ts'
import type { AllowPath } from '../engine/path-policy.ts'
import { newToken } from '../security/access-token.ts'

/** A ticket is good this long, and so many may be out. */
const life_ms = 60_000
const mostTickets = 64

export class Downloads {
  readonly #paths = new Map<string, { path: string; until: number }>()
  readonly #allow: AllowPath
  readonly #now: () => number

  constructor(allow: AllowPath, now = Date.now) {
    this.#allow = allow
    this.#now = now
  }

  /** A ticket for a file. Errors: 'not-found' (no file), those of the allowed folders. */
  async ticket(path: string): Promise<string> {
    const real = await this.#allow(resolve(path), 'read')
    const found = await stat(real).catch(() => undefined)
    if (!found?.isFile()) throw new StructLocError('not-found', `${path} is no file that could be downloaded.`)
    for (const [old, { until }] of this.#paths) if (until < this.#now() || this.#paths.size >= mostTickets) this.#paths.delete(old)
    const ticket = newToken()
    this.#paths.set(ticket, { path: real, until: this.#now() + life_ms })
    return ticket
  }

  /** The file of a ticket, which is used up by it; undefined where there is none. */
  take(ticket: string): string | undefined {
    const found = this.#paths.get(ticket)
    this.#paths.delete(ticket)
    return found && found.until >= this.#now() ? found.path : undefined
  }
}

/** Sends a file to be kept under its own name. */
export async function sendFile(response: ServerResponse, path: string): Promise<void> {
  const name = basename(path)
  try {
    const { size } = await stat(path)
    response.writeHead(200, {
      'Content-Type': 'application/octet-stream', 'Content-Length': size, 'Cache-Control': 'no-store',
      // RFC 6266: a name in plain letters, and the true one.
      'Content-Disposition': `attachment; filename="${name.replaceAll(/[^\w. -]/g, '_')}"; filename*=UTF-8''${encodeURIComponent(name).replaceAll(/['()*]/g, (letter) => `%${letter.charCodeAt(0).toString(16)}`)}`,
    })
    // No further than was announced: a file that is still being written may grow.
    await pipeline(createReadStream(path, { end: Math.max(0, size - 1) }), response)
  } catch {
    // The browser left, or the file went: what was sent is short of what was announced, which the browser tells.
    response.destroy()
  }
}
