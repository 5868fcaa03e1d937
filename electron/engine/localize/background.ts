// How bright a movie's background is, from the movie itself: to see whether a model was trained for it.
import type { Camera } from '../../../core/camera/camera.ts'
import { toPhotons, variance_e2 } from '../../../core/camera/photons.ts'
import type { MovieSource } from '../movies/movie-source.ts'

/** Frames looked at, spread over the movie. */
const sampledFrames = 16
/** The darkest tenth of the pixels lies away from molecules; 1.2816 standard deviations of noise under the background. */
const share = 0.1
const deviations = 1.2816

/**
 * Background in photons per pixel: the 10th percentile of the pixels, and what noise of a background's size takes it down by.
 * The median over frames; molecules brighten it where they cover more than most of the frame.
 */
export async function estimateBackground(movie: MovieSource, camera: Camera, signal?: AbortSignal): Promise<number> {
  const { frames, width, height } = movie.info
  const count = Math.min(sampledFrames, frames)
  const estimates: number[] = []
  const photons = new Float32Array(width * height)
  for (let i = 0; i < count; i++) {
    const adu = await movie.read(Math.floor((i * frames) / count), 1, signal)
    toPhotons(camera, adu, width, height, photons)
    estimates.push(upFromNoise(camera, photons.toSorted()[Math.floor(share * photons.length)]))
  }
  return estimates.toSorted((a, b) => a - b)[Math.floor(count / 2)]
}

/** The background b for which b − 1.28·noise(b) is the given percentile. */
function upFromNoise(camera: Camera, percentile: number): number {
  const scalar = 'values' in Object(camera.readNoise_e) ? { ...camera, readNoise_e: 0 } as Camera : camera
  let background = Math.max(0, percentile)
  for (let step = 0; step < 30; step++) {
    background = percentile + (deviations * Math.sqrt(variance_e2(scalar, Math.max(0, background)))) / camera.quantumEfficiency
  }
  return background
}
