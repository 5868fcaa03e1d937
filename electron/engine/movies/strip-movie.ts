// The fast reader: movies whose pixels stand in the file as they are. Runs of frames that follow one another come with
// one read straight into the array that is given out; frames at even distances with one scattered read.
import { roomForFrames } from './frame-range.ts'
import { throwIfCancelled, type MovieFile } from './movie-file.ts'
import type { MovieInfo, MovieSource } from './movie-source.ts'
import { PIXEL_BYTES, sameInMemory, swapBytes, valuesOf } from './pixel-buffers.ts'
import type { TiffIndex } from './tiff-index.ts'

/** Gaps up to this many bytes between two frames are read and dropped, larger ones skipped. */
const LARGEST_GAP = 64 * 1024

/** Bytes converted at a time where the file's type is not the one given out. */
const CONVERTED_AT_ONCE = 4 * 1024 * 1024

/** Where the frames' pixels are: as in the index of a TIFF file. */
export type FrameOffsets = Pick<TiffIndex, 'offsets' | 'scattered'>

export class StripMovie implements MovieSource {
  readonly info: MovieInfo
  readonly #file: MovieFile
  readonly #index: FrameOffsets
  readonly #swap: boolean
  readonly #frameBytes: number

  constructor(file: MovieFile, index: FrameOffsets, info: MovieInfo, littleEndian: boolean) {
    this.info = info
    this.#file = file
    this.#index = index
    this.#swap = littleEndian !== machineIsLittleEndian()
    this.#frameBytes = info.width * info.height * PIXEL_BYTES[info.pixelType]
  }

  async read(first: number, count: number, signal?: AbortSignal, into?: Uint16Array | Float32Array): Promise<Uint16Array | Float32Array> {
    const pixels = roomForFrames(this.info, first, count, into)
    throwIfCancelled(signal, this.info.path)
    const { pixelType, width, height } = this.info
    if (sameInMemory(pixelType)) {
      const bytes = new Uint8Array(pixels.buffer, pixels.byteOffset, pixels.byteLength)
      await this.#readBytes(bytes, first, count, signal)
      if (this.#swap) swapBytes(bytes, pixelType)
      return pixels
    }
    const step = Math.max(1, Math.floor(CONVERTED_AT_ONCE / this.#frameBytes))
    for (let done = 0; done < count; done += step) {
      const frames = Math.min(step, count - done)
      const bytes = new Uint8Array(frames * this.#frameBytes)
      await this.#readBytes(bytes, first + done, frames, signal)
      if (this.#swap) swapBytes(bytes, pixelType)
      pixels.set(valuesOf(bytes.buffer, pixelType), done * width * height)
    }
    return pixels
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  /** The bytes of `count` frames from `first`, as they stand in the file, one frame after another. */
  async #readBytes(target: Uint8Array, first: number, count: number, signal?: AbortSignal): Promise<void> {
    const { offsets } = this.#index
    const size = this.#frameBytes
    for (let frame = first; frame < first + count;) {
      const at = (frame - first) * size
      if (Number.isNaN(offsets[frame])) {
        await this.#readStrips(target.subarray(at, at + size), frame, signal)
        frame += 1
        continue
      }
      const run = this.#runFrom(frame, first + count)
      const bytes = target.subarray(at, at + run.frames * size)
      if (run.gap === 0) await this.#file.readInto(bytes, offsets[frame], signal)
      else await this.#file.readScattered(withGaps(bytes, size, run.gap), offsets[frame], signal)
      frame += run.frames
    }
  }

  async #readStrips(target: Uint8Array, frame: number, signal?: AbortSignal): Promise<void> {
    const extents = this.#index.scattered.get(frame)!
    for (let i = 0, at = 0; i < extents.length; at += extents[i + 1], i += 2) {
      await this.#file.readInto(target.subarray(at, at + extents[i + 1]), extents[i], signal)
    }
  }

  /** How many frames from `frame`, before `end`, follow one another at one small distance, and the gap between them in bytes. */
  #runFrom(frame: number, end: number): { frames: number, gap: number } {
    const { offsets } = this.#index
    const stride = offsets[frame + 1] - offsets[frame]
    const gap = stride - this.#frameBytes
    if (frame + 1 >= end || !(gap >= 0 && gap <= LARGEST_GAP)) return { frames: 1, gap: 0 }
    let last = frame + 1
    while (last + 1 < end && offsets[last + 1] - offsets[last] === stride) last += 1
    return { frames: last - frame + 1, gap }
  }
}

/** `bytes` cut into frames of `size` bytes, with a place to drop `gap` bytes between each two. */
function withGaps(bytes: Uint8Array, size: number, gap: number): Uint8Array[] {
  const dropped = new Uint8Array(gap)
  const buffers: Uint8Array[] = []
  for (let at = 0; at < bytes.length; at += size) {
    if (at > 0) buffers.push(dropped)
    buffers.push(bytes.subarray(at, at + size))
  }
  return buffers
}

function machineIsLittleEndian(): boolean {
  return new Uint8Array(Uint16Array.of(1).buffer)[0] === 1
}
