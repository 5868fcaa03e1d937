// What `info` tells of a movie.
import { resolve } from 'node:path'
import type { MovieDetails } from '../../contract/results.ts'
import { openMovie } from '../movies/open-movie.ts'
import { tiffMetadata } from '../movies/tiff-metadata.ts'
import { besides, readDescription } from './movie-description.ts'

/** The first frames whose pixel values are looked at: their number, and pixels in all, at most. */
const looked = 10
const lookedPixels = 2 ** 22

export async function movieDetails(path: string): Promise<MovieDetails> {
  const movie = await openMovie(resolve(path))
  try {
    const { info } = movie
    const values = Float64Array.from(await movie.read(0, Math.max(1, Math.min(looked, info.frames, Math.floor(lookedPixels / (info.width * info.height)))))).sort()
    const description = await readDescription(besides(info.path, '.json'))
    const { acquisition, background_photons } = description ?? {}
    const { width, height, frames, pixelType, reader, fileBytes, format } = info
    return {
      path: info.path, format, width, height, frames, pixelType, reader, fileBytes,
      description: description?.path, pixelSize: description?.pixelSize, camera: description?.camera, metadata: await tiffMetadata(info.path),
      simulated: acquisition && background_photons !== undefined ? { acquisition, background_photons } : undefined,
      values_adu: { least: values[0], median: values[values.length >> 1], largest: values[values.length - 1] },
    }
  } finally {
    await movie.close()
  }
}
