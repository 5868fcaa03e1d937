// The astigmatic Gaussian that fits a measured PSF best: widths plane by plane, then the formula through them
// (core/psf/astigmatic.ts). Either axis may be the narrower one above, and the round spot may lie anywhere.
import { widthAt } from '../psf/astigmatic.ts'
import type { AstigmaticSpec } from '../psf/psf.ts'
import { byDifferences, leastSquares } from './least-squares.ts'

/** Widths of the spot at a depth, nm. */
export interface WidthAtDepth {
  z: number
  sigmaX: number
  sigmaY: number
}

export interface FittedAstigmatism {
  spec: AstigmaticSpec
  /** Root mean square difference between the widths and the formula, nm. */
  rms: number
}

const specOf = ([sigma0, gamma, d, a, b, z0]: Float64Array | number[]): AstigmaticSpec => ({ type: 'astigmatic', sigma0, gamma, d, a, b, z0 })

/** The formula through the widths; undefined where there are fewer than six depths. */
export function fitAstigmatism(widths: readonly WidthAtDepth[]): FittedAstigmatism | undefined {
  if (widths.length < 6) return undefined
  const data = widths.flatMap(({ sigmaX, sigmaY }) => [sigmaX, sigmaY])
  const narrowest = (of: (width: WidthAtDepth) => number): WidthAtDepth => widths.reduce((best, one) => (of(one) < of(best) ? one : best))
  const [x, y] = [narrowest(({ sigmaX }) => sigmaX), narrowest(({ sigmaY }) => sigmaY)]
  const model = (values: Float64Array): Float64Array => {
    const spec = specOf(values)
    return Float64Array.from(data, (_, i) => widthAt(spec, widths[i >> 1].z, i % 2 === 0 ? spec.gamma : -spec.gamma).sigma)
  }
  const steps = [0.1, 0.1, 0.1, 1e-4, 1e-4, 0.1]
  const starts = [1, -1, 0.3, -0.3].map((sign) => [
    Math.min(x.sigmaX, y.sigmaY), (sign * Math.max(Math.abs(x.z - y.z), 60)) / 2, 400, 0, 0, (x.z + y.z) / 2,
  ])
  // The cubic and the quartic term only once the rest fits.
  const solved = starts.map((start) => {
    const simple = leastSquares([...start.slice(0, 3), start[5]], byDifferences(data, ([sigma0, gamma, d, z0]) => model(Float64Array.of(sigma0, gamma, d, 0, 0, z0)), [0.1, 0.1, 0.1, 0.1]), 60)
    const [sigma0, gamma, d, z0] = simple.values
    return leastSquares([sigma0, gamma, d, 0, 0, z0], byDifferences(data, model, steps), 60)
  })
  const best = solved.reduce((least, one) => (one.cost < least.cost ? one : least))
  const spec = specOf(best.values)
  if (!(spec.sigma0 > 0) || !Object.values(spec).every((value) => typeof value === 'string' || Number.isFinite(value))) return undefined
  // d counts by its size; with it the odd term changes its sign.
  return { spec: { ...spec, d: Math.abs(spec.d), a: spec.d < 0 ? -spec.a : spec.a }, rms: Math.sqrt(best.cost / data.length) }
}
