// What `info` tells of a movie.
import { access } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { MovieOpening } from '../../contract/movie-opening.ts'
import type { MovieDetails } from '../../contract/results.ts'
import { openMovie } from '../movies/open-movie.ts'
import { withRoom } from '../movies/spare-pixels.ts'
import { valueRange } from '../movies/value-range.ts'
import { writtenMetadata } from '../movies/written-metadata.ts'
import type { MovieInfo } from '../movies/movie-source.ts'
import { besides, readDescription } from './movie-description.ts'
import { cameraForFrames } from './reading.ts'

/** The first frames whose pixel values are looked at: their number, and pixels in all, at most. */
const looked = 10
const lookedPixels = 2 ** 22

/**
 * Where the file holds several channels, slices or positions and none is named, the first; where it ends too early, its whole frames:
 * `opening` of the answer says what was taken. Errors: those of `openMovie`.
 */
export async function movieDetails(path: string, opening: MovieOpening = {}): Promise<MovieDetails> {
  const movie = await openMovie(resolve(path), undefined, { position: 1, channel: 1, slice: 1, wholeFrames: true, ...opening })
  try {
    const { info } = movie
    const count = Math.max(1, Math.min(looked, info.frames, Math.floor(lookedPixels / (info.width * info.height))))
    const values_adu = await withRoom(info, count, async (room) => valueRange(await movie.read(0, count, undefined, room)))
    const description = await readDescription(besides(info.path, '.json'))
    const { acquisition, background_photons } = description ?? {}
    const { width, height, frames, pixelType, reader, fileBytes, format, files = 1, axes, truncated } = info
    return {
      path: info.path, format, width, height, frames, pixelType, reader, fileBytes, files, axes, truncated, opening: taken(info, opening),
      description: description?.path, truth: await existing(besides(info.path, '.truth.csv')), pixelSize: description?.pixelSize, camera: description?.camera && await cameraForFrames(description.camera, info.path, width, height), metadata: await writtenMetadata(info.path),
      simulated: acquisition && background_photons !== undefined ? { acquisition, background_photons } : undefined,
      values_adu,
    }
  } finally {
    await movie.close()
  }
}

const existing = (path: string): Promise<string | undefined> => access(path).then(() => path, () => undefined)

/** What has to be said of this file for its frames to be these. */
function taken({ axes, truncated }: MovieInfo, { raw }: MovieOpening): MovieOpening | undefined {
  const chosen = axes && {
    ...(axes.positions > 1 ? { position: axes.position } : {}), ...(axes.channels > 1 ? { channel: axes.channel } : {}), ...(axes.slices > 1 ? { slice: axes.slice } : {}),
  }
  const opening: MovieOpening = { ...chosen, ...(truncated === undefined ? {} : { wholeFrames: true }), ...(raw ? { raw } : {}) }
  return Object.keys(opening).length === 0 ? undefined : opening
}
