// The call 'sample': a movie of simulated filaments with its truth, made once and kept, for whoever has no movie at hand.
import { mkdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { challengeCamera } from '../../../core/camera/camera.ts'
import type { Acquisition } from '../../../core/simulation/acquisition.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { SampleMovie } from '../../contract/api.ts'
import { simulateArgs, type SimulateArgs } from '../../contract/calls.ts'
import { readJsonIfThere } from '../json-file.ts'
import { besides } from '../localize/movie-description.ts'
import { writeMovieJob } from '../simulation/write-movie.ts'

/** The light and camera that the shipped models were trained for; no training, validation or demo uses this seed. */
const acquisition: Acquisition = {
  psf: { type: 'astigmatic', sigma0: 130, gamma: 250, d: 400, a: 0, b: 0 }, camera: challengeCamera, pixelSize: 100, zRange: [-750, 750],
  photons: 5000, photonSpread: 0.3, background: [50, 50], onTime_frames: [2, 2], minimumPhotons: 50,
}
const spec = {
  acquisition, sampling: { kind: 'filaments', filaments: 24 }, density: { nominal_perUm2: 1 }, width_px: 64, height_px: 64, frames: 300, seed: 4_200_001,
} satisfies Omit<SimulateArgs, 'out'>

const making = new Map<string, Promise<SampleMovie>>()

/** The sample in its folder; made there at the first call (a few seconds). Errors: 'unwritable'. */
export function sample(folder: string): Promise<SampleMovie> {
  const known = making.get(folder)
  if (known) return known
  const work = makeSample(folder).finally(() => making.delete(folder))
  making.set(folder, work)
  return work
}

async function makeSample(folder: string): Promise<SampleMovie> {
  const movie = join(folder, 'filaments-sample.tif')
  const truth = besides(movie, '.truth.csv')
  if (await isThere(movie, truth)) return { movie, truth }
  await mkdir(folder, { recursive: true }).catch((cause: Error) => {
    throw new StructLocError('unwritable', `The sample's folder ${folder} cannot be made: ${cause.message}`, { cause })
  })
  // One worker thread: the engine goes on answering.
  await writeMovieJob(simulateArgs.parse({ ...spec, out: movie, truth, workers: 1 }), { signal: new AbortController().signal, report: () => undefined, notice: () => undefined })
  return { movie, truth }
}

/** The description is written last: where it is there and tells of this sample, all is. */
async function isThere(movie: string, truth: string): Promise<boolean> {
  const found = await Promise.all([movie, truth].map((path) => stat(path).then((entry) => entry.isFile(), () => false)))
  if (!found.every(Boolean)) return false
  const description = await readJsonIfThere(besides(movie, '.json'), z.looseObject({ seed: z.number(), frames: z.number() })).catch(() => undefined)
  return description?.seed === spec.seed && description.frames === spec.frames
}
