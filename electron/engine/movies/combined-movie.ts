// A movie whose frames lie in several files. Few of them are open at a time: a set may be thousands of single pages.
import { StructLocError } from '../../../core/errors.ts'
import { roomForFrames } from './frame-range.ts'
import { KeptOpen } from './kept-open.ts'
import type { MovieInfo, MovieSource } from './movie-source.ts'

/** One file of the set. */
export interface MoviePart {
  path: string
  open(signal?: AbortSignal): Promise<MovieSource>
}

const MOST_OPEN = 16

/**
 * The frames that `partOf` and `pageOf` name, one each: a part's number and its frame (from 0).
 * @param info of the whole; every part must have its size and pixel type, which is seen when its first frame is read
 */
export class CombinedMovie implements MovieSource {
  readonly info: MovieInfo
  readonly #parts: readonly MoviePart[]
  readonly #partOf: Int32Array
  readonly #pageOf: Int32Array
  readonly #open = new KeptOpen(MOST_OPEN)

  constructor(info: MovieInfo, parts: readonly MoviePart[], partOf: Int32Array, pageOf: Int32Array) {
    this.info = info
    this.#parts = parts
    this.#partOf = partOf
    this.#pageOf = pageOf
  }

  async read(first: number, count: number, signal?: AbortSignal, into?: Uint16Array | Float32Array): Promise<Uint16Array | Float32Array> {
    const pixels = roomForFrames(this.info, first, count, into)
    const size = this.info.width * this.info.height
    for (let frame = first; frame < first + count;) {
      // Pages of one file that follow one another come with one read.
      let end = frame + 1
      while (end < first + count && this.#partOf[end] === this.#partOf[frame] && this.#pageOf[end] === this.#pageOf[end - 1] + 1) end++
      const [from, run] = [frame, end - frame]
      const part = this.#parts[this.#partOf[from]]
      const target = pixels.subarray((from - first) * size, (end - first) * size)
      await this.#open.use(part.path, '', () => part.open(), async (movie) => {
        this.#check(movie.info)
        await movie.read(this.#pageOf[from], run, signal, target)
      })
      frame = end
    }
    return pixels
  }

  close(): Promise<void> {
    return this.#open.close()
  }

  #check(part: MovieInfo): void {
    const { width, height, pixelType, path } = this.info
    if (part.width !== width || part.height !== height || part.pixelType !== pixelType) {
      throw new StructLocError('invalid-input',
        `${part.path} holds ${part.pixelType} frames of ${part.width}×${part.height} pixels, the movie ${path} those of ${pixelType} and ${width}×${height}; all frames of a movie must be alike.`)
    }
  }
}
