// An elliptical Gaussian, integrated over pixels, fitted to one image of a bead: its place, widths and light.
import { erf } from '../psf/erf.ts'
import { leastSquares } from './least-squares.ts'

export interface Spot {
  /** px from the image's outer corner. */
  x: number
  y: number
  sigmaX_px: number
  sigmaY_px: number
  light: number
  background: number
}

/** A Gaussian's share of each of `side` pixels, and its derivatives by centre and width. */
function profile(side: number, centre: number, sigma: number): { value: Float64Array; byCentre: Float64Array; bySigma: Float64Array } {
  const [value, byCentre, bySigma] = [new Float64Array(side), new Float64Array(side), new Float64Array(side)]
  const density = (edge: number): number => Math.exp(-0.5 * ((edge - centre) / sigma) ** 2) / (sigma * Math.sqrt(2 * Math.PI))
  let before = erf(-centre / (sigma * Math.SQRT2))
  let left = density(0)
  for (let i = 0; i < side; i++) {
    const after = erf((i + 1 - centre) / (sigma * Math.SQRT2))
    const right = density(i + 1)
    value[i] = 0.5 * (after - before)
    byCentre[i] = left - right
    bySigma[i] = ((i - centre) * left - (i + 1 - centre) * right) / sigma
    before = after
    left = right
  }
  return { value, byCentre, bySigma }
}

/** Fits a square image by unweighted least squares, from the moments of its bright part on. */
export function fitSpot(image: ArrayLike<number>, side: number): Spot {
  let peak = 0
  for (let i = 0; i < image.length; i++) peak = Math.max(peak, image[i])
  let [sum, x, y, xx, yy] = [0, 0, 0, 0, 0]
  for (let i = 0; i < image.length; i++) {
    if (image[i] < 0.2 * peak) continue
    const [px, py] = [(i % side) + 0.5, Math.floor(i / side) + 0.5]
    sum += image[i]
    x += image[i] * px
    y += image[i] * py
    xx += image[i] * px * px
    yy += image[i] * py * py
  }
  const start = sum > 0 ? [x / sum, y / sum] : [side / 2, side / 2]
  const width = (square: number, centre: number): number => Math.sqrt(Math.max(square / (sum || 1) - centre ** 2, 1)) * 1.1
  const begin = [...start, width(xx, start[0]), width(yy, start[1]), sum || 1, 0]
  const { values } = leastSquares(begin, ([cx, cy, sx, sy, light, background]) => {
    const [matrix, gradient, row] = [new Float64Array(36), new Float64Array(6), new Float64Array(6)]
    if (!(sx > 0.2 && sy > 0.2 && sx < 2 * side && sy < 2 * side)) return { cost: Infinity, matrix, gradient }
    const [alongX, alongY] = [profile(side, cx, sx), profile(side, cy, sy)]
    let cost = 0
    for (let j = 0; j < side; j++) {
      for (let i = 0; i < side; i++) {
        row[0] = light * alongX.byCentre[i] * alongY.value[j]
        row[1] = light * alongX.value[i] * alongY.byCentre[j]
        row[2] = light * alongX.bySigma[i] * alongY.value[j]
        row[3] = light * alongX.value[i] * alongY.bySigma[j]
        row[4] = alongX.value[i] * alongY.value[j]
        row[5] = 1
        const residual = image[j * side + i] - light * row[4] - background
        cost += residual * residual
        for (let a = 0; a < 6; a++) {
          gradient[a] += row[a] * residual
          for (let b = 0; b < 6; b++) matrix[a * 6 + b] += row[a] * row[b]
        }
      }
    }
    return { cost, matrix, gradient }
  })
  const [cx, cy, sx, sy, light, background] = values
  return { x: cx, y: cy, sigmaX_px: sx, sigmaY_px: sy, light, background }
}
