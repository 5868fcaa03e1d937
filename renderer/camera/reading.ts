// How a movie's grey values are read: camera and pixel size, and where each comes from. A person's own values go before what is
// known of the movie, that before the model's.
import type { Camera } from '../../core/camera/camera.ts'
import { catalogueValues, type CatalogueCamera } from '../../core/camera/catalogue.ts'
import type { ModelSummary, MovieDetails } from '../../electron/contract/results.ts'
import type { OpenMovie } from '../movie/index.ts'

export type ValueOrigin = 'given' | 'movie' | 'file' | 'model'

export interface Reading {
  camera: Camera
  cameraFrom: ValueOrigin
  /** nm */
  pixelSize: number
  pixelSizeFrom: ValueOrigin
}

export const originWords: Readonly<Record<ValueOrigin, string>> = {
  given: 'given here',
  movie: 'from the description beside the movie',
  file: 'from the movie file itself',
  model: 'assumed: what the model was trained for',
}

/** Undefined where neither movie nor model nor person says anything. */
export function readingOf(movie: Pick<OpenMovie, 'camera' | 'pixelSize' | 'details'>, model: Pick<ModelSummary, 'acquisition' | 'pixelSize'> | undefined): Reading | undefined {
  const { details } = movie
  const camera = movie.camera ?? details.camera ?? model?.acquisition.camera
  const written = writtenPixelSize(details)
  const pixelSize = movie.pixelSize ?? details.pixelSize ?? written?.value ?? model?.pixelSize
  if (!camera || pixelSize === undefined) return undefined
  const origin = (own: unknown, beside: unknown, file?: unknown): ValueOrigin => (own !== undefined ? 'given' : beside !== undefined ? 'movie' : file !== undefined ? 'file' : 'model')
  return { camera, pixelSize, cameraFrom: origin(movie.camera, details.camera), pixelSizeFrom: origin(movie.pixelSize, details.pixelSize, written) }
}

/** Where one value of the camera comes from, in few words. A person who changes one value leaves the others what they were. */
export function fieldOrigin(key: string, { camera, details }: Pick<OpenMovie, 'camera' | 'details'>, model: Pick<ModelSummary, 'acquisition'> | undefined, dataSheet?: CatalogueCamera): string {
  const value = (of: object | undefined): unknown => (of as Record<string, unknown> | undefined)?.[key]
  const known = details.camera ?? model?.acquisition.camera
  const knownFrom = details.camera ? 'beside the movie' : 'assumed: the model’s'
  if (!camera) return knownFrom
  const now = value(camera)
  if (dataSheet && value(catalogueValues(dataSheet)) === now) return 'from the data sheet'
  // `fromCatalogue` takes none where the sheet states none.
  if (dataSheet && key === 'spuriousCharge_e' && now === 0) return 'none assumed'
  if (details.metadata?.some((one) => one.name === key && one.value === now)) return 'from the movie file'
  return JSON.stringify(value(known)) === JSON.stringify(now) ? knownFrom : 'given here'
}

/** nm; as the file's own metadata (ImageJ, OME, Micro-Manager) state it, with the place where it stood. */
export function writtenPixelSize({ metadata }: Pick<MovieDetails, 'metadata'>): { value: number; from: string } | undefined {
  const found = metadata?.find(({ name }) => name === 'pixelSize')
  return found && typeof found.value === 'number' ? { value: found.value, from: found.from } : undefined
}

/** ADU a photon, for cameras without maps. */
export function aduPerPhoton(camera: Camera): number | undefined {
  if (typeof camera.electronsPerAdu !== 'number') return undefined
  return (camera.quantumEfficiency * (camera.type === 'emccd' ? camera.emGain : 1)) / camera.electronsPerAdu
}
