// How bright a movie's background is, from the movie itself: to see whether a model was trained for it.
import type { Camera } from '../../../core/camera/camera.ts'
import { photonsOf, variance_e2 } from '../../../core/camera/photons.ts'
import type { MovieSource } from '../movies/movie-source.ts'
import { withRoom } from '../movies/spare-pixels.ts'

/** Frames looked at, spread over the movie. */
const sampledFrames = 16
/** Pixels of a frame that are looked at, at most. */
const sampledPixels = 2 ** 16
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
  // Coprime to the width, or it would look at a few columns only.
  let step = Math.ceil((width * height) / sampledPixels)
  while (step > 1 && width % step === 0) step++
  const photons = new Float32Array(Math.ceil((width * height) / step))
  const estimates = await withRoom(movie.info, 1, async (room) => {
    const all: number[] = []
    for (let i = 0; i < count; i++) {
      const adu = await movie.read(Math.floor((i * frames) / count), 1, signal, room)
      for (let n = 0, pixel = 0; n < photons.length; n++, pixel += step) photons[n] = photonsOf(camera, adu[pixel], pixel)
      photons.sort()
      all.push(upFromNoise(camera, photons[Math.floor(share * photons.length)]))
    }
    return all
  })
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
