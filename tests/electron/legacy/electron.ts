// `protocol.handle` came with Electron 25; the older way does the same. Only in the main process.
import { createRequire } from 'node:module'
import { Readable } from 'node:stream'

interface OldProtocol {
  handle?: (scheme: string, answer: (request: { url: string; method: string }) => unknown) => void
  registerStreamProtocol(scheme: string, handler: (request: { url: string; method: string }, answer: (response: unknown) => void) => void): void
}

if ((process as { type?: string }).type === 'browser') {
  const { protocol } = createRequire(__filename)('electron') as { protocol: OldProtocol }
  protocol.handle ??= (scheme, answer) => protocol.registerStreamProtocol(scheme, (request, reply) => {
    const { body, status, headers } = answer(request) as { body: string | Buffer; status: number; headers: Map<string, string> }
    reply({ statusCode: status, headers: Object.fromEntries(headers), data: Readable.from([Buffer.from(body as string)]) })
  })
}
