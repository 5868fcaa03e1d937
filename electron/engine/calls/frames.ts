// The call 'frames': raw frames for the viewer.
import { StructLocError } from '../../../core/errors.ts'
import { mostFramePixels, type CheckedArgs, type FrameBlock } from '../../contract/api.ts'
import type { MoviePool } from '../movies/movie-pool.ts'

/** As many of the frames asked for as a message may hold (at least one). Errors: 'invalid-input' beyond the last frame, those of the movie. */
export function frames({ movie: path, first, count, opening }: CheckedArgs<'frames'>, movies: MoviePool, signal: AbortSignal): Promise<FrameBlock> {
  return movies.use(path, opening, async (movie) => {
    const { width, height, frames: total } = movie.info
    if (first >= total) throw new StructLocError('invalid-input', `Frame ${first + 1} was asked for; ${path} has frames 1 to ${total}.`)
    const fit = Math.max(1, Math.floor(mostFramePixels / (width * height)))
    const given = Math.min(count, total - first, fit)
    return { first, count: given, width, height, values: await movie.read(first, given, signal) }
  })
}
