// A worker thread of movie simulation: simulates the frames asked for.
import { parentPort, workerData } from 'node:worker_threads'
import { createMovie, type MovieSpec } from '../../../core/simulation/movie.ts'

const movie = createMovie(workerData as MovieSpec)

parentPort!.on('message', ({ first, count }: { first: number; count: number }) => {
  const chunk = movie.simulate(first, count)
  parentPort!.postMessage(chunk, [chunk.frames.buffer as ArrayBuffer])
})
