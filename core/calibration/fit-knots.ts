// The spline that beads at known places have in common: weighted least squares for all its knots at once, by conjugate gradients. Nothing
// is interpolated: every pixel of every bead counts where it was recorded.
import { knotsOf, valuesOf, type BandTriple, type SplineGrid } from './spline-grid.ts'

/** What a bead says of the spline. */
export interface BeadEvidence {
  /** Light above the background, planes × rows × columns. */
  signal: Float64Array
  /** 1 / variance of each value; 0 leaves it out. */
  weights: Float64Array
  /** Brightness in units of the spline's. */
  flux: number
  bands: BandTriple
}

/**
 * Holds back what pixels cannot tell: the pattern that changes sign from knot to knot, which vanishes half-way between pixel centres.
 * Share of the evidence's own mean weight; third differences of the knots.
 */
const stiffness = 2e-3

/** out += weight · DᵀD·knots, D the third differences along an axis with that stride. */
function addRoughness(out: Float64Array, knots: Float64Array, length: number, stride: number, weight: number): void {
  for (let start = 0; start < knots.length; start++) {
    const place = Math.floor(start / stride) % length
    if (place > length - 4) continue
    const third = weight * (knots[start + 3 * stride] - 3 * knots[start + 2 * stride] + 3 * knots[start + stride] - knots[start])
    out[start] -= third
    out[start + stride] += 3 * third
    out[start + 2 * stride] -= 3 * third
    out[start + 3 * stride] += third
  }
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** The knots; `from` is a first guess. Rounds end when the residual of the normal equations has fallen to 1e-4 of what it began with. */
export function fitKnots(grid: SplineGrid, beads: readonly BeadEvidence[], from?: Float64Array, rounds = 60): Float64Array {
  const count = grid.depths * grid.side * grid.side
  let stiff = 0
  for (const { weights, flux } of beads) stiff += (flux * flux * weights.reduce((a, b) => a + b, 0)) / count
  stiff *= stiffness

  const normal = (knots: Float64Array): Float64Array => {
    const out = new Float64Array(count)
    addRoughness(out, knots, grid.side, 1, stiff)
    addRoughness(out, knots, grid.side, grid.side, stiff)
    addRoughness(out, knots, grid.depths, grid.side * grid.side, stiff)
    for (const { weights, flux, bands } of beads) {
      const values = valuesOf(knots, grid, bands)
      for (let i = 0; i < values.length; i++) values[i] *= weights[i] * flux * flux
      const back = knotsOf(values, grid, bands)
      for (let i = 0; i < count; i++) out[i] += back[i]
    }
    return out
  }
  const residual = new Float64Array(count)
  const scale = new Float64Array(count).fill(stiff * 10)
  for (const { signal, weights, flux, bands } of beads) {
    const back = knotsOf(signal.map((value, i) => value * weights[i] * flux), grid, bands)
    // The normal matrix's diagonal, roughly: each knot's share of the weights.
    const share = knotsOf(weights.map((weight) => weight * flux * flux), grid, bands)
    for (let i = 0; i < count; i++) {
      residual[i] += back[i]
      scale[i] += 0.2 * share[i]
    }
  }
  const knots = from?.slice() ?? new Float64Array(count)
  const begin = Math.sqrt(dot(residual, residual.map((value, i) => value / scale[i])))
  if (from) {
    const already = normal(knots)
    for (let i = 0; i < count; i++) residual[i] -= already[i]
  }
  let ready = residual.map((value, i) => value / scale[i])
  let rho = dot(residual, ready)
  const direction = ready.slice()
  for (let round = 0; round < rounds && Math.sqrt(rho) > 1e-4 * begin; round++) {
    const image = normal(direction)
    const step = rho / dot(direction, image)
    for (let i = 0; i < count; i++) {
      knots[i] += step * direction[i]
      residual[i] -= step * image[i]
    }
    ready = residual.map((value, i) => value / scale[i])
    const next = dot(residual, ready)
    for (let i = 0; i < count; i++) direction[i] = ready[i] + (next / rho) * direction[i]
    rho = next
  }
  return knots
}
