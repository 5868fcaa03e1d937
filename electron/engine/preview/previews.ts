// The call 'preview': detections on one frame. What the network says of a frame is kept for a while, so that another threshold
// is answered without it, and the frames beside the one looked at are run ahead. What nobody waits for any more is dropped.
import { stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { FrameDetections } from '../../../core/model/read-output.ts'
import type { CheckedArgs, Preview } from '../../contract/api.ts'
import { inferFrame } from '../inference/localize-frames.ts'
import type { StoredModel } from '../inference/model-folder.ts'
import type { SharedInference } from '../inference/shared-inference.ts'
import { readingOf, type Reading } from '../localize/reading.ts'
import type { ModelShelf } from '../models/model-shelf.ts'
import type { MoviePool } from '../movies/movie-pool.ts'

type Args = CheckedArgs<'preview'>

interface Found {
  detections: FrameDetections
  seconds: number
  provider: string
}

interface Entry {
  /** Movie, network, camera: entries that differ in nothing but the frame share it. */
  series: string
  movie: string
  frame: number
  found: Promise<Found>
  stop: AbortController
  /** Calls that wait for it. */
  waiting: number
  done: boolean
}

/** What a preview needs besides the frame's number. */
interface Series {
  key: string
  movie: string
  opening: Args['opening']
  model: StoredModel
  reading: Reading
  provider: Args['provider']
}

/** Frames × models whose detections are kept: a few MB. */
const most = 96
/** Frames are run ahead only where nobody asks for another so soon: a run under way cannot be stopped. */
const pause_ms = 40
/** Frames run ahead, in the direction of the last step first. */
const ahead = [1, -1, 2]
/** A frame that took longer than this would hold up those that somebody asks for: none are run ahead. */
const mostAhead_s = 0.5

export interface PreviewSurroundings {
  inference: SharedInference
  movies: MoviePool
  shelf: ModelShelf
}

export class Previews {
  readonly #parts: PreviewSurroundings
  readonly #entries = new Map<string, Entry>()
  readonly #timers = new Set<NodeJS.Timeout>()
  #last: number | undefined
  /** Whether the last step was towards the movie's beginning. */
  #back = false

  constructor(parts: PreviewSurroundings) {
    this.#parts = parts
  }

  /** Errors: those of movie and model; 'cancelled' by the signal; 'process-died'. */
  async get(args: Args, signal: AbortSignal): Promise<Preview> {
    const series = await this.#series(args)
    if (this.#last !== args.frame) {
      this.#waitLonger()
      this.#dropStale(series.movie, args.frame)
    }
    const known = this.#entries.get(entryKey(series.key, args.frame))
    const cached = known?.done === true
    const entry = known ?? this.#begin(series, args.frame, true)
    const { detections, seconds, provider } = await this.#wait(entry, signal)
    this.#runAhead(series, args.frame, seconds)
    const threshold = args.threshold ?? series.model.card.decoding.threshold
    return { localizations: detections.toTable(threshold, args.frame, series.reading.pixelSize), seconds: cached ? 0 : seconds, provider, threshold }
  }

  /** Drops what is under way. */
  close(): void {
    this.#waitLonger()
    for (const { stop } of this.#entries.values()) stop.abort()
    this.#entries.clear()
  }

  async #series({ movie, model: name, provider, ...given }: Args): Promise<Series> {
    const path = resolve(movie)
    const [model, version] = await Promise.all([this.#parts.shelf.get(name), stat(path).then(({ size, mtimeMs }) => `${size} ${mtimeMs}`, () => 'absent')])
    const reading = await this.#parts.movies.use(path, given.opening, ({ info }) => readingOf(info, given, model.card))
    const key = JSON.stringify([path, given.opening, version, model.onnx, model.card.sha256, model.card.decoding.method, provider, reading.camera])
    return { key, movie: path, opening: given.opening, model, reading, provider }
  }

  #begin(series: Series, frame: number, urgent: boolean): Entry {
    const stop = new AbortController()
    const entry: Entry = { series: series.key, movie: series.movie, frame, stop, waiting: 0, done: false, found: this.#infer(series, frame, urgent, stop.signal) }
    const key = entryKey(series.key, frame)
    this.#entries.set(key, entry)
    entry.found.then(() => { entry.done = true }, () => { if (this.#entries.get(key) === entry) this.#entries.delete(key) })
    for (const [old, { done, waiting }] of this.#entries) {
      if (this.#entries.size <= most) break
      if (done && waiting === 0) this.#entries.delete(old)
    }
    return entry
  }

  #infer({ movie: path, opening, model, reading, provider }: Series, frame: number, urgent: boolean, signal: AbortSignal): Promise<Found> {
    const { movies, inference } = this.#parts
    return movies.use(path, opening, (movie) => {
      if (frame >= movie.info.frames) throw new StructLocError('invalid-input', `Frame ${frame + 1} was asked for; ${path} has frames 1 to ${movie.info.frames}.`)
      return inference.use(model, { provider }, async (open) => {
        const { detections, seconds } = await inferFrame(movie, open, reading.camera, frame, { signal, urgent })
        return { detections, seconds, provider: open.provider.inUse }
      })
    })
  }

  /** The entry's result, or 'cancelled' by this caller's signal; work that nobody else waits for ends then. */
  async #wait(entry: Entry, signal: AbortSignal): Promise<Found> {
    const cancelled = Promise.withResolvers<never>()
    cancelled.promise.catch(() => undefined)
    const abort = (): void => cancelled.reject(new StructLocError('cancelled', 'The preview was cancelled.'))
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    entry.waiting++
    try {
      const found = await Promise.race([entry.found, cancelled.promise])
      // The one used last stands last.
      const key = entryKey(entry.series, entry.frame)
      if (this.#entries.delete(key)) this.#entries.set(key, entry)
      return found
    } finally {
      entry.waiting--
      signal.removeEventListener('abort', abort)
      if (signal.aborted && entry.waiting === 0 && !entry.done) this.#drop(entry)
    }
  }

  /** Frames run ahead for a place that nobody looks at any more. */
  #dropStale(movie: string, frame: number): void {
    for (const entry of this.#entries.values()) {
      const stale = entry.movie !== movie || Math.abs(entry.frame - frame) > Math.max(...ahead)
      if (stale && !entry.done && entry.waiting === 0) this.#drop(entry)
    }
  }

  #drop(entry: Entry): void {
    entry.stop.abort()
    this.#entries.delete(entryKey(entry.series, entry.frame))
  }

  #runAhead(series: Series, frame: number, seconds: number): void {
    if (this.#last !== frame) this.#back = this.#last !== undefined && this.#last > frame
    const back = this.#back
    this.#last = frame
    if (seconds > mostAhead_s) return
    const timer = setTimeout(() => {
      this.#timers.delete(timer)
      for (const step of ahead) {
        const next = frame + (back ? -step : step)
        if (next >= 0 && !this.#entries.has(entryKey(series.key, next))) this.#begin(series, next, false)
      }
    }, pause_ms)
    this.#timers.add(timer)
  }

  #waitLonger(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    this.#timers.clear()
  }
}

const entryKey = (series: string, frame: number): string => `${frame} ${series}`
