// Globals and functions that came to Node after 16.
import { webcrypto } from 'node:crypto'
import { createRequire } from 'node:module'

const global = globalThis as Record<string, unknown>

/** As much of Headers and Response as a protocol's answer needs. */
class PlainHeaders extends Map<string, string> {
  constructor(values: Record<string, string> = {}) {
    super(Object.entries(values).map(([name, value]) => [name.toLowerCase(), value]))
  }
}
class PlainResponse {
  readonly body: unknown
  readonly status: number
  readonly headers: PlainHeaders
  constructor(body: unknown, { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {}) {
    this.body = body
    this.status = status
    this.headers = new PlainHeaders(headers)
  }
}

global.crypto ??= webcrypto
global.Headers ??= PlainHeaders
global.Response ??= PlainResponse

// Functions are looked up at each call in what `require` gives, so they can be put there.
const require = createRequire(__filename)
const os = require('node:os') as { availableParallelism?: () => number; cpus(): unknown[] }
os.availableParallelism ??= () => Math.max(1, os.cpus().length)
const files = require('node:fs/promises') as { statfs?: (path: string) => Promise<unknown> }
// Numbers of no disk: only the doctor asks.
files.statfs ??= async () => ({ bavail: 1e7, bsize: 4096 })

const signals = AbortSignal as unknown as { any?: (all: AbortSignal[]) => AbortSignal }
signals.any ??= (all) => {
  const stop = new AbortController()
  for (const signal of all) {
    if (signal.aborted) stop.abort(signal.reason)
    else signal.addEventListener('abort', () => stop.abort(signal.reason), { once: true })
  }
  return stop.signal
}
