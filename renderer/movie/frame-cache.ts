// Frames in memory: those used last, up to a number of bytes.

export interface Frame {
  movie: string
  /** From 0. */
  frame: number
  width: number
  height: number
  /** Pixels along each side that have one mean; 1 where every pixel is there. */
  binning: number
  /** ⌈height/binning⌉ rows of ⌈width/binning⌉, ADU. */
  means: Uint16Array | Float32Array
}

/** A frame with all its pixels: `values`, ADU, row-major. */
export type WholeFrame = Omit<Frame, 'binning' | 'means'> & { values: Frame['means'] }

export class FrameCache {
  readonly #frames = new Map<string, Frame>()
  readonly #most: number
  #bytes = 0

  constructor(mostBytes = 384 * 2 ** 20) {
    this.#most = mostBytes
  }

  get bytes(): number {
    return this.#bytes
  }

  get mostBytes(): number {
    return this.#most
  }

  /** Whether the frame is there, with all its pixels or at this binning. */
  has(movie: string, frame: number, binning = 1): boolean {
    return this.#frames.has(key(movie, frame)) || this.#frames.has(key(movie, frame, binning))
  }

  /** The frame with all its pixels, else at this binning. */
  get(movie: string, frame: number, binning = 1): Frame | undefined {
    const name = this.#frames.has(key(movie, frame)) ? key(movie, frame) : key(movie, frame, binning)
    const found = this.#frames.get(name)
    if (!found) return undefined
    // The one used last stands last.
    this.#frames.delete(name)
    this.#frames.set(name, found)
    return found
  }

  put(frame: Frame): void {
    const name = key(frame.movie, frame.frame, frame.binning)
    this.#drop(name)
    this.#frames.set(name, frame)
    this.#bytes += frame.means.byteLength
    for (const oldest of this.#frames.keys()) {
      if (this.#bytes <= this.#most || this.#frames.size === 1) break
      this.#drop(oldest)
    }
  }

  /** Forgets the frames of a movie (closed, or changed on the disk). */
  forget(movie: string): void {
    for (const [name, frame] of this.#frames) if (frame.movie === movie) this.#drop(name)
  }

  #drop(name: string): void {
    this.#bytes -= this.#frames.get(name)?.means.byteLength ?? 0
    this.#frames.delete(name)
  }
}

const key = (movie: string, frame: number, binning = 1): string => `${frame} ${binning} ${movie}`
