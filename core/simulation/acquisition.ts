// What a movie or a training stream is simulated from, apart from where the molecules are.
import { z } from 'zod'
import { cameraSchema } from '../camera/camera.ts'
import { psfSchema } from '../psf/psf.ts'

const range = z.tuple([z.number(), z.number()]).refine(([low, high]) => low <= high, 'the first value must not exceed the second')

export const acquisitionSchema = z.strictObject({
  psf: psfSchema,
  camera: cameraSchema,
  /** nm */
  pixelSize: z.number().positive().default(100),
  /** nm; emitters outside give light but are no truth. */
  zRange: range,
  /** Mean flux: photons in a frame in which the emitter is on throughout. */
  photons: z.number().positive(),
  /** Standard deviation of the flux between emitters, as a share of the mean; normal, cut at 10 % of the mean. */
  photonSpread: z.number().min(0).default(0.3),
  /** Photons per pixel and frame; one value drawn uniformly a movie or training window. */
  background: range,
  /** Mean on-time in frames (exponential); one value drawn uniformly a movie or training window. */
  onTime_frames: range,
  /** Rows with fewer photons are no truth. */
  minimumPhotons: z.number().min(0).default(50),
})
export type Acquisition = z.infer<typeof acquisitionSchema>
