// Globals and functions that came to Node after 16.
import { webcrypto } from 'node:crypto'

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
