// The point spread function behind one interface: what a molecule at (x, y, z) puts on each pixel.
import { z } from 'zod'

/** σx(z) = σ0·√(1 + ((z−γ)/d)² + A((z−γ)/d)³ + B((z−γ)/d)⁴); σy the same with −γ. All lengths nm. */
export const astigmaticSchema = z.strictObject({
  type: z.literal('astigmatic'),
  sigma0: z.number().positive().default(130),
  gamma: z.number().default(250),
  d: z.number().positive().default(400),
  a: z.number().default(0),
  b: z.number().default(0),
})
export const psfSchema = z.discriminatedUnion('type', [astigmaticSchema])
export type PsfSpec = z.infer<typeof psfSchema>
export type AstigmaticSpec = z.infer<typeof astigmaticSchema>

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
