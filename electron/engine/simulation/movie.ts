// Simulates a movie in chunks, by worker threads; the result does not depend on their number.
import { createMovie, emittersPerFrame, type MovieChunk, type MovieSpec } from '../../../core/simulation/movie.ts'
import { entry } from '../entries.ts'
import { startWorker } from './worker-queue.ts'

export interface MovieRun {
  /** Worker threads; 0: in this thread. */
  workers?: number
  chunkFrames?: number
  signal?: AbortSignal
}

/** Chunks of a movie in order. An abort ends them quietly; errors are those of `createMovie`. */
export async function* simulateMovie(spec: MovieSpec, { workers: count = 0, chunkFrames = 100, signal }: MovieRun = {}): AsyncGenerator<MovieChunk> {
  const starts = Array.from({ length: Math.ceil(spec.frames / chunkFrames) }, (_, i) => i * chunkFrames)
  const size = (first: number): number => Math.min(chunkFrames, spec.frames - first)
  if (count === 0) {
    const movie = createMovie(spec)
    for (const first of starts) {
      if (signal?.aborted) return
      yield movie.simulate(first, size(first))
    }
    return
  }
  // A nominal density is turned into a count once, not by every worker.
  const counted: MovieSpec = { ...spec, density: { emittersPerFrame: emittersPerFrame(spec) } }
  const workers = Array.from({ length: count }, () =>
    startWorker<{ first: number; count: number }, MovieChunk>(entry('movie-worker'), counted))
  const aborted = (): boolean => signal?.aborted === true
  const waiting: Promise<MovieChunk>[] = []
  let next = 0
  const ask = (): void => {
    if (next >= starts.length) return
    const first = starts[next]
    const answer = workers[next++ % count].ask({ first, count: size(first) })
    answer.catch(() => undefined)
    waiting.push(answer)
  }
  try {
    for (let i = 0; i < 2 * count; i++) ask()
    while (waiting.length > 0 && !aborted()) {
      const chunk = await waiting.shift()!
      ask()
      yield chunk
    }
  } finally {
    await Promise.all(workers.map((worker) => worker.stop()))
  }
}
