// Large answers of the engine over HTTP: several times faster than as a message of the socket, and taken apart beside the window's thread.
import { StructLocError } from '../../core/errors.ts'
import type { Answer, CallName } from '../../electron/contract/api.ts'
import { packMessage } from '../../electron/contract/messages.ts'

const large: ReadonlySet<CallName> = new Set<CallName>(['frames', 'runRows', 'readTable'])

/** What the window tells the worker: to ask (a packed call), or (without a question) that an answer is no longer wanted. */
export interface WorkerRequest {
  id: number
  question?: { token: string; body: Uint8Array }
}

/** A question and its answer, or why there is none. */
export type WorkerAnswer = { id: number } & ({ answer: Answer<unknown> } | { failure: string })

let worker: Worker | undefined
let lastId = 0
const waiting = new Map<number, PromiseWithResolvers<Answer<unknown>>>()

/** The answer of a call that may be large; undefined for other calls. Rejects with 'connection-lost' where none came; one that was aborted never answers. */
export function askLarge(token: string, name: CallName, args: unknown, signal: AbortSignal | undefined): Promise<Answer<unknown>> | undefined {
  if (!large.has(name)) return undefined
  worker ??= newWorker()
  const id = ++lastId
  const asked = Promise.withResolvers<Answer<unknown>>()
  waiting.set(id, asked)
  worker.postMessage({ id, question: { token, body: packMessage([name, args]) } } satisfies WorkerRequest)
  signal?.addEventListener('abort', () => {
    if (waiting.delete(id)) worker!.postMessage({ id } satisfies WorkerRequest)
  }, { once: true })
  return asked.promise
}

function newWorker(): Worker {
  const made = new Worker(new URL('./web-answers-worker.ts', import.meta.url), { type: 'module' })
  made.addEventListener('message', ({ data }: MessageEvent<WorkerAnswer>) => {
    const asked = waiting.get(data.id)
    waiting.delete(data.id)
    if ('answer' in data) asked?.resolve(data.answer)
    else asked?.reject(new StructLocError('connection-lost', `The engine gave no answer: ${data.failure}.`))
  })
  return made
}
