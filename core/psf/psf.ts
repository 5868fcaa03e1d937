// The point spread function behind one interface: what a molecule at (x, y, z) puts on each pixel.
import { z } from 'zod'
import { knotsIn } from './knots.ts'

/** σx(z) = σ0·√(1 + u² + A·u³ + B·u⁴), u = (z−z0−γ)/d; σy the same with +γ. All lengths nm. */
export const astigmaticSchema = z.strictObject({
  type: z.literal('astigmatic'),
  sigma0: z.number().positive().default(130),
  gamma: z.number().default(250),
  d: z.number().positive().default(400),
  a: z.number().default(0),
  b: z.number().default(0),
  /** Depth of the circular spot, 0 where not given. */
  z0: z.number().optional(),
})

/**
 * A measured PSF: a cubic B-spline through a grid of knots, one pixel apart across and `zStep` apart in depth. The emitter is at the
 * middle knot; the value at a pixel's centre is the share of the emitter's photons in that pixel.
 */
export const csplineSchema = z.strictObject({
  type: z.literal('cspline'),
  /** Of the camera that it was measured with, nm. */
  pixelSize: z.number().positive(),
  /** Knots along x and y (odd), and along z. */
  side: z.number().int().min(3).max(127).refine((side) => side % 2 === 1, 'the number of knots along x and y is odd'),
  depths: z.number().int().min(4).max(1000),
  /** Depth of the first knot and distance of the knots, nm. */
  zFirst: z.number(),
  zStep: z.number().positive(),
  /** Depths that were measured, nm. */
  zRange: z.tuple([z.number(), z.number()]),
  /** 16-bit knots in base64, x fastest, then y, then z; times `scale`. */
  scale: z.number().positive(),
  knots: z.base64(),
  /** Where it comes from. */
  source: z.string().default(''),
  /** What x, y and z count from, in words. */
  origin: z.string().default(''),
  /** What one photon means, in words. */
  light: z.string().default(''),
}).superRefine(({ side, depths, zFirst, zStep, zRange: [low, high], knots }, context) => {
  const count = knotsIn(knots)
  if (count !== side * side * depths) {
    context.addIssue({ code: 'custom', path: ['knots'], message: `${side}×${side}×${depths} = ${side * side * depths} knots are needed, ${count ?? 0} are there` })
  }
  // Four knots about every depth: one before the range and one after it.
  if (!(low < high) || low < zFirst + zStep - 1e-6 || high > zFirst + (depths - 2) * zStep + 1e-6) {
    context.addIssue({ code: 'custom', path: ['zRange'], message: `the knots serve depths of ${zFirst + zStep} … ${zFirst + (depths - 2) * zStep} nm` })
  }
})
export const psfSchema = z.discriminatedUnion('type', [astigmaticSchema, csplineSchema])
export type PsfSpec = z.infer<typeof psfSchema>
export type AstigmaticSpec = z.infer<typeof astigmaticSchema>
export type CsplineSpec = z.infer<typeof csplineSchema>

/** Whether a measured PSF can serve pixels of a size: theirs to 1 %. */
export const samePixels = (psf: CsplineSpec, pixelSize: number): boolean => Math.abs(pixelSize / psf.pixelSize - 1) <= 0.01

/** A PSF sampled on square pixels. Positions are in nm from the outer corner of the top-left pixel. */
export interface Psf {
  readonly pixelSize: number
  /** Pixels beyond this distance (px, along x or y) from the emitter get nothing. */
  readonly reach_px: number
  /**
   * Adds `photons` × the pixel-integrated PSF of an emitter at (x, y, z) to `image` (row-major, width × height).
   * Emitters outside the image add what falls inside.
   */
  add(image: Float32Array, width: number, height: number, x: number, y: number, z: number, photons: number): void
  /**
   * Value and derivatives for one photon on a window of pixels with its top-left pixel at (column, row):
   * fills `out` with 4 planes of size × size: the PSF, and its derivatives by x, y and z (1/nm).
   */
  derivatives(out: Float64Array, column: number, row: number, size: number, x: number, y: number, z: number): void
}
