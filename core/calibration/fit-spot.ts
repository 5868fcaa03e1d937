// Where a single image of a bead or molecule fits a PSF best: Fisher scoring with the noise of the fitted light
// (Smith et al., Nat. Methods 7, 373, 2010).
import type { Psf } from '../psf/psf.ts'
import { leastSquares } from './least-squares.ts'

export interface Place {
  /** nm from the image's outer corner. */
  x: number
  y: number
  z: number
  light: number
  background: number
}

export interface FittedPlace extends Place {
  /** Mean squared residual in units of the noise. */
  chi2: number
}

/**
 * Fits `image` (side × side, any unit of light) from each start and takes the best. Variance = floor + slope · light.
 * `fixedDepth` keeps z as the start has it.
 */
export function fitPlace(psf: Psf, image: ArrayLike<number>, side: number, noise: { floor: number; slope: number }, starts: readonly Place[], { fixedDepth = false, steps = 25 } = {}): FittedPlace {
  const pixels = side * side
  const planes = new Float64Array(4 * pixels)
  const fits = starts.map((start) => leastSquares([start.x, start.y, start.z, start.light, start.background], (values) => {
    const [x, y, z, light, background] = values
    const [matrix, gradient, row] = [new Float64Array(25), new Float64Array(5), new Float64Array(5)]
    if (!(light > 0) || Math.abs(x) > 1e6 || Math.abs(y) > 1e6) return { cost: Infinity, matrix, gradient }
    psf.derivatives(planes, 0, 0, side, x, y, z)
    let cost = 0
    for (let i = 0; i < pixels; i++) {
      const model = light * planes[i] + background
      const variance = noise.floor + noise.slope * Math.max(model, 0)
      const residual = image[i] - model
      // The logarithm keeps a wider noise from being the better fit.
      cost += residual * residual / variance + Math.log(variance)
      for (let k = 0; k < 3; k++) row[k] = light * planes[(k + 1) * pixels + i]
      row[3] = planes[i]
      row[4] = 1
      for (let a = 0; a < 5; a++) {
        gradient[a] += (row[a] * residual) / variance
        for (let b = 0; b <= a; b++) matrix[a * 5 + b] += (row[a] * row[b]) / variance
      }
    }
    for (let a = 0; a < 5; a++) for (let b = a + 1; b < 5; b++) matrix[a * 5 + b] = matrix[b * 5 + a]
    if (fixedDepth || matrix[12] === 0) {
      for (let k = 0; k < 5; k++) matrix[10 + k] = matrix[5 * k + 2] = 0
      matrix[12] = 1
      gradient[2] = 0
    }
    // Costs below zero would end the search early.
    return { cost: cost + pixels * 50, matrix, gradient }
  }, steps))
  const { values } = fits.reduce((best, one) => (one.cost < best.cost ? one : best))
  const [x, y, z, light, background] = values
  psf.derivatives(planes, 0, 0, side, x, y, z)
  let chi2 = 0
  for (let i = 0; i < pixels; i++) {
    const model = light * planes[i] + background
    chi2 += (image[i] - model) ** 2 / (noise.floor + noise.slope * Math.max(model, 0)) / pixels
  }
  return { x, y, z, light, background, chi2 }
}
