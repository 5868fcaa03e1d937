// The call 'frames': raw frames for the viewer.
import { StructLocError } from '../../../core/errors.ts'
import { binnedFrames, binnedSide } from '../../../core/rendering/binned.ts'
import type { CheckedArgs, FrameBlock } from '../../contract/api.ts'
import { mostFramePixels } from '../../contract/frame-limits.ts'
import type { MoviePool } from '../movies/movie-pool.ts'
import type { MovieSource } from '../movies/movie-source.ts'
import { givenType } from '../movies/pixel-buffers.ts'
import { withRoom } from '../movies/spare-pixels.ts'

type Values = FrameBlock['values']

/** As many of the frames asked for as a message may hold (at least one). Errors: 'invalid-input' beyond the last frame, those of the movie. */
export function frames({ movie: path, first, count, binning, opening }: CheckedArgs<'frames'>, movies: MoviePool, signal: AbortSignal): Promise<FrameBlock> {
  return movies.use(path, opening, async (movie) => {
    const { width, height, frames: total } = movie.info
    if (first >= total) throw new StructLocError('invalid-input', `Frame ${first + 1} was asked for; ${path} has frames 1 to ${total}.`)
    const fit = Math.max(1, Math.floor(mostFramePixels / (width * height)))
    const given = Math.min(count, total - first, fit)
    const values = binning === 1 ? movie.read(first, given, signal) : means(movie, first, given, binning, signal)
    return { first, count: given, width, height, binning, values: await values }
  })
}

function means(movie: MovieSource, first: number, count: number, binning: number, signal: AbortSignal): Promise<Values> {
  const { width, height, pixelType } = movie.info
  const Pixels = givenType(pixelType)
  const size = binnedSide(width, binning) * binnedSide(height, binning)
  const all = new Pixels(count * size)
  return withRoom(movie.info, 1, async (room) => {
    for (let i = 0; i < count; i++) binnedFrames(await movie.read(first + i, 1, signal, room), width, height, binning, all.subarray(i * size, (i + 1) * size))
    return all
  })
}
