// Puts beads into one place: first by their brightest planes, then each against the spline of all, by weighted least squares.
import { bandsOf, evidenceOf, expectedOf, type BeadWindow } from './bead-window.ts'
import { fitSpot } from './gaussian-spot.ts'
import { leastSquares } from './least-squares.ts'
import type { NoiseModel } from './noise-model.ts'
import { valuesOf, type SplineGrid } from './spline-grid.ts'

/** How far depths may differ between beads, nm. */
const farthest = 600

/** Correlation of two stacks of images, plane by plane, the second `shift` planes later; each plane counts with its own light. */
function likeness(a: BeadWindow, b: BeadWindow, shift: number): number {
  const pixels = a.side * a.side
  let [product, squareA, squareB] = [0, 0, 0]
  for (let plane = Math.max(0, -shift); plane < Math.min(a.planes, b.planes - shift); plane++) {
    for (let i = 0; i < pixels; i++) {
      const [p, q] = [a.signal[plane * pixels + i], b.signal[(plane + shift) * pixels + i]]
      product += p * q
      squareA += p * p
      squareB += q * q
    }
  }
  return product / Math.sqrt(squareA * squareB)
}

/** First guesses: depths by the likeness to a bead of middling light, places by a Gaussian in the plane where that one is brightest. */
export function roughlyRegister(beads: readonly BeadWindow[], perPlane: number): void {
  const total = (bead: BeadWindow): number => bead.signal.reduce((a, b) => a + b, 0)
  const lights = beads.map(total)
  const order = beads.map((_, i) => i).sort((a, b) => lights[a] - lights[b])
  const reference = beads[order[order.length >> 1]]
  const most = Math.min(Math.floor(farthest / Math.abs(perPlane)), Math.floor(reference.planes / 3))
  const pixels = reference.side * reference.side
  let brightest = 0
  for (let i = 0; i < reference.signal.length; i++) if (reference.signal[i] > reference.signal[brightest]) brightest = i
  const plane = Math.floor(brightest / pixels)
  const mean = lights.reduce((a, b) => a + b, 0) / lights.length
  beads.forEach((bead, i) => {
    let best = 0
    let value = -Infinity
    for (let shift = -most; shift <= most; shift++) {
      const here = likeness(reference, bead, shift)
      if (here > value) [best, value] = [shift, here]
    }
    // A bead that looks so `best` planes later lies lower by as much.
    bead.z = -best * perPlane
    bead.flux = lights[i] / mean
    const at = Math.min(Math.max(plane + best, 0), bead.planes - 1)
    const spot = fitSpot(bead.signal.subarray(at * pixels, (at + 1) * pixels), bead.side)
    bead.x_px = bead.left + spot.x
    bead.y_px = bead.top + spot.y
  })
}

export interface Registration {
  x_px: number
  y_px: number
  z: number
  flux: number
  /** ADU above what the whole stack's background is. */
  background: number
}

/** Where a bead fits the spline best. `places`: false keeps its place and fits only its light. */
export function registerBead(knots: Float64Array, bead: BeadWindow, grid: SplineGrid, perPlane: number, noise: NoiseModel, places = true): Registration {
  const start = { ...bead }
  const { values } = leastSquares([start.x_px, start.y_px, start.z, start.flux, 0], (values) => {
    const here = { ...bead, x_px: values[0], y_px: values[1], z: values[2], flux: 1 }
    const shape = valuesOf(knots, grid, bandsOf(here, grid, perPlane))
    const expected = shape.map((value) => value * values[3])
    const { weights } = evidenceOf(here, grid, perPlane, noise, expected)
    // A knot is a pixel wide; as the bead moves on, its pixels move back in the spline.
    const slopes = places ? (['x', 'y', 'z'] as const).map((axis) => valuesOf(knots, grid, bandsOf(here, grid, perPlane, axis))) : []
    const scale = [-values[3], -values[3], values[3] / grid.zStep]
    const [matrix, gradient] = [new Float64Array(25), new Float64Array(5)]
    let cost = 0
    let counted = 0
    const row = new Float64Array(5)
    for (let i = 0; i < weights.length; i++) {
      if (weights[i] === 0) continue
      counted++
      const residual = bead.signal[i] - expected[i] - values[4]
      cost += weights[i] * residual * residual
      for (let k = 0; k < 3; k++) row[k] = places ? scale[k] * slopes[k][i] : 0
      row[3] = shape[i]
      row[4] = 1
      for (let a = 0; a < 5; a++) {
        gradient[a] += weights[i] * row[a] * residual
        for (let b = 0; b < 5; b++) matrix[a * 5 + b] += weights[i] * row[a] * row[b]
      }
    }
    if (!places) for (let k = 0; k < 3; k++) matrix[k * 6] = 1
    // A mean a pixel: shifts in depth take planes in and out.
    for (let i = 0; i < 25; i++) matrix[i] /= counted
    for (let i = 0; i < 5; i++) gradient[i] /= counted
    return { cost: cost / counted, matrix, gradient }
  }, 6)
  return { x_px: values[0], y_px: values[1], z: values[2], flux: values[3], background: values[4] }
}

/** χ² a value and root mean square of what the spline leaves over, ADU, plane by plane; NaN where a plane is outside its depths. */
export function residualsOf(knots: Float64Array, bead: BeadWindow, grid: SplineGrid, perPlane: number, noise: NoiseModel, background = 0): { chi2: Float64Array; rms_adu: Float64Array } {
  const expected = expectedOf(knots, bead, grid, perPlane)
  const { weights } = evidenceOf(bead, grid, perPlane, noise, expected)
  const pixels = bead.side * bead.side
  const chi2 = new Float64Array(bead.planes).fill(NaN)
  const rms_adu = new Float64Array(bead.planes).fill(NaN)
  for (let plane = 0; plane < bead.planes; plane++) {
    if (weights[plane * pixels] === 0) continue
    let [weighted, plain] = [0, 0]
    for (let i = plane * pixels; i < (plane + 1) * pixels; i++) {
      const residual = bead.signal[i] - expected[i] - background
      weighted += weights[i] * residual * residual
      plain += residual * residual
    }
    chi2[plane] = weighted / pixels
    rms_adu[plane] = Math.sqrt(plain / pixels)
  }
  return { chi2, rms_adu }
}
