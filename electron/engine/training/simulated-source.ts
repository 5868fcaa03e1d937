// A simulated movie held in memory, with its truth, as a source of frames like any other.
import { concatTables, createEmitters, type EmitterTable } from '../../../core/localizations/table.ts'
import type { MovieSpec } from '../../../core/simulation/movie.ts'
import type { MovieSource } from '../movies/movie-source.ts'
import { simulateMovie } from '../simulation/movie.ts'

/** Simulates a short movie in a worker thread. */
export async function simulatedSource(spec: MovieSpec, signal?: AbortSignal): Promise<{ movie: MovieSource; truth: EmitterTable }> {
  const { width_px, height_px, frames } = spec
  const size = width_px * height_px
  const adu = new Uint16Array(frames * size)
  const truth: EmitterTable[] = [createEmitters(0)]
  for await (const chunk of simulateMovie(spec, { workers: 1, signal })) {
    adu.set(chunk.frames, chunk.first * size)
    truth.push(chunk.truth)
  }
  signal?.throwIfAborted()
  return {
    truth: concatTables(truth),
    movie: {
      info: { path: `simulated ${spec.sampling.kind}`, format: 'simulated', width: width_px, height: height_px, frames, pixelType: 'uint16', reader: 'memory', fileBytes: adu.byteLength },
      read: async (first, count) => adu.slice(first * size, (first + count) * size),
      close: async () => undefined,
    },
  }
}
