// Frames in memory: those used last, up to a number of bytes.

export interface Frame {
  movie: string
  /** From 0. */
  frame: number
  width: number
  height: number
  /** Row-major, ADU. */
  values: Uint16Array | Float32Array
}

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

  has(movie: string, frame: number): boolean {
    return this.#frames.has(key(movie, frame))
  }

  get(movie: string, frame: number): Frame | undefined {
    const name = key(movie, frame)
    const found = this.#frames.get(name)
    if (!found) return undefined
    // The one used last stands last.
    this.#frames.delete(name)
    this.#frames.set(name, found)
    return found
  }

  put(frame: Frame): void {
    this.#drop(key(frame.movie, frame.frame))
    this.#frames.set(key(frame.movie, frame.frame), frame)
    this.#bytes += frame.values.byteLength
    for (const name of this.#frames.keys()) {
      if (this.#bytes <= this.#most || this.#frames.size === 1) break
      this.#drop(name)
    }
  }

  /** Forgets the frames of a movie (closed, or changed on the disk). */
  forget(movie: string): void {
    for (const [name, frame] of this.#frames) if (frame.movie === movie) this.#drop(name)
  }

  #drop(name: string): void {
    this.#bytes -= this.#frames.get(name)?.values.byteLength ?? 0
    this.#frames.delete(name)
  }
}

const key = (movie: string, frame: number): string => `${frame} ${movie}`
