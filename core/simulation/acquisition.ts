// What a movie or a training stream is simulated from, apart from where the molecules are.
import { z } from 'zod'
import { cameraSchema } from '../camera/camera.ts'
import { psfSchema, samePixels } from '../psf/psf.ts'

const range = z.tuple([z.number(), z.number()]).refine(([low, high]) => low <= high, 'the first value must not exceed the second')

/** nm */
const rounding = 1

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
}).superRefine(({ psf, pixelSize, zRange: [low, high] }, context) => {
  // What a measured PSF was not measured at cannot be simulated.
  if (psf.type !== 'cspline') return
  const [from, to] = psf.zRange
  if (low < from - rounding || high > to + rounding) context.addIssue({ code: 'custom', path: ['zRange'], message: `the measured PSF knows depths of ${from.toFixed(0)} … ${to.toFixed(0)} nm; ${low} … ${high} nm were asked for` })
  if (!samePixels(psf, pixelSize)) context.addIssue({ code: 'custom', path: ['pixelSize'], message: `the measured PSF is of pixels of ${psf.pixelSize} nm; ${pixelSize} nm were given` })
})
export type Acquisition = z.infer<typeof acquisitionSchema>
