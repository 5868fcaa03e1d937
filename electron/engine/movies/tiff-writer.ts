// Writes movies as uncompressed TIFF: a header, the pixels of all frames one after another, then one directory a frame.
// Whether the header is that of TIFF or of BigTIFF is decided at the end, when the length is known.
import { randomBytes } from 'node:crypto'
import { open, rename, rm, type FileHandle } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import { writeRefusal } from '../write-refusal.ts'
import { directoryAt, encodeDirectories, encodeHeader, FIRST_PIXEL, layOut } from './tiff-encoding.ts'

export interface TiffWriterOptions {
  /** Pixels. */
  width: number
  height: number
  pixelType: 'uint16'
  /** Frames that will be appended, where known: `close` then refuses another number. */
  frames?: number
  /** Text for the first page (ImageDescription), ASCII. */
  description?: string
}

export interface TiffWriter {
  /** Appends whole frames, row-major, one after another; leave the array alone until it is written. Calls keep their order. */
  append(frames: Uint16Array): Promise<void>
  /** Completes the file and puts it in its place; nothing stands there before. */
  close(): Promise<void>
  /** Gives up: nothing is left behind. Harmless after `close`. */
  abort(): Promise<void>
}

/** Directories encoded at a time. */
const DIRECTORIES_AT_ONCE = 8192

/**
 * Starts a movie file. It is written beside `path` under a temporary name, which `close` renames.
 * BigTIFF where the file exceeds 4 GB, else classic TIFF. Throws 'unwritable' or 'invalid-input'.
 */
export async function createTiffWriter(path: string, options: TiffWriterOptions): Promise<TiffWriter> {
  const { width, height } = options
  if (!Number.isInteger(width) || !Number.isInteger(height) || width < 1 || height < 1 || width > 65536 || height > 65536) {
    throw new StructLocError('invalid-input', `A frame of ${width}×${height} pixels cannot be written to ${path} (1 to 65536 a side).`)
  }
  // A name of its own, since one that is made longer may be too long.
  const temporary = join(dirname(path), `.structloc-${randomBytes(4).toString('hex')}.part`)
  try {
    return new MovieWriter(path, temporary, options, await open(temporary, 'wx'))
  } catch (cause) {
    throw unwritable(path, cause)
  }
}

class MovieWriter implements TiffWriter {
  readonly #path: string
  readonly #temporary: string
  readonly #options: TiffWriterOptions
  readonly #handle: FileHandle
  readonly #framePixels: number
  #frames = 0
  #end = FIRST_PIXEL
  #last: Promise<void> = Promise.resolve()
  #aborting: Promise<void> | undefined
  #state: 'open' | 'closed' | 'aborted' = 'open'

  constructor(path: string, temporary: string, options: TiffWriterOptions, handle: FileHandle) {
    this.#path = path
    this.#temporary = temporary
    this.#options = options
    this.#handle = handle
    this.#framePixels = options.width * options.height
  }

  append(frames: Uint16Array): Promise<void> {
    const step = this.#last.then(() => this.#append(frames))
    // A failed step is reported to its caller; the next one meets an aborted writer.
    this.#last = step.catch(() => this.abort())
    return step
  }

  async #append(frames: Uint16Array): Promise<void> {
    this.#mustBeOpen()
    const count = frames.length / this.#framePixels
    if (!Number.isInteger(count)) {
      throw new StructLocError('invalid-input',
        `${frames.length} pixels are no whole number of frames of ${this.#options.width}×${this.#options.height} for ${this.#path}.`)
    }
    await this.#write(new Uint8Array(frames.buffer, frames.byteOffset, frames.byteLength), this.#end)
    this.#end += frames.byteLength
    this.#frames += count
  }

  async close(): Promise<void> {
    await this.#last
    this.#mustBeOpen()
    try {
      await this.#complete()
    } catch (error) {
      await this.abort()
      throw error
    }
  }

  async #complete(): Promise<void> {
    const { frames: expected, description } = this.#options
    if (this.#frames === 0 || (expected !== undefined && expected !== this.#frames)) {
      throw new StructLocError('invalid-input', `${this.#path} was given ${this.#frames} frames instead of ${expected ?? 'at least 1'}.`)
    }
    const movie = layOut(this.#options, this.#frames, description)
    await this.#write(movie.text, movie.textAt)
    for (let first = 0; first < this.#frames; first += DIRECTORIES_AT_ONCE) {
      await this.#write(encodeDirectories(movie, first, Math.min(DIRECTORIES_AT_ONCE, this.#frames - first)), directoryAt(movie, first))
    }
    await this.#write(encodeHeader(movie), 0)
    try {
      await this.#handle.sync()
      await this.#handle.close()
      await rename(this.#temporary, this.#path)
    } catch (cause) {
      throw unwritable(this.#path, cause)
    }
    this.#state = 'closed'
  }

  abort(): Promise<void> {
    if (this.#state === 'closed') return Promise.resolve()
    this.#state = 'aborted'
    // Whoever asks again waits for the same end.
    this.#aborting ??= this.#handle.close().catch(() => undefined).then(() => rm(this.#temporary, { force: true }))
    return this.#aborting
  }

  #mustBeOpen(): void {
    if (this.#state !== 'open') throw new StructLocError('internal', `${this.#path} is already ${this.#state}; no frames can be written.`)
  }

  async #write(bytes: Uint8Array, position: number): Promise<void> {
    try {
      for (let done = 0; done < bytes.length;) {
        const length = Math.min(bytes.length - done, 2 ** 30)
        done += (await this.#handle.write(bytes, done, length, position + done)).bytesWritten
      }
    } catch (cause) {
      throw unwritable(this.#path, cause)
    }
  }
}

function unwritable(path: string, cause: unknown): StructLocError {
  return new StructLocError('unwritable', `${path} cannot be written: ${writeRefusal(cause)}.`, { cause })
}
