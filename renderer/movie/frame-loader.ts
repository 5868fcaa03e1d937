// Brings frames from the engine: the one wanted at once, its neighbours in the direction of travel ahead of time. Requests that nobody
// waits for any more are cancelled; while somebody scrubs, a frame on the way is still shown, so that the picture moves.
import { mostFramePixels, type FrameBlock } from '../../electron/contract/api.ts'
import { FrameCache, type Frame } from './frame-cache.ts'

export interface MovieShape {
  movie: string
  width: number
  height: number
  frames: number
}

export interface LoaderParts {
  fetch: (movie: string, first: number, count: number, signal: AbortSignal) => Promise<FrameBlock>
  /** A frame that was asked for is there; not necessarily the one wanted last. */
  arrived: (frame: Frame) => void
  /** The wanted frame cannot be had. */
  failed: (error: unknown, frame: number) => void
  cache?: FrameCache
}

interface Request {
  movie: string
  first: number
  count: number
  stop: AbortController
}

/** Requests for wanted frames that may be under way together: a new one goes out before the last has come back. */
const wantedAtOnce = 2
/** Pixels of one request ahead of time, and of all that is fetched ahead. */
const aheadPixels = mostFramePixels / 4
const aheadAtOnce = 2

export class FrameLoader {
  readonly cache: FrameCache
  readonly #parts: LoaderParts
  #shape: MovieShape | undefined
  #wanted = 0
  #direction: 1 | -1 = 1
  /** Oldest first. */
  #open: Request[] = []
  #ahead: Request[] = []

  constructor(parts: LoaderParts) {
    this.#parts = parts
    this.cache = parts.cache ?? new FrameCache()
  }

  /** Wants a frame. @param travel the way on, for what is fetched ahead; by default as the frames were asked for */
  want(shape: MovieShape, frame: number, travel?: 1 | -1): void {
    if (shape.movie !== this.#shape?.movie) this.stop()
    else if (frame !== this.#wanted) this.#direction = travel ?? (frame > this.#wanted ? 1 : -1)
    if (travel) this.#direction = travel
    this.#shape = shape
    this.#wanted = frame
    const known = this.cache.get(shape.movie, frame)
    if (known) {
      for (const request of this.#open.splice(0)) request.stop.abort()
      this.#parts.arrived(known)
      this.#fetchAhead()
      return
    }
    // What is fetched ahead, but not for this way, only holds the wanted frame up.
    this.#ahead = this.#ahead.filter((request) => {
      if (covers(request, frame)) return true
      request.stop.abort()
      return false
    })
    if ([...this.#open, ...this.#ahead].some((request) => covers(request, frame))) return
    while (this.#open.length >= wantedAtOnce) this.#open.splice(this.#open.length > 1 ? 1 : 0, 1)[0].stop.abort()
    void this.#request(this.#open, frame, 1)
  }

  /** Whether the next frame can be shown without waiting. */
  ready(frame: number): boolean {
    return this.#shape !== undefined && this.cache.has(this.#shape.movie, frame)
  }

  /** Cancels everything. */
  stop(): void {
    for (const request of [...this.#open.splice(0), ...this.#ahead.splice(0)]) request.stop.abort()
    this.#shape = undefined
  }

  async #request(list: Request[], first: number, count: number): Promise<void> {
    const { movie } = this.#shape!
    const request: Request = { movie, first, count, stop: new AbortController() }
    const { signal } = request.stop
    list.push(request)
    let block: FrameBlock | undefined
    try {
      block = await this.#parts.fetch(movie, first, count, signal)
    } catch (error) {
      if (!signal.aborted && covers(request, this.#wanted) && movie === this.#shape?.movie) this.#parts.failed(error, this.#wanted)
    }
    this.#open = this.#open.filter((other) => other !== request)
    this.#ahead = this.#ahead.filter((other) => other !== request)
    if (signal.aborted || !block || movie !== this.#shape?.movie) return
    const size = block.width * block.height
    for (let i = 0; i < block.count; i++) {
      // A copy, since a frame that stays would keep the whole block.
      const values = block.count === 1 ? block.values : block.values.slice(i * size, (i + 1) * size)
      this.cache.put({ movie, frame: block.first + i, width: block.width, height: block.height, values })
    }
    const shown = this.cache.get(movie, list === this.#ahead || count > 1 ? this.#wanted : first)
    if (shown && (count === 1 || covers(request, this.#wanted))) this.#parts.arrived(shown)
    if (this.ready(this.#wanted)) this.#fetchAhead()
  }

  /** Asks for the next frames on the way that are not there yet. */
  #fetchAhead(): void {
    const shape = this.#shape!
    const size = shape.width * shape.height
    const most = Math.max(1, Math.min(32, Math.floor(aheadPixels / size)))
    // No more than a quarter of the cache: what was looked at stays.
    const reach = Math.max(2, Math.min(3 * most, 64, Math.floor(this.cache.mostBytes / (8 * size))))
    let at = this.#wanted + this.#direction
    for (let n = 0; n < reach && this.#ahead.length < aheadAtOnce; n++, at += this.#direction) {
      if (at < 0 || at >= shape.frames) return
      if (this.cache.has(shape.movie, at) || [...this.#open, ...this.#ahead].some((request) => covers(request, at))) continue
      let count = 1
      while (count < most && n + count < reach && this.#free(at + count * this.#direction)) count++
      void this.#request(this.#ahead, this.#direction > 0 ? at : at - count + 1, count)
    }
  }

  #free(frame: number): boolean {
    const shape = this.#shape!
    return frame >= 0 && frame < shape.frames && !this.cache.has(shape.movie, frame) && ![...this.#open, ...this.#ahead].some((request) => covers(request, frame))
  }
}

const covers = ({ first, count }: Request, frame: number): boolean => frame >= first && frame < first + count
