// How a movie's grey values are read: camera and pixel size, and where each comes from. A person's own values go before what is
// known of the movie, that before the model's.
import type { Camera } from '../../core/camera/camera.ts'
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
