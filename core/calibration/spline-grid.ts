// A cubic B-spline over a grid of knots as a linear map: from knots to the pixels of a bead's window in all its planes, and back
// (the map's transpose). The map is a product of three banded matrices, along z, y and x.
import { splineSlopes, splineWeights } from '../psf/b-spline.ts'

/** Knots are numbered x fastest, then y, then z. Lateral knots lie at −middle … middle px from the emitter. */
export interface SplineGrid {
  /** Knots along x and y, odd. */
  side: number
  depths: number
  /** Depth of the first knot and distance of knots, nm. */
  zFirst: number
  zStep: number
}

/** One axis: sample i is the weighted sum of four neighbouring knots from `first[i]` on; weights are 4 a sample. */
export interface Band {
  samples: number
  first: Int32Array
  weights: Float64Array
}

export interface BandTriple { x: Band; y: Band; z: Band }

/** Samples at `places` (in knots from the first one); knots outside 0 … `knots` − 1 count as zero. */
export function band(places: ArrayLike<number>, knots: number, slopes = false): Band {
  const first = new Int32Array(places.length)
  const weights = new Float64Array(4 * places.length)
  const four = new Float64Array(4)
  for (let i = 0; i < places.length; i++) {
    const whole = Math.floor(places[i])
    if (slopes) splineSlopes(four, places[i] - whole)
    else splineWeights(four, places[i] - whole)
    // A window of four that lies inside the knots, with the weights of knots outside left away.
    const start = Math.min(Math.max(whole - 1, 0), knots - 4)
    first[i] = start
    for (let k = 0; k < 4; k++) {
      const knot = whole - 1 + k - start
      if (knot >= 0 && knot < 4) weights[4 * i + knot] = four[k]
    }
  }
  return { samples: places.length, first, weights }
}

/** out[a, i, b] = Σ_k band[i, k] · from[a, k, b] for `before` a's, `after` b's and `knots` k's. */
function along(out: Float64Array, from: Float64Array, { samples, first, weights }: Band, before: number, knots: number, after: number): void {
  for (let a = 0; a < before; a++) {
    for (let i = 0; i < samples; i++) {
      const to = (a * samples + i) * after
      const start = (a * knots + first[i]) * after
      const w0 = weights[4 * i]
      const w1 = weights[4 * i + 1]
      const w2 = weights[4 * i + 2]
      const w3 = weights[4 * i + 3]
      if (after === 1) {
        out[to] = w0 * from[start] + w1 * from[start + 1] + w2 * from[start + 2] + w3 * from[start + 3]
        continue
      }
      for (let b = 0; b < after; b++) {
        const at = start + b
        out[to + b] = w0 * from[at] + w1 * from[at + after] + w2 * from[at + 2 * after] + w3 * from[at + 3 * after]
      }
    }
  }
}

/** The transpose of `along`: out is filled anew. */
function backAlong(out: Float64Array, from: Float64Array, { samples, first, weights }: Band, before: number, knots: number, after: number): void {
  out.fill(0, 0, before * knots * after)
  for (let a = 0; a < before; a++) {
    for (let i = 0; i < samples; i++) {
      const at = (a * samples + i) * after
      const start = (a * knots + first[i]) * after
      if (after === 1) {
        const value = from[at]
        for (let k = 0; k < 4; k++) out[start + k] += weights[4 * i + k] * value
        continue
      }
      for (let k = 0; k < 4; k++) {
        const weight = weights[4 * i + k]
        if (weight === 0) continue
        const to = start + k * after
        for (let b = 0; b < after; b++) out[to + b] += weight * from[at + b]
      }
    }
  }
}

/** Values on planes × rows × columns from knots. */
export function valuesOf(knots: Float64Array, { side, depths }: SplineGrid, { x, y, z }: BandTriple): Float64Array {
  const planes = new Float64Array(z.samples * side * side)
  along(planes, knots, z, 1, depths, side * side)
  const rows = new Float64Array(z.samples * y.samples * side)
  along(rows, planes, y, z.samples, side, side)
  const out = new Float64Array(z.samples * y.samples * x.samples)
  along(out, rows, x, z.samples * y.samples, side, 1)
  return out
}

/** The transposed map: from planes × rows × columns to knots. */
export function knotsOf(values: Float64Array, { side, depths }: SplineGrid, { x, y, z }: BandTriple): Float64Array {
  const rows = new Float64Array(z.samples * y.samples * side)
  backAlong(rows, values, x, z.samples * y.samples, side, 1)
  const planes = new Float64Array(z.samples * side * side)
  backAlong(planes, rows, y, z.samples, side, side)
  const out = new Float64Array(depths * side * side)
  backAlong(out, planes, z, 1, depths, side * side)
  return out
}
