// Fetches large answers and takes them apart; their arrays are handed to the window, not copied.
import type { Answer } from '../../electron/contract/api.ts'
import { unpackParts } from '../../electron/contract/message-parts.ts'
import { buffersIn } from '../ui/buffers-in.ts'
import type { WorkerAnswer, WorkerRequest } from './web-answers.ts'

const open = new Map<number, AbortController>()

self.addEventListener('message', ({ data: { id, question } }: MessageEvent<WorkerRequest>) => {
  if (question) void tell(id, question)
  else open.get(id)?.abort()
})

async function tell(id: number, question: NonNullable<WorkerRequest['question']>): Promise<void> {
  const stop = new AbortController()
  open.set(id, stop)
  try {
    const answer = await ask(question, stop.signal)
    self.postMessage({ id, answer } satisfies WorkerAnswer, { transfer: buffersIn(answer) })
  } catch (error) {
    self.postMessage({ id, failure: error instanceof Error ? error.message : String(error) } satisfies WorkerAnswer)
  } finally {
    open.delete(id)
  }
}

async function ask({ token, body }: NonNullable<WorkerRequest['question']>, signal: AbortSignal): Promise<Answer<unknown>> {
  const response = await fetch('/call', { method: 'POST', headers: { Authorization: `Bearer ${token}` }, body: body as Uint8Array<ArrayBuffer>, signal })
  if (!response.ok) throw new Error(`status ${response.status}`)
  const reader = response.body!.getReader({ mode: 'byob' })
  return await unpackParts((length) => nextBytes(reader, length)) as Answer<unknown>
}

/** The body's next bytes, read to where they stay. */
async function nextBytes(reader: ReadableStreamBYOBReader, length: number): Promise<Uint8Array<ArrayBuffer>> {
  let bytes = new Uint8Array(length)
  let at = 0
  while (at < length) {
    const { value, done } = await reader.read(bytes.subarray(at))
    if (done) throw new Error('it broke off')
    at += value.byteLength
    bytes = new Uint8Array(value.buffer)
  }
  return bytes
}
