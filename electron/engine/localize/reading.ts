// How a movie is read: its camera and pixel size, from the caller, else from the movie's description, else from the model; the pixel size
// before that from what the microscope's software wrote into the file.
import type { Camera } from '../../../core/camera/camera.ts'
import { fitToFrames, hasMaps } from '../../../core/camera/fit-to-frames.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { ModelCard } from '../../../core/model/card.ts'
import type { CameraOrigin, PixelSizeOrigin } from '../../contract/results.ts'
import type { MovieInfo } from '../movies/movie-source.ts'
import { writtenMetadata } from '../movies/written-metadata.ts'
import { besides, readDescription } from './movie-description.ts'

export interface Given {
  camera?: Camera | undefined
  pixelSize?: number | undefined
}

export interface Reading {
  camera: Camera
  cameraFrom: CameraOrigin
  /** nm */
  pixelSize: number
  pixelSizeFrom: PixelSizeOrigin
}

/**
 * Maps of the whole sensor are cut to the movie's frames: where the camera says they lie, else where the movie's own metadata do.
 * @throws StructLocError 'invalid-input' where nobody knows the camera, or its maps do not fit the frames
 */
export async function readingOf({ path: movie, width, height }: Pick<MovieInfo, 'path' | 'width' | 'height'>, given: Given, card: ModelCard | undefined): Promise<Reading> {
  const description = await readDescription(besides(movie, '.json'))
  const { pixelSize, pixelSizeFrom } = await pixelSizeOf(movie, given.pixelSize, description?.pixelSize, card)
  const of = async (camera: Camera, cameraFrom: CameraOrigin): Promise<Reading> =>
    ({ camera: await cameraForFrames(camera, movie, width, height), cameraFrom, pixelSize, pixelSizeFrom })
  if (given.camera) return of(given.camera, 'given')
  if (description?.camera) return of(description.camera, 'movie')
  if (card) return of(card.acquisition.camera, 'model')
  throw new StructLocError('invalid-input', `The camera of ${movie} is not known: describe it, or choose a model whose camera is to be assumed.`)
}

async function pixelSizeOf(movie: string, given: number | undefined, described: number | undefined, card: ModelCard | undefined): Promise<Pick<Reading, 'pixelSize' | 'pixelSizeFrom'>> {
  if (given !== undefined) return { pixelSize: given, pixelSizeFrom: 'given' }
  if (described !== undefined) return { pixelSize: described, pixelSizeFrom: 'movie' }
  const written = (await writtenMetadata(movie)).find(({ name }) => name === 'pixelSize')?.value
  if (typeof written === 'number') return { pixelSize: written, pixelSizeFrom: 'file' }
  return { pixelSize: card?.acquisition.pixelSize ?? usualPixelSize, pixelSizeFrom: 'model' }
}

/** Width of a pixel where nothing says it, nm. */
const usualPixelSize = 100

/** The camera for frames of this size; see `fitToFrames`. */
export async function cameraForFrames(camera: Camera, movie: string, width: number, height: number): Promise<Camera> {
  if (!hasMaps(camera) || camera.onSensor) return fitToFrames(camera, width, height)
  try {
    return fitToFrames(camera, width, height)
  } catch (error) {
    const roi = (await writtenMetadata(movie)).find(({ name }) => name === 'roi')?.value
    const [, x, y, roiWidth, roiHeight] = /^(\d+),(\d+) (\d+)×(\d+)$/.exec(String(roi)) ?? []
    // Of binned frames the region may be stated in either pixels: a person has to say.
    if (Number(roiWidth) !== width || Number(roiHeight) !== height) throw error
    return fitToFrames({ ...camera, onSensor: { x_px: Number(x), y_px: Number(y), binning: 1, combine: 'sum', flipX: false, flipY: false } }, width, height)
  }
}
