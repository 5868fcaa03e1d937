// How a movie is read: its camera and pixel size, from the caller, else from the movie's description, else from the model.
import type { Camera } from '../../../core/camera/camera.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { ModelCard } from '../../../core/model/card.ts'
import type { CameraOrigin } from '../../contract/results.ts'
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
  /** Whether the movie or the caller says how wide the pixels are. */
  pixelSizeKnown: boolean
}

/** @throws StructLocError 'invalid-input' where nobody knows the camera */
export async function readingOf(movie: string, given: Given, card: ModelCard | undefined): Promise<Reading> {
  const description = await readDescription(besides(movie, '.json'))
  const known = given.pixelSize ?? description?.pixelSize
  const pixelSize = known ?? card?.acquisition.pixelSize ?? usualPixelSize
  const of = (camera: Camera, cameraFrom: CameraOrigin): Reading => ({ camera, cameraFrom, pixelSize, pixelSizeKnown: known !== undefined })
  if (given.camera) return of(given.camera, 'given')
  if (description?.camera) return of(description.camera, 'movie')
  if (card) return of(card.acquisition.camera, 'model')
  throw new StructLocError('invalid-input', `The camera of ${movie} is not known: describe it, or choose a model whose camera is to be assumed.`)
}

/** Width of a pixel where nothing says it, nm. */
const usualPixelSize = 100
