// What the spline looks like at a depth, and where its focus is.
import { widthAt } from '../psf/astigmatic.ts'
import type { AstigmaticSpec } from '../psf/psf.ts'
import { fitSpot } from './gaussian-spot.ts'
import { band, valuesOf, type SplineGrid } from './spline-grid.ts'

/** Depths and distance of knots for planes from 0 to `last` (nm, either sign); knots are about `distance` apart, never closer than planes. */
export function gridFor(radius_px: number, last: number, planes: number, distance: number): SplineGrid {
  const range = Math.abs(last)
  const intervals = Math.max(1, Math.round(range / Math.max(distance, range / (planes - 1))))
  const zStep = range / intervals
  return { side: 2 * radius_px + 1, depths: intervals + 3, zFirst: Math.min(0, last) - zStep, zStep }
}

/** The spline at a depth, on pixels whose middle one has the emitter in its own middle. */
export function imageAt(knots: Float64Array, grid: SplineGrid, depth: number): Float64Array {
  const pixels = band(Array.from({ length: grid.side }, (_, i) => i), grid.side)
  return valuesOf(knots, grid, { x: pixels, y: pixels, z: band([(depth - grid.zFirst) / grid.zStep], grid.depths) })
}

export interface ImageWidths {
  /** nm */
  sigmaX: number
  sigmaY: number
  /** Where the Gaussian's middle is, px from the emitter. */
  x: number
  y: number
}

/** The Gaussian that fits the spline's image at a depth. */
export function widthsAt(knots: Float64Array, grid: SplineGrid, pixelSize: number, depth: number): ImageWidths {
  const { x, y, sigmaX_px, sigmaY_px } = fitSpot(imageAt(knots, grid, depth), grid.side)
  return { sigmaX: sigmaX_px * pixelSize, sigmaY: sigmaY_px * pixelSize, x: x - grid.side / 2, y: y - grid.side / 2 }
}

/** Widths of the formula at a depth, nm. */
export function widthsOf(spec: AstigmaticSpec, z: number): [number, number] {
  return [widthAt(spec, z, spec.gamma).sigma, widthAt(spec, z, -spec.gamma).sigma]
}

/** A spot counts as astigmatic where its widths differ by this share of their sum. */
const astigmatic = 0.12

/** The depth of focus: where an astigmatic spot is round, else where the spot is sharpest. */
export function focusOf(widths: readonly { at: number; sigmaX: number; sigmaY: number }[]): { at: number; round: boolean } {
  const size = ({ sigmaX, sigmaY }: (typeof widths)[number]): number => sigmaX * sigmaY
  const sharpest = widths.reduce((best, one) => (size(one) < size(best) ? one : best))
  const near = widths.filter((one) => size(one) < 4 * size(sharpest))
  const leaning = (sign: number): boolean => near.some(({ sigmaX, sigmaY }) => sign * (sigmaX - sigmaY) > astigmatic * (sigmaX + sigmaY))
  if (!leaning(1) || !leaning(-1)) return { at: sharpest.at, round: false }
  let best = { at: sharpest.at, size: Infinity }
  for (let i = 1; i < widths.length; i++) {
    const [before, after] = [widths[i - 1], widths[i]]
    const [a, b] = [before.sigmaX - before.sigmaY, after.sigmaX - after.sigmaY]
    if (a * b > 0 || a === b) continue
    if (size(after) < best.size) best = { at: before.at + ((after.at - before.at) * a) / (a - b), size: size(after) }
  }
  return best.size < Infinity ? { at: best.at, round: true } : { at: sharpest.at, round: false }
}
