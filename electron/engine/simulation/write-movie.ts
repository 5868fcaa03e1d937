// The job 'simulate': a movie on disk, the table of its true emitters, and the description of both.
import { availableParallelism } from 'node:os'
import { basename, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { z } from 'zod'
import { StructLocError } from '../../../core/errors.ts'
import { concatTables } from '../../../core/localizations/table.ts'
import { createMovie, emittersPerFrame, type MovieSpec } from '../../../core/simulation/movie.ts'
import type { simulateArgs } from '../../contract/calls.ts'
import type { SimulateResult } from '../../contract/results.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { besides } from '../localize/movie-description.ts'
import { checkWritable } from '../localize/prepare.ts'
import { programVersion } from '../localize/provenance.ts'
import { createTiffWriter } from '../movies/tiff-writer.ts'
import { placeFile } from '../tables/place-file.ts'
import { writeTruth } from '../tables/write-tables.ts'
import { simulateMovie } from './movie.ts'

/** Movies with fewer pixels than this are made without worker threads. */
const smallMovie_px = 2 ** 23

/** Errors: those of the simulator; 'unwritable'; 'cancelled' (nothing is left behind). */
export async function writeMovieJob(args: z.output<typeof simulateArgs>, context: JobContext): Promise<SimulateResult> {
  const start = performance.now()
  const movie = resolve(args.out)
  const truth = resolve(args.truth ?? besides(movie, '.truth.csv'))
  const description = besides(movie, '.json')
  if (truth === movie || truth === description) throw new StructLocError('invalid-input', `${truth} cannot hold the truth: the ${truth === movie ? 'movie' : "movie's description"} goes there. Name another file.`)
  for (const path of [movie, truth, description]) await checkWritable(path)
  const { acquisition, sampling, width_px, height_px, frames, seed } = args
  const asked: MovieSpec = { acquisition, sampling, density: args.density, width_px, height_px, frames, seed }
  // A nominal density is turned into a count once.
  const spec: MovieSpec = { ...asked, density: { emittersPerFrame: emittersPerFrame(asked) } }
  const drawn = createMovie({ ...spec, frames: 1 })
  const workers = args.workers ?? (frames * width_px * height_px < smallMovie_px ? 0 : availableParallelism())
  const writer = await createTiffWriter(movie, { width: width_px, height: height_px, pixelType: 'uint16', frames })
  try {
    const tables = []
    for await (const chunk of simulateMovie(spec, { workers, signal: context.signal })) {
      await writer.append(chunk.frames)
      tables.push(chunk.truth)
      const done = chunk.first + chunk.count
      const rate_hz = done / ((performance.now() - start) / 1000)
      context.report({ done, total: frames, unit: 'frames', rate_hz, secondsLeft: (frames - done) / rate_hz, message: 'simulating' })
    }
    if (context.signal.aborted) throw new StructLocError('cancelled', `Simulating ${movie} was stopped; nothing is left of it.`)
    const emitters = concatTables(tables)
    await writer.close()
    await writeTruth(truth, emitters)
    const { background_photons, onTime_frames } = drawn
    await placeFile(description, [`${JSON.stringify({
      structloc: 'movie', movie: basename(movie), truth: basename(truth), ...asked, density: args.density,
      emitters: emitters.frame.length, emittersPerFrame: drawn.emittersPerFrame, background_photons, onTime_frames,
      versions: { structloc: programVersion() },
    }, null, 2)}\n`])
    return {
      movie, truth, description, width: width_px, height: height_px, frames, emitters: emitters.frame.length,
      emittersPerFrame: emitters.frame.length / frames, background_photons, onTime_frames, seconds: (performance.now() - start) / 1000,
    }
  } catch (error) {
    await writer.abort()
    throw error
  }
}
