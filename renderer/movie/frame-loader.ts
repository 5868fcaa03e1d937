// Brings frames from the engine: the one wanted at once, its neighbours in the direction of travel ahead of time. Requests that nobody
// waits for any more are cancelled; while somebody scrubs, a frame on the way is still shown, so that the picture moves. Large frames come
// with as many pixels as the view has place for; all of them follow once a frame was looked at for a moment.
import type { FrameBlock } from '../../electron/contract/api.ts'
import { mostFramePixels } from '../../electron/contract/frame-limits.ts'
import { FrameCache, type Frame } from './frame-cache.ts'

export interface MovieShape {
  movie: string
  width: number
  height: number
  frames: number
}

export interface LoaderParts {
  fetch: (movie: string, first: number, count: number, binning: number, signal: AbortSignal) => Promise<FrameBlock>
  /** Pixels along each side whose mean is enough while frames change; 1: all pixels are needed. */
  binning: () => number
  /** A frame that was asked for is there; not necessarily the one wanted last. */
  arrived: (frame: Frame) => void
  /** The wanted frame cannot be had. */
  failed: (error: unknown, frame: number) => void
  cache?: FrameCache
}

interface Request {
  /** `sharp`: all pixels of a frame that is shown with fewer. */
  kind: 'wanted' | 'sharp' | 'ahead'
  movie: string
  first: number
  count: number
  binning: number
  stop: AbortController
}

/** Requests for wanted frames that may be under way together: a new one goes out before the last has come back. */
const wantedAtOnce = 2
/** Pixels of one request ahead of time, and of all that is fetched ahead. */
const aheadPixels = mostFramePixels / 4
const aheadAtOnce = 2
/**
 * After a jump of more than `nearBy` frames nothing is fetched ahead until the place was looked at for a moment: whoever scrubs is
 * elsewhere by then, and what is on its way already holds up the next frame also when it is cancelled. So it is with all pixels.
 */
const nearBy = 2
const rest_ms = 150

export class FrameLoader {
  readonly cache: FrameCache
  readonly #parts: LoaderParts
  #shape: MovieShape | undefined
  #wanted = 0
  #direction: 1 | -1 = 1
  #jumped = false
  #rest: ReturnType<typeof setTimeout> | undefined
  /** Under way, oldest first. */
  #requests: Request[] = []

  constructor(parts: LoaderParts) {
    this.#parts = parts
    this.cache = parts.cache ?? new FrameCache()
  }

  /** Wants a frame. @param travel the way on, for what is fetched ahead; by default as the frames were asked for */
  want(shape: MovieShape, frame: number, travel?: 1 | -1): void {
    if (shape.movie !== this.#shape?.movie) this.stop()
    else if (frame !== this.#wanted) this.#direction = frame > this.#wanted ? 1 : -1
    if (travel) this.#direction = travel
    clearTimeout(this.#rest)
    this.#jumped = this.#shape !== undefined && Math.abs(frame - this.#wanted) > nearBy
    this.#shape = shape
    this.#wanted = frame
    this.#cancel(({ kind, first }) => kind === 'sharp' && first !== frame)
    const known = this.cache.get(shape.movie, frame, this.#parts.binning())
    if (known) {
      this.#cancel(({ kind }) => kind === 'wanted')
      this.#parts.arrived(known)
      this.#goOnAhead()
      return
    }
    if (this.#underWay(frame)) return
    // What is fetched ahead on another way only holds the wanted frame up.
    this.#cancel(({ kind }) => kind === 'ahead')
    // The oldest one goes on: whoever scrubs sees at least that.
    const open = this.#requests.filter(({ kind }) => kind === 'wanted')
    for (const stale of open.slice(1, open.length - wantedAtOnce + 2)) this.#cancel((request) => request === stale)
    void this.#request('wanted', frame, 1)
  }

  /** Whether a frame can be shown without waiting. */
  ready(frame: number): boolean {
    return this.#shape !== undefined && this.cache.has(this.#shape.movie, frame, this.#parts.binning())
  }

  /** Whether a frame is on its way. One that is neither there nor on its way has to be wanted to come. */
  coming(frame: number): boolean {
    return !this.ready(frame) && this.#underWay(frame)
  }

  /** Cancels everything. */
  stop(): void {
    clearTimeout(this.#rest)
    this.#cancel(() => true)
    this.#shape = undefined
  }

  #cancel(which: (request: Request) => boolean): void {
    const [off, on] = [this.#requests.filter(which), this.#requests.filter((request) => !which(request))]
    this.#requests = on
    for (const request of off) request.stop.abort()
  }

  #underWay(frame: number): boolean {
    return this.#requests.some((request) => this.#answers(request, frame))
  }

  /** Whether a request brings a frame with as many pixels as are needed. */
  #answers({ first, count, binning }: Request, frame: number): boolean {
    return frame >= first && frame < first + count && (binning === 1 || binning === this.#parts.binning())
  }

  async #request(kind: Request['kind'], first: number, count: number, binning = this.#parts.binning()): Promise<void> {
    const { movie } = this.#shape!
    const request: Request = { kind, movie, first, count, binning, stop: new AbortController() }
    const { signal } = request.stop
    this.#requests.push(request)
    let block: FrameBlock | undefined
    try {
      block = await this.#parts.fetch(movie, first, count, binning, signal)
    } catch (error) {
      if (!signal.aborted && this.#answers(request, this.#wanted)) this.#parts.failed(error, this.#wanted)
    }
    this.#requests = this.#requests.filter((other) => other !== request)
    if (signal.aborted || !block) return
    this.#keep(movie, block)
    const answersWanted = this.#answers(request, this.#wanted)
    // Older requests would show an older frame after this one.
    if (answersWanted) this.#cancel((other) => other.kind === 'wanted')
    const frame = answersWanted ? this.#wanted : kind === 'wanted' ? first : undefined
    const shown = frame === undefined ? undefined : this.cache.get(movie, frame, binning)
    if (shown) this.#parts.arrived(shown)
    if (this.ready(this.#wanted)) this.#goOnAhead()
  }

  #goOnAhead(): void {
    clearTimeout(this.#rest)
    if (!this.#jumped) this.#fetchAhead()
    this.#rest = setTimeout(() => {
      this.#jumped = false
      if (!this.#shape) return
      this.#sharpen()
      this.#fetchAhead()
    }, rest_ms)
  }

  /** Asks for all pixels of the wanted frame. */
  #sharpen(): void {
    const under = this.#requests.some(({ kind, first }) => kind === 'sharp' && first === this.#wanted)
    if (!under && !this.cache.has(this.#shape!.movie, this.#wanted)) void this.#request('sharp', this.#wanted, 1, 1)
  }

  #keep(movie: string, { first, count, width, height, binning, values }: FrameBlock): void {
    const size = values.length / count
    for (let i = 0; i < count; i++) {
      // A copy, since a frame that stays would keep the whole block.
      this.cache.put({ movie, frame: first + i, width, height, binning, means: count === 1 ? values : values.slice(i * size, (i + 1) * size) })
    }
  }

  /** Asks for the next frames on the way that are not there yet. */
  #fetchAhead(): void {
    const shape = this.#shape!
    const pixels = shape.width * shape.height
    const size = pixels / this.#parts.binning() ** 2
    const most = Math.max(1, Math.min(32, Math.floor(aheadPixels / size), Math.floor(mostFramePixels / pixels)))
    // No more than a quarter of the cache: what was looked at stays.
    const reach = Math.max(2, Math.min(3 * most, 64, Math.floor(this.cache.mostBytes / (8 * size))))
    const free = (frame: number): boolean => frame >= 0 && frame < shape.frames && !this.ready(frame) && !this.#underWay(frame)
    for (let n = 1; n <= reach; n++) {
      if (this.#requests.filter(({ kind }) => kind === 'ahead').length >= aheadAtOnce) return
      const at = this.#wanted + n * this.#direction
      if (!free(at)) continue
      let count = 1
      while (count < most && n + count <= reach && free(at + count * this.#direction)) count++
      // Far ahead a few frames are not worth a request yet.
      const next = at + count * this.#direction
      if (count < most / 2 && n > reach / 2 && next >= 0 && next < shape.frames) return
      void this.#request('ahead', this.#direction > 0 ? at : at - count + 1, count)
    }
  }
}
