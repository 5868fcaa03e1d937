// What every movie source does before it reads: check what is asked for, and find room for it.
import { StructLocError } from '../../../core/errors.ts'
import type { MovieInfo } from './movie-source.ts'
import { givenType } from './pixel-buffers.ts'

/** The most pixels one call may ask for: 4 GB as 16 bit. */
const MOST_PIXELS = 2 ** 31

/**
 * The array for frames `first` … `first + count - 1` (from 0): a new one, its values arbitrary, or the start of `into`.
 * Throws 'invalid-input' if the movie has no such frames or `into` is of another type or too short.
 */
export function roomForFrames(info: MovieInfo, first: number, count: number, into?: Uint16Array | Float32Array): Uint16Array | Float32Array {
  if (!Number.isInteger(first) || !Number.isInteger(count) || first < 0 || count < 0 || first + count > info.frames) {
    throw new StructLocError('invalid-input',
      `${info.path} has frames 0 to ${info.frames - 1}; ${count} frames from ${first} were asked for.`)
  }
  if (count * info.width * info.height > MOST_PIXELS) {
    throw new StructLocError('invalid-input',
      `${count} frames of ${info.path} are too many for one read; at most ${Math.floor(MOST_PIXELS / (info.width * info.height))} fit.`)
  }
  const pixels = count * info.width * info.height
  const Pixels = givenType(info.pixelType)
  // Not zeroed, since all of it is written.
  if (into === undefined) return new Pixels(Buffer.allocUnsafeSlow(pixels * Pixels.BYTES_PER_ELEMENT).buffer)
  if (!(into instanceof Pixels) || into.length < pixels) {
    throw new StructLocError('invalid-input',
      `${count} frames of ${info.path} need a ${Pixels.name} of ${pixels} values; a ${into.constructor.name} of ${into.length} was given.`)
  }
  return into.subarray(0, pixels)
}
