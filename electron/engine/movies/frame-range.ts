// The check every movie source makes before it reads.
import { StructLocError } from '../../../core/errors.ts'
import type { MovieInfo } from './movie-source.ts'

/** The most pixels one call may ask for: 4 GB as 16 bit. */
const MOST_PIXELS = 2 ** 31

/** Throws 'invalid-input' unless `first` … `first + count - 1` are frames of the movie (from 0). */
export function checkFrameRange(info: MovieInfo, first: number, count: number): void {
  if (!Number.isInteger(first) || !Number.isInteger(count) || first < 0 || count < 0 || first + count > info.frames) {
    throw new StructLocError('invalid-input',
      `${info.path} has frames 0 to ${info.frames - 1}; ${count} frames from ${first} were asked for.`)
  }
  if (count * info.width * info.height > MOST_PIXELS) {
    throw new StructLocError('invalid-input',
      `${count} frames of ${info.path} are too many for one read; at most ${Math.floor(MOST_PIXELS / (info.width * info.height))} fit.`)
  }
}
