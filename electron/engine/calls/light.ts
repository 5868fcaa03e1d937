// The call 'light': how bright a movie's background is, and what of it a model was not trained for.
import type { CheckedArgs, Light } from '../../contract/api.ts'
import { estimateBackground } from '../localize/background.ts'
import { outsideRange } from '../localize/outside-range.ts'
import { readingOf } from '../localize/reading.ts'
import type { ModelShelf } from '../models/model-shelf.ts'
import type { MoviePool } from '../movies/movie-pool.ts'

/** Errors: those of movie and model; a camera that nobody knows. */
export async function light({ movie: path, model: name, opening, ...given }: CheckedArgs<'light'>, movies: MoviePool, shelf: ModelShelf, signal: AbortSignal): Promise<Light> {
  const card = name === undefined ? undefined : (await shelf.get(name)).card
  return movies.use(path, opening, async (movie) => {
    const { camera, pixelSize, pixelSizeFrom } = await readingOf(movie.info, given, card)
    const background_photons = await estimateBackground(movie, camera, signal)
    return { background_photons, warnings: card ? outsideRange(card, background_photons, pixelSizeFrom === 'model' ? undefined : pixelSize) : [] }
  })
}
