// A question to the engine's `preview`, and when two of them are about the same output of a network.
import type { Camera } from '../../core/camera/camera.ts'
import type { CallArgs } from '../../electron/contract/api.ts'
import type { MovieOpening } from '../../electron/contract/movie-opening.ts'
import type { ModelSummary } from '../../electron/contract/results.ts'
import type { Reading } from '../camera/index.ts'
import type { OpenMovie } from '../movie/index.ts'

export interface PreviewAsk {
  movie: string
  opening: MovieOpening | undefined
  frame: number
  model: string
  threshold: number | undefined
  provider: CallArgs<'preview'>['provider']
  camera: Camera | undefined
  pixelSize: number | undefined
}

/** What is asked for a slot. Values that only the model gives are left to the engine. */
export function askOf(movie: OpenMovie, model: ModelSummary, reading: Reading | undefined, threshold: number | undefined, provider: string): PreviewAsk {
  return {
    movie: movie.id, opening: movie.details.opening, frame: movie.frame, model: model.id, threshold,
    provider: provider as PreviewAsk['provider'],
    camera: reading?.cameraFrom === 'given' ? reading.camera : undefined,
    pixelSize: reading?.pixelSizeFrom === 'given' ? reading.pixelSize : undefined,
  }
}

/** The same question has the same key. */
export function cacheKey({ movie, opening, frame, model, threshold, provider, camera, pixelSize }: PreviewAsk): string {
  return JSON.stringify([movie, opening, frame, model, threshold, provider, camera, pixelSize])
}

/** Whether the network's output for one serves the other, frames up to `apart` taken as near. */
export function sameNetworkOutput(one: PreviewAsk, other: PreviewAsk, apart: number): boolean {
  return Math.abs(one.frame - other.frame) <= apart
    && cacheKey({ ...one, frame: 0, threshold: undefined }) === cacheKey({ ...other, frame: 0, threshold: undefined })
}
