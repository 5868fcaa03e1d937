// Where every frame of a TIFF file lies, read once when the movie is opened: 16 bytes of memory a frame.
import { StructLocError } from '../../../core/errors.ts'
import { throwIfCancelled, type MovieFile } from './movie-file.ts'
import type { PixelType } from './movie-source.ts'
import { DirectoryWindow, readIntegers, readPage, readText, type TiffHeader, type TiffPage } from './tiff-directory.ts'
import { imageJCount, imageJFields } from './imagej-layout.ts'
import { checkCompression, checkFrame, pixelTypeOf, plainStrips } from './tiff-pixels.ts'

export interface TiffIndex {
  width: number
  height: number
  frames: number
  pixelType: PixelType
  /** Every page holds uncompressed strips of whole bytes: frames may be read straight from the file. */
  plain: boolean
  /** Byte offset of each frame's pixels where they lie in one piece, NaN where its strips are scattered. */
  offsets: Float64Array
  /** Offset and length in bytes, in turn, of the strips of the frames whose strips are scattered. */
  scattered: Map<number, Float64Array>
  /** Byte offset of each frame's directory; one only where a single directory stands for all frames. */
  directories: Float64Array
  /** Text of the first page. */
  description: string
  /** The sentence about a file that ends too early, where its whole frames are taken all the same. */
  truncated: string | undefined
}

/** The file ends before what it announces. */
class TruncatedError extends StructLocError {}

/** How long the index may be built, in ms, before other work of the process gets its turn. */
const TURN_MS = 10

/**
 * Walks the directories of a TIFF file.
 * @param wholeFrames of a file that ends too early, take the frames that are there
 * Throws 'invalid-input' (damaged, truncated, pages that differ) or 'unsupported' (colour, sample formats).
 */
export async function indexTiff(file: MovieFile, header: TiffHeader, wholeFrames: boolean, signal?: AbortSignal): Promise<TiffIndex> {
  const builder = new IndexBuilder(new DirectoryWindow(file, header))
  try {
    await walk(builder, file, header, signal)
    return builder.finish(wholeFrames)
  } catch (error) {
    if (wholeFrames && error instanceof TruncatedError) {
      const index = builder.wholeFrames(error)
      if (index) return index
    }
    throw error
  }
}

async function walk(builder: IndexBuilder, file: MovieFile, header: TiffHeader, signal?: AbortSignal): Promise<void> {
  const { window } = builder
  // Directories and tables do not overlap, so together they are no longer than the file: a bound for damaged ones that do.
  let budget = 4 * file.size + 1_000_000
  // A loop in the chain comes upon this offset again (Brent's algorithm): it moves on at page 2, 4, 8 …
  let landmark = -1
  let turnEnds = performance.now() + TURN_MS
  let offset = header.firstDirectory
  for (let number = 1; offset !== 0; number++) {
    const page = readPage(window, offset, number)
    if (page === undefined) throw builder.brokenChain(offset, number)
    if (offset === landmark) {
      throw new StructLocError('invalid-input',
        `${file.path} is damaged: its list of pages runs in a circle, page ${number} is again the one at byte ${offset}.`)
    }
    if ((number & (number - 1)) === 0) landmark = offset
    budget -= page.directoryBytes + builder.add(page, offset, number)
    if (budget < 0) {
      throw new StructLocError('invalid-input', `${file.path} is damaged: its first ${number} pages claim longer tables than the file can hold.`)
    }
    offset = page.next
    if (number % 64 === 0 && performance.now() > turnEnds) {
      throwIfCancelled(signal, file.path)
      await new Promise(setImmediate)
      turnEnds = performance.now() + TURN_MS
    }
  }
}

class IndexBuilder {
  readonly window: DirectoryWindow
  readonly #path: string
  #first: TiffPage | undefined
  #description = ''
  #plain = true
  #frames = 0
  #offsets = new Float64Array(256)
  #directories = new Float64Array(256)
  readonly #scattered = new Map<number, Float64Array>()

  constructor(window: DirectoryWindow) {
    this.window = window
    this.#path = window.file.path
  }

  /** Takes up a page; returns the bytes of the tables read for it. */
  add(page: TiffPage, directory: number, number: number): number {
    if (this.#first === undefined) {
      checkFrame(page, this.#path, number)
      this.#description = readText(this.window, page.description)
      this.#first = page
    } else if (page.width !== this.#first.width || page.height !== this.#first.height) {
      // A thumbnail or a level of a pyramid is no frame.
      if (page.reduced) return 0
      checkFrame(page, this.#path, number)
      throw new StructLocError('invalid-input',
        `${this.#path}: page ${number} is ${page.width}×${page.height} pixels, page 1 is ${this.#first.width}×${this.#first.height}; all frames of a movie must have one size.`)
    } else {
      checkFrame(page, this.#path, number)
      const type = pixelTypeOf(page)
      if (type !== pixelTypeOf(this.#first)) {
        throw new StructLocError('invalid-input',
          `${this.#path}: page ${number} holds ${type} pixels, page 1 ${pixelTypeOf(this.#first)}; all frames of a movie must have one pixel type.`)
      }
    }
    if (this.#frames === this.#offsets.length) this.#grow()
    const plain = plainStrips(page)
    if (!plain) this.#plain = false
    const tableBytes = plain ? this.#addStrips(page, number) : this.#checkBlocks(page, number)
    this.#directories[this.#frames++] = directory
    return tableBytes
  }

  /** The pixels of a page of plain strips: in one piece, or strip by strip. */
  #addStrips(page: TiffPage, number: number): number {
    const rowBytes = page.width * page.bits / 8
    const rowsPerStrip = Math.min(page.rowsPerStrip, page.height)
    const strips = Math.ceil(page.height / rowsPerStrip)
    const { offsets, lengths } = this.#blocks(page, number, strips, true)
    let together = true
    for (let strip = 0; strip < strips; strip++) {
      const needed = rowBytes * Math.min(rowsPerStrip, page.height - strip * rowsPerStrip)
      // A length of 0 is a known fault of writers of uncompressed files: the geometry gives it.
      if (lengths !== undefined && lengths[strip] !== 0 && lengths[strip] < needed) {
        throw new StructLocError('invalid-input',
          `${this.#path} is damaged: strip ${strip + 1} of page ${number} holds ${lengths[strip]} bytes where ${needed} are needed.`)
      }
      if (offsets[strip] === 0) throw new StructLocError('invalid-input', `${this.#path}: page ${number} has no pixels.`)
      this.#checkEnd(offsets[strip] + needed, number)
      if (strip > 0 && offsets[strip] !== offsets[strip - 1] + rowBytes * rowsPerStrip) together = false
    }
    if (together) {
      this.#offsets[this.#frames] = offsets[0]
    } else {
      const extents = new Float64Array(2 * strips)
      for (let strip = 0; strip < strips; strip++) {
        extents[2 * strip] = offsets[strip]
        extents[2 * strip + 1] = rowBytes * Math.min(rowsPerStrip, page.height - strip * rowsPerStrip)
      }
      this.#offsets[this.#frames] = NaN
      this.#scattered.set(this.#frames, extents)
    }
    return 16 * strips
  }

  /** The blocks of a page that is not read directly must at least be there. */
  #checkBlocks(page: TiffPage, number: number): number {
    const blocks = page.tileWidth > 0
      ? Math.ceil(page.width / page.tileWidth) * Math.ceil(page.height / page.tileHeight)
      : Math.ceil(page.height / Math.min(page.rowsPerStrip, page.height))
    const { offsets, lengths } = this.#blocks(page, number, blocks, false)
    let bytes = 0
    for (let block = 0; block < blocks; block++) {
      this.#checkEnd(offsets[block] + lengths![block], number)
      bytes += lengths![block]
    }
    checkCompression(page, bytes, this.#path, number)
    this.#offsets[this.#frames] = NaN
    return 16 * blocks
  }

  #blocks(page: TiffPage, number: number, count: number, plain: boolean): { offsets: Float64Array, lengths: Float64Array | undefined } {
    const offsets = page.blockOffsets && readIntegers(this.window, page.blockOffsets, count)
    const lengths = page.blockBytes && readIntegers(this.window, page.blockBytes, count)
    if (offsets === undefined || (lengths === undefined && !plain)) {
      throw new StructLocError('invalid-input', `${this.#path} is damaged or truncated: page ${number} does not say where its ${count} ${page.tileWidth > 0 ? 'tiles' : 'strips'} are.`)
    }
    return { offsets, lengths }
  }

  #checkEnd(end: number, number: number): void {
    const { size } = this.window.file
    if (end > size) throw this.#truncated(`the pixels of page ${number} should reach to byte ${end}`, this.#frames)
  }

  /** The error for a directory, the `number`-th, that should stand at byte `offset` but does not. */
  brokenChain(offset: number, number: number): StructLocError {
    return this.#truncated(`the directory of page ${number} should stand at byte ${offset}`, Math.max(this.#frames, this.#imageJFramesThere(), this.#framesBeforeDirectories()))
  }

  #truncated(expected: string, whole: number): StructLocError {
    return new TruncatedError('invalid-input',
      `${this.#path} is truncated: ${expected}, but the file ends at byte ${this.window.file.size}; ${whole} whole ${whole === 1 ? 'frame is' : 'frames are'} there.`)
  }

  /** Frames that ImageJ's first page announces: they follow one another, with or without a directory each. */
  #imageJFrames(): number {
    if (!this.#plain || this.#frames === 0 || Number.isNaN(this.#offsets[0])) return 0
    return imageJCount(imageJFields(this.#description), 'images') ?? 0
  }

  #imageJFramesThere(): number {
    const there = Math.floor((this.window.file.size - this.#offsets[0]) / this.#frameBytes())
    return Math.min(this.#imageJFrames(), there)
  }

  /**
   * Frames between the first pixel and the first directory, where those that are listed follow one another there: writers that list
   * the pages behind all pixels lose their list first, not their frames.
   */
  #framesBeforeDirectories(): number {
    const [start, end, frameBytes] = [this.#offsets[0], this.#directories[0], this.#frameBytes()]
    if (!this.#plain || this.#frames < 2 || !(end > start)) return 0
    for (let frame = 1; frame < this.#frames; frame++) if (this.#offsets[frame] !== start + frame * frameBytes) return 0
    return Math.floor((end - start) / frameBytes)
  }

  #frameBytes(): number {
    return this.#first === undefined ? 0 : this.#first.width * this.#first.height * this.#first.bits / 8
  }

  #grow(): void {
    for (const name of ['offsets', 'directories'] as const) {
      const longer = new Float64Array(2 * this.#frames)
      longer.set(name === 'offsets' ? this.#offsets : this.#directories)
      if (name === 'offsets') this.#offsets = longer
      else this.#directories = longer
    }
  }

  finish(wholeFrames: boolean): TiffIndex {
    if (this.#first === undefined) throw new StructLocError('invalid-input', `${this.#path} is a TIFF file without pages.`)
    // ImageJ writes stacks past 4 GB with one directory, since classic TIFF cannot address more.
    const announced = this.#imageJFrames()
    const there = this.#imageJFramesThere()
    // One page and nothing behind it is a single image that kept the description of the stack it came from.
    if (this.#frames > 1 || announced <= 1 || there <= 1) return this.#index(this.#offsets.slice(0, this.#frames))
    if (there === announced) return this.#index(this.#following(announced))
    const end = this.#offsets[0] + announced * this.#frameBytes()
    const error = this.#truncated(`the ${announced} frames of this ImageJ stack should reach to byte ${end}`, there)
    if (!wholeFrames) throw error
    return this.#index(this.#following(there), error.message)
  }

  /** The frames whose pixels are there, of a file that ends too early; undefined where there is none. */
  wholeFrames(error: TruncatedError): TiffIndex | undefined {
    const following = Math.max(this.#imageJFramesThere(), this.#framesBeforeDirectories())
    if (following > this.#frames) return this.#index(this.#following(following), error.message)
    return this.#frames > 0 ? this.#index(this.#offsets.slice(0, this.#frames), error.message) : undefined
  }

  /** Offsets of frames that follow the first without a gap. */
  #following(frames: number): Float64Array {
    const frameBytes = this.#frameBytes()
    return Float64Array.from({ length: frames }, (_, frame) => this.#offsets[0] + frame * frameBytes)
  }

  #index(offsets: Float64Array, truncated?: string): TiffIndex {
    const { width, height } = this.#first!
    return {
      width, height, frames: offsets.length, pixelType: pixelTypeOf(this.#first!), plain: this.#plain, offsets, scattered: this.#scattered,
      directories: this.#directories.slice(0, this.#frames), description: this.#description, truncated,
    }
  }
}

/** The index of some of its frames, in the order given. */
export function selectFrames(index: TiffIndex, frames: readonly number[]): TiffIndex {
  const scattered = new Map<number, Float64Array>()
  frames.forEach((frame, i) => {
    const extents = index.scattered.get(frame)
    if (extents) scattered.set(i, extents)
  })
  return {
    ...index, frames: frames.length, scattered, offsets: Float64Array.from(frames, (frame) => index.offsets[frame]),
    directories: Float64Array.from(frames, (frame) => index.directories[frame] ?? NaN),
  }
}
