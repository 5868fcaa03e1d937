// A bead with its pixels, and where it lies relative to the others.
import type { BeadStack } from './bead-stack.ts'
import type { BeadEvidence } from './fit-knots.ts'
import type { NoiseModel } from './noise-model.ts'
import { band, valuesOf, type BandTriple, type SplineGrid } from './spline-grid.ts'

/** A bead's pixels above the background, and its place: fitted or given. */
export interface BeadWindow {
  /** Which of the candidates it is. */
  index: number
  left: number
  top: number
  side: number
  planes: number
  /** ADU above the background, planes × side × side. */
  signal: Float64Array
  x_px: number
  y_px: number
  /** Depth of plane 0 in the spline's coordinate, nm. */
  z: number
  /** Brightness in units of the mean bead's. */
  flux: number
}

/** Cuts the window about a place; what of it lies outside the frames is dark. */
export function cutWindow(stack: BeadStack, level: Float64Array, index: number, x_px: number, y_px: number, radius: number): BeadWindow {
  const side = 2 * radius + 1
  const [left, top] = [Math.floor(x_px) - radius, Math.floor(y_px) - radius]
  const signal = new Float64Array(stack.planes * side * side)
  for (let plane = 0; plane < stack.planes; plane++) {
    for (let row = Math.max(0, -top); row < Math.min(side, stack.height - top); row++) {
      const from = (plane * stack.height + top + row) * stack.width + left
      for (let i = Math.max(0, -left); i < Math.min(side, stack.width - left); i++) signal[(plane * side + row) * side + i] = stack.adu[from + i] - level[plane]
    }
  }
  return { index, left, top, side, planes: stack.planes, signal, x_px, y_px, z: 0, flux: 1 }
}

/** The bands that take the knots to the bead's pixels; `slope` names the axis by which derivatives are wanted (per knot). */
export function bandsOf({ left, top, side, planes, x_px, y_px, z }: BeadWindow, grid: SplineGrid, perPlane: number, slope?: 'x' | 'y' | 'z'): BandTriple {
  const middle = (grid.side - 1) / 2
  const pixels = (first: number, at: number): number[] => Array.from({ length: side }, (_, i) => first + i + 0.5 - at + middle)
  return {
    x: band(pixels(left, x_px), grid.side, slope === 'x'),
    y: band(pixels(top, y_px), grid.side, slope === 'y'),
    z: band(Array.from({ length: planes }, (_, plane) => (z + plane * perPlane - grid.zFirst) / grid.zStep), grid.depths, slope === 'z'),
  }
}

/** Whether a plane's depth lies where the grid has four knots about it. */
export function inDepth({ z }: BeadWindow, grid: SplineGrid, perPlane: number, plane: number): boolean {
  const at = (z + plane * perPlane - grid.zFirst) / grid.zStep
  return at >= 1 - 1e-6 && at <= grid.depths - 2 + 1e-6
}

/** The bead as evidence; the noise is that of `expected` (ADU), or of the pixels themselves. Planes for which `use` is false do not count. */
export function evidenceOf(bead: BeadWindow, grid: SplineGrid, perPlane: number, noise: NoiseModel, expected?: Float64Array, use: (plane: number) => boolean = () => true): BeadEvidence {
  const pixels = bead.side * bead.side
  const weights = new Float64Array(bead.signal.length)
  for (let plane = 0; plane < bead.planes; plane++) {
    if (!use(plane) || !inDepth(bead, grid, perPlane, plane)) continue
    for (let i = plane * pixels; i < (plane + 1) * pixels; i++) weights[i] = 1 / (noise.floor + noise.slope * Math.max(expected?.[i] ?? bead.signal[i], 0) + (expected ? 0 : noise.floor))
  }
  return { signal: bead.signal, weights, flux: bead.flux, bands: bandsOf(bead, grid, perPlane) }
}

/** What the spline says the bead's pixels should be, ADU above the background. */
export function expectedOf(knots: Float64Array, bead: BeadWindow, grid: SplineGrid, perPlane: number): Float64Array {
  const values = valuesOf(knots, grid, bandsOf(bead, grid, perPlane))
  for (let i = 0; i < values.length; i++) values[i] *= bead.flux
  return values
}
