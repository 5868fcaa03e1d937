// The job 'calibrate': reads a stack of beads, calibrates it in a thread of its own, writes the PSF and its report.
import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Worker } from 'node:worker_threads'
import type { z } from 'zod'
import type { BeadStack } from '../../../core/calibration/bead-stack.ts'
import type { Calibration } from '../../../core/calibration/calibrate.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { calibrateArgs } from '../../contract/calls.ts'
import { fromCodedError } from '../../contract/errors.ts'
import type { MovieOpening } from '../../contract/movie-opening.ts'
import type { CalibrateResult } from '../../contract/results.ts'
import { entry } from '../entries.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { checkWritable } from '../localize/prepare.ts'
import { openMovie } from '../movies/open-movie.ts'
import { readBeadPositions } from './bead-positions.ts'
import type { CalibrationTask, CalibrationWord } from './calibration-worker.ts'
import { filesBeside, writeCalibration } from './write-calibration.ts'

type Args = z.output<typeof calibrateArgs>

/** Stacks are in memory as a whole. */
const mostPixels = 2 ** 28

/** Errors: those of stack and table; 'invalid-input' where no bead can be used; 'unwritable'; 'cancelled' (nothing is written). */
export async function calibrateJob(args: Args, context: JobContext): Promise<CalibrateResult> {
  const began = performance.now()
  const [out, smap] = [args.out, args.smap].map((path) => (path === undefined ? undefined : resolve(path)))
  for (const path of [out, smap, ...(out === undefined ? [] : Object.values(filesBeside(out)))]) if (path !== undefined) await checkWritable(path)
  const positions = args.positions === undefined ? undefined : await readBeadPositions(resolve(args.positions))
  const stack = await readStack(resolve(args.stack), args.opening, context.signal)
  const { pixelSize, zStep, z0Plane, moved, depthFactor, radius_px, camera, photons, background_photons } = args
  const calibration = await inThread({
    stack, settings: { pixelSize, zStep, z0Plane, moved, depthFactor, radius_px, camera, photons, background_photons, positions },
  }, context)
  for (const remark of calibration.remarks) context.notice(remark)
  const files = await writeCalibration(calibration, { stack: resolve(args.stack), out, smap, emGain: camera?.type === 'emccd' })
  return { ...calibration, stack: resolve(args.stack), out, files, seconds: (performance.now() - began) / 1000 }
}

async function readStack(path: string, opening: MovieOpening | undefined, signal: AbortSignal): Promise<BeadStack> {
  const movie = await openMovie(path, signal, opening)
  try {
    const { width, height, frames } = movie.info
    if (width * height * frames > mostPixels) {
      throw new StructLocError('unsupported', `${path} has ${frames} planes of ${width}×${height} pixels; a stack of beads may have ${mostPixels} pixels in all. Cut out the part with the beads.`)
    }
    return { width, height, planes: frames, adu: await movie.read(0, frames, signal) }
  } finally {
    await movie.close()
  }
}

/** An abort ends the thread. */
async function inThread(task: CalibrationTask, { signal, report }: JobContext): Promise<Calibration> {
  const began = performance.now()
  const worker = new Worker(entry('calibration-worker'), { workerData: task })
  const { promise, resolve: done, reject } = Promise.withResolvers<Calibration>()
  const stop = (): void => reject(new StructLocError('cancelled', 'The calibration was stopped; nothing was written.'))
  if (signal.aborted) stop()
  signal.addEventListener('abort', stop, { once: true })
  worker.on('message', (word: CalibrationWord) => {
    if ('calibration' in word) return done(word.calibration)
    if ('error' in word) return reject(fromCodedError(word.error))
    const seconds = (performance.now() - began) / 1000
    const rate_hz = word.share > 0 ? (100 * word.share) / seconds : 0
    report({ done: Math.round(100 * word.share), total: 100, unit: '%', rate_hz, secondsLeft: rate_hz > 0 ? (100 * (1 - word.share)) / rate_hz : NaN, message: word.message })
  })
  worker.on('error', reject)
  worker.on('exit', (code) => reject(new StructLocError('internal', `The calibration's thread ended with ${code}.`)))
  try {
    return await promise
  } finally {
    signal.removeEventListener('abort', stop)
    await worker.terminate()
  }
}
