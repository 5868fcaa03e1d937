// From a movie and a model to localizations, a stretch of frames at a time.
import { performance } from 'node:perf_hooks'
import type { Camera } from '../../../core/camera/camera.ts'
import { concatTables } from '../../../core/localizations/table.ts'
import type { LocalizationTable } from '../../../core/localizations/table.ts'
import type { Candidates } from '../../../core/model/candidates.ts'
import type { Decoding } from '../../../core/model/card.ts'
import type { FrameLight } from '../../../core/model/luenn/light.ts'
import type { FrameMaps } from '../../../core/model/maps.ts'
import { layoutOf } from '../../../core/model/output-layout.ts'
import { readOutput, type FrameDetections } from '../../../core/model/read-output.ts'
import { planTiles, type Tiling } from '../../../core/model/tiling.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { MovieSource } from '../movies/movie-source.ts'
import { readWindow } from './frame-window.ts'
import { runWindow } from './run-window.ts'
import type { WindowOutput } from './run-window.ts'
import type { OpenModel } from './supervisor.ts'

/** Frames `first` … `end - 1` of a movie, from 0. */
export interface FrameRange {
  first: number
  end: number
}

export interface LocalizeOptions {
  signal?: AbortSignal
  /** Called after each chunk, before it is yielded. */
  onChunk?: (progress: LocalizeProgress) => void
  /** In place of the card's. */
  decoding?: Decoding
  /** nm; in place of the card's. */
  pixelSize?: number
  /** Frames of a chunk; the default has about a million pixels. Does not change the result. */
  chunkFrames?: number
  /** Most input pixels of a run (frames × width × height), which bounds memory. Does not change the result. */
  runPixels?: number
}

export interface LocalizeProgress {
  framesDone: number
  framesTotal: number
  localizations: number
  /** Since the start of this call. */
  framesPerSecond: number
  secondsLeft: number
}

export interface LocalizedChunk {
  first: number
  count: number
  localizations: LocalizationTable
}

/**
 * Bounds of a run, by trial with the 'small' network on a CPU: 2^19 px take 0.6 GB, and more are no faster; over 32 frames
 * the two that a run sees in addition hardly count, and small runs stay in the cache (64×64 px, one thread: 185 frames/s
 * with 30 frames a run, 157 with 126).
 */
export const defaultRunPixels = 2 ** 19
const mostRunFrames = 32
const chunkPixels = 2 ** 20

/**
 * Localizes a range of frames. Frames just outside the range are seen by the network where the movie has them, so that a
 * range gives the rows that the whole movie gives. Chunk and tile sizes do not change the rows. While a chunk is decoded
 * and taken care of by the caller, the next is read and run.
 * @throws StructLocError 'cancelled' when `signal` says so (what was yielded stays good), 'process-died', 'invalid-input'
 */
export async function* localizeFrames(
  source: MovieSource, model: OpenModel, camera: Camera, range: FrameRange, options: LocalizeOptions = {},
): AsyncGenerator<LocalizedChunk, void, undefined> {
  const { width, height } = source.info
  checkRange(source, range)
  const { architecture, acquisition, decoding: cardDecoding } = model.card
  const { onChunk, decoding = cardDecoding, pixelSize = acquisition.pixelSize, runPixels = runPixelsOf(model) } = options
  const size = width * height
  const mostFrames = options.chunkFrames ?? Math.max(8, Math.round(chunkPixels / size))
  const tiling = planTiles(width, height, architecture, Math.min(mostFrames, mostRunFrames, range.end - range.first), runPixels)
  // Whole runs make up a chunk, except where the caller wants chunks of its own size.
  const chunkFrames = options.chunkFrames ?? Math.max(1, Math.floor(mostFrames / tiling.framesPerRun)) * tiling.framesPerRun

  // A consumer that stops early (break, an error of its own) ends what is under way just as a cancelled signal does.
  const left = new AbortController()
  const signal = options.signal ? AbortSignal.any([options.signal, left.signal]) : left.signal
  const throwIfCancelled = (): void => {
    if (signal.aborted) throw new StructLocError('cancelled', `localization of ${source.info.path} was cancelled`)
  }
  const read = (first: number): Promise<Float32Array> | undefined => {
    if (first >= range.end) return undefined
    return handled(readWindow(source, camera, first, Math.min(chunkFrames, range.end - first), tiling.paddedWidth, tiling.paddedHeight, signal))
  }
  const run = (photons: Float32Array, first: number): Promise<WindowOutput> =>
    handled(runWindow(model, photons, Math.min(chunkFrames, range.end - first), width, height, tiling, { signal }))

  try {
    throwIfCancelled()
    const start = performance.now()
    let localizations = 0
    let seen = await read(range.first)!
    let running = run(seen, range.first)
    let reading = read(range.first + chunkFrames)
    for (let first = range.first; first < range.end; first += chunkFrames) {
      const { candidates } = await running
      throwIfCancelled()
      const next = first + chunkFrames
      const light = seen
      if (reading) {
        seen = await reading
        running = run(seen, next)
        reading = read(next + chunkFrames)
      }
      const table = concatTables(candidates.map((found, t) =>
        readOutput(model.card, decoding, camera, found, lightOf(light, t, tiling, width, height)).toTable(decoding.threshold, first + t, pixelSize)))
      localizations += table.frame.length
      const framesTotal = range.end - range.first
      const framesDone = Math.min(first + chunkFrames, range.end) - range.first
      const framesPerSecond = framesDone / ((performance.now() - start) / 1000)
      onChunk?.({ framesDone, framesTotal, localizations, framesPerSecond, secondsLeft: (framesTotal - framesDone) / framesPerSecond })
      yield { first, count: candidates.length, localizations: table }
    }
  } catch (error) {
    throwIfCancelled()
    throw error
  } finally {
    left.abort()
  }
}

export interface FrameOptions extends Pick<LocalizeOptions, 'signal' | 'runPixels'> {
  /** Give the whole output as well as its candidates. */
  dense?: boolean
  /** Somebody waits for it: before runs that are not urgent. */
  urgent?: boolean
}

/** The network's output for one frame, for a preview whose threshold changes at once. */
export async function inferFrame(
  source: MovieSource, model: OpenModel, camera: Camera, frame: number, { signal, runPixels = runPixelsOf(model), dense = false, urgent }: FrameOptions = {},
): Promise<{ maps: FrameMaps | undefined; candidates: Candidates; detections: FrameDetections; seconds: number }> {
  checkRange(source, { first: frame, end: frame + 1 })
  const { width, height } = source.info
  const tiling = planTiles(width, height, model.card.architecture, 1, runPixels)
  const photons = await readWindow(source, camera, frame, 1, tiling.paddedWidth, tiling.paddedHeight, signal)
  const { candidates, maps, seconds } = await runWindow(model, photons, 1, width, height, tiling, { signal, dense, urgent })
  // Of its own memory: who keeps the detections keeps the frame, but not those beside it.
  const light = lightOf(photons.slice(photons.length / 3, (2 * photons.length) / 3), -1, tiling, width, height)
  return { maps: maps?.[0], candidates: candidates[0], detections: readOutput(model.card, model.card.decoding, camera, candidates[0], light), seconds }
}

/** Output frame t of a window of frames, as it was seen; the window begins with the frame before the first. */
function lightOf(photons: Float32Array, t: number, { paddedWidth, paddedHeight }: Tiling, width: number, height: number): FrameLight {
  const plane = paddedWidth * paddedHeight
  return { photons: photons.subarray((t + 1) * plane, (t + 2) * plane), stride: paddedWidth, width, height }
}

/** A finer output takes more memory: LUENN's layers at four times the frame's resolution have four times as many values a pixel as others in all. */
function runPixelsOf({ card }: OpenModel): number {
  return defaultRunPixels / layoutOf(card.architecture).upsampling
}

function checkRange({ info }: MovieSource, { first, end }: FrameRange): void {
  if (Number.isInteger(first) && Number.isInteger(end) && first >= 0 && first < end && end <= info.frames) return
  throw new StructLocError('invalid-input', `frames ${first} … ${end} (the end not included) were asked of ${info.path}, which has frames 0 … ${info.frames - 1}`)
}

/** The promise itself, its rejection noted as handled: it is awaited later, or no longer of interest. */
function handled<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}
