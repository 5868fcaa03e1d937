// The movies of the demo: three kinds of sample, crowded alike, that no training and no validation has used.
import { challengeCamera } from '../../../core/camera/camera.ts'
import type { Acquisition } from '../../../core/simulation/acquisition.ts'
import type { Density } from '../../../core/simulation/movie.ts'
import type { SamplingSpec } from '../../../core/structure/sampling.ts'

export interface DemoMovie {
  id: string
  title: string
  /** What the sample is, for the report. */
  about: string
  sampling: SamplingSpec
  density: Density
  seed: number
}

/** The light and the camera both shipped models were trained for. */
export const demoAcquisition: Acquisition = {
  psf: { type: 'astigmatic', sigma0: 130, gamma: 250, d: 400, a: 0, b: 0 },
  camera: challengeCamera,
  pixelSize: 100, zRange: [-750, 750],
  photons: 5000, photonSpread: 0.3, background: [50, 50], onTime_frames: [2, 2], minimumPhotons: 50,
}

export const demoSize_px = 64
export const demoFrames = 600

/** nm */
export const fieldOfView = { width: demoSize_px * demoAcquisition.pixelSize, height: demoSize_px * demoAcquisition.pixelSize } as const

/** As crowded as complete spatial randomness of one emitter per µm² and frame. */
const density: Density = { nominal_perUm2: 1 }

export const demoMovies: readonly DemoMovie[] = [
  {
    id: 'filaments', title: 'Filaments',
    about: 'Smooth random filaments through the volume (worm-like chains of 4 µm persistence length, 24 nm thick). Neither model was trained on them.',
    sampling: { kind: 'filaments', filaments: 24 }, density, seed: 3_100_005,
  },
  {
    id: 'rings', title: 'Rings',
    about: 'Rings of 250 to 700 nm radius, each tilted at random. Neither model was trained on them.',
    sampling: { kind: 'rings', density_perUm2: 0.5, radius: [250, 700] }, density, seed: 3_100_109,
  },
  {
    id: 'random', title: 'Complete spatial randomness',
    about: 'Molecules anywhere, with equal chance and no structure: what the first model was trained on.',
    sampling: { kind: 'csr' }, density: { perUm2: 1 }, seed: 3_100_201,
  },
]
