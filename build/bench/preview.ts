// How long a preview takes, by the engine's own calls and the first shipped model, on a movie of 256×256 pixels: another threshold (the
// network's output is kept), a frame never seen, and the next frame as a person steps on (run ahead meanwhile); against a
// process started, a model opened and a frame run anew.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { challengeCamera } from '../../core/camera/camera.ts'
import { ModelShelf } from '../../electron/engine/models/model-shelf.ts'
import { modelPlaces } from '../../electron/engine/models/model-folders.ts'
import { MoviePool } from '../../electron/engine/movies/movie-pool.ts'
import { createTiffWriter } from '../../electron/engine/movies/tiff-writer.ts'
import { Previews } from '../../electron/engine/preview/previews.ts'
import { shareInference } from '../../electron/engine/inference/shared-inference.ts'
import { availableParallelism } from 'node:os'
import { spotMovie } from '../../tests/fixtures/memory-movie.ts'
import type { BenchRow } from './read.ts'

const side = 256
const frames = 80
const model = 'microtubules-5000-50'

const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1]

async function writeMovie(path: string): Promise<void> {
  const source = spotMovie(side, side, frames, (side * side) / 400)
  const writer = await createTiffWriter(path, { width: side, height: side, pixelType: 'uint16', frames })
  await writer.append(await source.read(0, frames) as Uint16Array)
  await writer.close()
}

export async function run(): Promise<BenchRow[]> {
  const folder = await mkdtemp(join(tmpdir(), 'structloc-bench-'))
  const movie = join(folder, 'movie.tif')
  const quiet = new AbortController().signal
  try {
    await writeMovie(movie)
    const begin = (): { previews: Previews; look: (frame: number, threshold?: number) => Promise<number>; close: () => Promise<void> } => {
      const inference = shareInference({ threads: availableParallelism() })
      const movies = new MoviePool()
      const previews = new Previews({ inference, movies, shelf: new ModelShelf(modelPlaces()) })
      return {
        previews,
        async look(frame, threshold) {
          const start = performance.now()
          await previews.get({ movie, frame, model, threshold, provider: 'cpu', camera: challengeCamera }, quiet)
          return performance.now() - start
        },
        async close() {
          previews.close()
          await movies.close()
          await inference.close()
        },
      }
    }
    const cold: number[] = []
    for (let n = 0; n < 3; n++) {
      const once = begin()
      cold.push(await once.look(20 * n))
      await once.close()
    }
    const { look, close } = begin()
    await look(0)
    const [thresholds, jumps, steps]: number[][] = [[], [], []]
    for (let n = 0; n < 20; n++) thresholds.push(await look(0, 0.2 + n / 50))
    // Jumping about: what is run ahead for the last place is still in the way.
    for (let n = 0; n < 8; n++) jumps.push(await look((n * 37 + 11) % frames))
    await look(0)
    for (let frame = 1; frame < 12; frame++) {
      // A person's step, five a second.
      await setTimeout(200)
      steps.push(await look(frame))
    }
    await close()
    const baseline = 'process, model and frame anew'
    return [
      { name: 'another threshold', value: median(thresholds), unit: 'ms', baseline, baselineValue: median(cold) },
      { name: 'any other frame', value: median(jumps), unit: 'ms', baseline, baselineValue: median(cold) },
      { name: 'the next frame, five steps a second', value: median(steps), unit: 'ms', baseline, baselineValue: median(cold) },
    ]
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
