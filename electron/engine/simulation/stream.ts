// The training stream: worker threads simulate windows, their batches leave in order as one Arrow IPC stream.
import type { TrainingConfig } from '../../../core/training/config.ts'
import { entry } from '../entries.ts'
import { startWorker } from './worker-queue.ts'
import { endMark, headLength, type BatchRequest } from './window-batch.ts'

export interface StreamOptions {
  /** Worker threads; the bytes do not depend on it. */
  workers?: number
  /** First training window: where a resumed training goes on. */
  firstWindow?: number
  /** Training windows in all; endless where absent. */
  windows?: number
  signal?: AbortSignal
}

/** Batches a worker may be ahead of what has been taken. */
const AHEAD = 2

function* requests(config: TrainingConfig, { firstWindow = 0, windows = Infinity }: StreamOptions): Generator<BatchRequest> {
  const { batchWindows } = config.optimization
  for (let first = 0; first < config.validation.windows; first += batchWindows) {
    yield { role: 'validation', first, count: Math.min(batchWindows, config.validation.windows - first) }
  }
  const end = firstWindow + windows
  for (let first = firstWindow; first < end; first += batchWindows) {
    yield { role: 'training', first, count: Math.min(batchWindows, end - first) }
  }
}

/**
 * The bytes of the stream in pieces: validation windows first, then training windows. Pulling them is the back-pressure.
 * Errors: what a worker throws (an unknown sampling, a bad camera map); an abort ends the stream quietly.
 */
export async function* trainingStream(config: TrainingConfig, options: StreamOptions = {}): AsyncGenerator<Uint8Array> {
  const { workers: count = 1, signal } = options
  const workers = Array.from({ length: count }, () => startWorker<BatchRequest, Uint8Array>(entry('stream-worker'), config))
  const asked = requests(config, options)
  const aborted = (): boolean => signal?.aborted === true
  let next = 0
  const waiting: Promise<Uint8Array>[] = []
  const ask = (): void => {
    const { value, done } = asked.next()
    if (done) return
    const answer = workers[next++ % count].ask(value)
    answer.catch(() => undefined)
    waiting.push(answer)
  }
  try {
    for (let i = 0; i < count * AHEAD; i++) ask()
    for (let first = true; waiting.length > 0 && !aborted(); first = false) {
      const bytes = await waiting.shift()!
      ask()
      yield bytes.subarray(first ? 0 : headLength(bytes), bytes.length - endMark.length)
    }
    yield endMark
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
}
