// The bytes of a movie on disk: positioned reads only, so that concurrent reads never disturb each other.
import { readSync } from 'node:fs'
import { open, stat, type FileHandle } from 'node:fs/promises'
import { StructLocError } from '../../../core/errors.ts'

/** The longest single read, in bytes: between two of them a cancelled read stops. */
const LONGEST_READ = 2 * 1024 * 1024

/** Reads under way at once: two fill fresh memory a third faster than one (build/bench/read.ts). */
const LANES = 2

/** The most buffers one scattered read may fill (IOV_MAX is 1024 on Linux and macOS). */
const MOST_BUFFERS = 1000

/** Throws StructLocError 'cancelled' where the caller has given up. */
export function throwIfCancelled(signal: AbortSignal | undefined, path: string): void {
  if (signal?.aborted) throw new StructLocError('cancelled', `Reading ${path} was cancelled.`)
}

export class MovieFile {
  readonly path: string
  /** Length in bytes when it was opened. */
  readonly size: number
  readonly #handle: FileHandle

  private constructor(path: string, size: number, handle: FileHandle) {
    this.path = path
    this.size = size
    this.#handle = handle
  }

  /** Opens a regular file for reading. Throws 'not-found', 'unreadable' or 'unsupported' (a folder, a device). */
  static async open(path: string): Promise<MovieFile> {
    try {
      // Asked first: opening a pipe would wait for a writer.
      const status = await stat(path)
      if (status.isDirectory()) throw new StructLocError('unsupported', `${path} is a folder; a movie is one TIFF file.`)
      if (!status.isFile()) throw new StructLocError('unsupported', `${path} is not a regular file; a movie is one TIFF file.`)
      return new MovieFile(path, status.size, await open(path, 'r'))
    } catch (cause) {
      throw cause instanceof StructLocError ? cause : openError(path, cause)
    }
  }

  /** Fills `target` from byte `position`. Throws 'invalid-input' if the file ends before. */
  async readInto(target: Uint8Array, position: number, signal?: AbortSignal): Promise<void> {
    if (target.length <= LONGEST_READ) return this.#readPiece(target, position, signal)
    let next = 0
    const lane = async (): Promise<void> => {
      while (next < target.length) {
        const start = next
        next += LONGEST_READ
        await this.#readPiece(target.subarray(start, next), position + start, signal)
      }
    }
    // Wait for every lane, also when one fails: none may write into the target afterwards.
    const lanes = await Promise.allSettled(Array.from({ length: LANES }, lane))
    const failed = lanes.find(result => result.status === 'rejected')
    if (failed) throw failed.reason
  }

  async #readPiece(target: Uint8Array, position: number, signal?: AbortSignal): Promise<void> {
    for (let done = 0; done < target.length;) {
      throwIfCancelled(signal, this.path)
      const { bytesRead } = await this.#attempt(() => this.#handle.read(target, done, target.length - done, position + done))
      if (bytesRead === 0) throw this.#endedEarly(position + target.length, position + done)
      done += bytesRead
    }
  }

  /**
   * Fills `buffers` one after another from consecutive bytes starting at `position`, few calls in all.
   * Throws 'invalid-input' if the file ends before.
   */
  async readScattered(buffers: readonly Uint8Array[], position: number, signal?: AbortSignal): Promise<void> {
    let at = position
    for (let first = 0; first < buffers.length;) {
      throwIfCancelled(signal, this.path)
      let last = first
      let bytes = 0
      while (last < buffers.length && last - first < MOST_BUFFERS && bytes < LONGEST_READ) {
        bytes += buffers[last++].length
      }
      const batch = buffers.slice(first, last)
      const start = at
      const { bytesRead } = await this.#attempt(() => this.#handle.readv(batch, start))
      if (bytesRead < bytes) await this.#finish(batch, bytesRead, at, signal)
      at += bytes
      first = last
    }
  }

  /** Fills what a short scattered read left open. */
  async #finish(batch: readonly Uint8Array[], bytesRead: number, position: number, signal?: AbortSignal): Promise<void> {
    let start = 0
    for (const buffer of batch) {
      const filled = Math.max(0, Math.min(buffer.length, bytesRead - start))
      await this.readInto(buffer.subarray(filled), position + start + filled, signal)
      start += buffer.length
    }
  }

  /**
   * Reads up to `target.length` bytes at `position` at once, for short reads of a movie's index where the turn of the
   * event loop costs more than the read. Returns the bytes read, fewer at the end of the file.
   */
  readNow(target: Uint8Array, position: number): number {
    let done = 0
    while (done < target.length) {
      let bytesRead: number
      try {
        bytesRead = readSync(this.#handle.fd, target, done, target.length - done, position + done)
      } catch (cause) {
        throw readError(this.path, cause)
      }
      if (bytesRead === 0) break
      done += bytesRead
    }
    return done
  }

  /** Waits for reads under way, then closes the file. */
  async close(): Promise<void> {
    if (this.#handle.fd >= 0) await this.#handle.close()
  }

  async #attempt<T>(read: () => Promise<T>): Promise<T> {
    try {
      return await read()
    } catch (cause) {
      throw readError(this.path, cause)
    }
  }

  #endedEarly(expected: number, end: number): StructLocError {
    return new StructLocError('invalid-input',
      `${this.path} was shortened while it was open: bytes up to ${expected} were expected, the file ends at byte ${end}.`)
  }
}

function openError(path: string, cause: unknown): StructLocError {
  const code = (cause as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') return new StructLocError('not-found', `There is no file ${path}.`, { cause })
  if (code === 'EACCES' || code === 'EPERM') return new StructLocError('unreadable', `${path} may not be read by this user.`, { cause })
  return readError(path, cause)
}

function readError(path: string, cause: unknown): StructLocError {
  const error = cause as NodeJS.ErrnoException
  return new StructLocError('unreadable', `${path} cannot be read (${error.code ?? error.message}).`, { cause })
}
