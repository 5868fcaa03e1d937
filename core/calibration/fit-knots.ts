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
 * Share of the evidence's own weight at the place; third differences of the knots.
 */
const stiffness = 1e-3

/** Rounds end when the residual of the normal equations has fallen to this share of what it began with. */
const settled = 3e-4

/** out += Σ weight · DᵀD·knots, D the third differences along an axis with that stride; every difference has the weight of its place. */
function addRoughness(out: Float64Array, knots: Float64Array, length: number, stride: number, weights: Float64Array, factor: number): void {
  for (let block = 0; block < knots.length; block += length * stride) {
    for (let i = block; i < block + (length - 3) * stride; i++) {
      const third = factor * weights[i + stride] * (knots[i + 3 * stride] - 3 * knots[i + 2 * stride] + 3 * knots[i + stride] - knots[i])
      out[i] -= third
      out[i + stride] += 3 * third
      out[i + 2 * stride] -= 3 * third
      out[i + 3 * stride] += third
    }
  }
}

const dot = (a: Float64Array, b: Float64Array): number => {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** The knots; `from` is a first guess. Where the values have no noise, `stiff` can be next to nothing. */
export function fitKnots(grid: SplineGrid, beads: readonly BeadEvidence[], from?: Float64Array, rounds = 40, stiff = stiffness): Float64Array {
  const count = grid.depths * grid.side * grid.side
  /** The weight of the evidence about each knot. */
  const local = new Float64Array(count)
  const residual = new Float64Array(count)
  for (const { signal, weights, flux, bands } of beads) {
    const back = knotsOf(signal.map((value, i) => value * weights[i] * flux), grid, bands)
    const share = knotsOf(weights.map((weight) => weight * flux * flux), grid, bands)
    for (let i = 0; i < count; i++) {
      residual[i] += back[i]
      local[i] += share[i]
    }
  }
  const normal = (knots: Float64Array): Float64Array => {
    const out = new Float64Array(count)
    addRoughness(out, knots, grid.side, 1, local, stiff)
    addRoughness(out, knots, grid.side, grid.side, local, stiff)
    addRoughness(out, knots, grid.depths, grid.side * grid.side, local, stiff)
    for (const { weights, flux, bands } of beads) {
      const values = valuesOf(knots, grid, bands)
      for (let i = 0; i < values.length; i++) values[i] *= weights[i] * flux * flux
      const back = knotsOf(values, grid, bands)
      for (let i = 0; i < count; i++) out[i] += back[i]
    }
    return out
  }
  const least = 1e-6 * local.reduce((a, b) => Math.max(a, b), 0)
  const prepare = (values: Float64Array): Float64Array => values.map((value, i) => value / (local[i] + least))
  const knots = from?.slice() ?? new Float64Array(count)
  const begin = Math.sqrt(dot(residual, prepare(residual)))
  if (from) {
    const already = normal(knots)
    for (let i = 0; i < count; i++) residual[i] -= already[i]
  }
  let ready = prepare(residual)
  let rho = dot(residual, ready)
  const direction = ready.slice()
  for (let round = 0; round < rounds && Math.sqrt(rho) > settled * begin; round++) {
    const image = normal(direction)
    const step = rho / dot(direction, image)
    for (let i = 0; i < count; i++) {
      knots[i] += step * direction[i]
      residual[i] -= step * image[i]
    }
    ready = prepare(residual)
    const next = dot(residual, ready)
    for (let i = 0; i < count; i++) direction[i] = ready[i] + (next / rho) * direction[i]
    rho = next
  }
  return knots
}
