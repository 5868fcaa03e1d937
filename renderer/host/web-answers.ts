// Large answers of the engine over HTTP, read straight into one buffer: several times faster than as a message of the socket, and with
// less work for the window's own thread.
import { StructLocError } from '../../core/errors.ts'
import type { Answer, CallName } from '../../electron/contract/api.ts'
import { packMessage, unpackMessage } from '../../electron/contract/messages.ts'

const large: ReadonlySet<CallName> = new Set<CallName>(['frames', 'runRows', 'readTable'])

/** The answer of a call that may be large; undefined for other calls. Rejects with 'connection-lost' where none came. */
export function askLarge(token: string, name: CallName, args: unknown, signal: AbortSignal | undefined): Promise<Answer<unknown>> | undefined {
  return large.has(name) ? ask(token, name, args, signal) : undefined
}

async function ask(token: string, name: CallName, args: unknown, signal: AbortSignal | undefined): Promise<Answer<unknown>> {
  try {
    const response = await fetch('/call', { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: packMessage([name, args]) as Uint8Array<ArrayBuffer>, signal })
    if (!response.ok) throw new Error(`status ${response.status}`)
    return unpackMessage(await bytesOf(response)) as Answer<unknown>
  } catch (error) {
    throw new StructLocError('connection-lost', `The engine did not answer '${name}' (${error instanceof Error ? error.message : String(error)}).`, { cause: error })
  }
}

/** The body, without the copies that `arrayBuffer` makes of its parts. */
async function bytesOf(response: Response): Promise<Uint8Array> {
  const length = Number(response.headers.get('Content-Length'))
  const reader = response.body!.getReader({ mode: 'byob' })
  let bytes = new Uint8Array(length)
  let at = 0
  while (at < length) {
    const { value, done } = await reader.read(bytes.subarray(at))
    if (done) throw new Error('the answer broke off')
    at += value.byteLength
    bytes = new Uint8Array(value.buffer)
  }
  return bytes
}
