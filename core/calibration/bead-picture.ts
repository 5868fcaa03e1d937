// A bead at five depths, above what the spline says it should look like there: each depth by its own brightest pixel.
import { expectedOf, type BeadWindow } from './bead-window.ts'
import type { SplineGrid } from './spline-grid.ts'

export interface GreyPicture {
  width: number
  height: number
  /** 0 … 255, row-major, base64. */
  grey: string
}

export const picturedDepths = 5
const gap = 1

/** Two rows of images where there is a spline, else one. */
export function beadPicture(bead: BeadWindow, knots?: Float64Array, grid?: SplineGrid, perPlane = 0): GreyPicture {
  const { side, planes, signal } = bead
  const rows = [signal, ...(knots && grid ? [expectedOf(knots, bead, grid, perPlane)] : [])]
  const width = picturedDepths * (side + gap) - gap
  const height = rows.length * (side + gap) - gap
  const bytes = new Uint8Array(width * height)
  const pixels = side * side
  for (let k = 0; k < picturedDepths; k++) {
    const plane = Math.round(((planes - 1) * (k + 0.5)) / picturedDepths)
    const brightest = signal.subarray(plane * pixels, (plane + 1) * pixels).reduce((a, b) => Math.max(a, b), 1)
    rows.forEach((values, row) => {
      for (let i = 0; i < pixels; i++) {
        const value = Math.min(Math.max(values[plane * pixels + i] / brightest, 0), 1)
        bytes[(row * (side + gap) + Math.floor(i / side)) * width + k * (side + gap) + (i % side)] = Math.round(255 * Math.sqrt(value))
      }
    })
  }
  let text = ''
  for (const byte of bytes) text += String.fromCharCode(byte)
  return { width, height, grey: btoa(text) }
}
