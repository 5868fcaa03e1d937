// Cramér–Rao lower bound: the least scatter an unbiased estimator of an emitter's position can have.
// I_ab = Σ_px (∂m/∂a)(∂m/∂b)/v with m = QE·μ + c electrons and v = m (Poisson), m + σ_read² (sCMOS, CCD). For an EMCCD v = m/F with the
// exact share F of the information that it keeps: v → 2m + (σ_read/G)² for many electrons (Mortensen et al., Nat. Methods 7, 377, 2010),
// less for few, so that 2m would give a bound which a good fit can beat.
import type { Camera } from '../camera/camera.ts'
import type { Psf } from '../psf/psf.ts'
import { emccdInformation } from './emccd-information.ts'

/** One frame in which the emitter is seen. */
export interface Sighting {
  photons: number
  background_photons: number
}

/** Least standard deviations: x, y, z in nm, photons and background (a pixel) in photons of the first sighting. */
export interface Bound {
  x: number
  y: number
  z: number
  photons: number
  background: number
}

interface Window { column: number; row: number; side: number; planes: Float64Array }

/** The reciprocal of the information about the expected electrons that a pixel gives, e⁻²; undefined outside a camera's map. */
function noiseOf(camera: Camera): (electrons: number, column: number, row: number) => number | undefined {
  if (camera.type === 'emccd') {
    const share = emccdInformation(camera.readNoise_e / camera.emGain)
    return (electrons) => electrons / share(electrons)
  }
  const noise = camera.readNoise_e
  if (typeof noise === 'number') return (electrons) => electrons + noise ** 2
  return (electrons, column, row) =>
    (column < 0 || row < 0 || column >= noise.width || row >= noise.height ? undefined : electrons + noise.values[row * noise.width + column] ** 2)
}

/** Sums a frame's information into the matrix: x, y, z are shared, photons and background are the frame's own. */
function addInformation(matrix: Float64Array, size: number, offset: number, { column, row, side, planes }: Window, seen: Sighting, camera: Camera): void {
  const pixels = side * side
  const { quantumEfficiency: qe, spuriousCharge_e } = camera
  const noise = noiseOf(camera)
  const index = [0, 1, 2, offset, offset + 1]
  const slope = new Float64Array(5)
  for (let i = 0; i < pixels; i++) {
    const electrons = qe * (seen.photons * planes[i] + seen.background_photons) + spuriousCharge_e
    const v = noise(electrons, column + (i % side), row + Math.floor(i / side))
    // A pixel that no electron reaches tells nothing of the emitter.
    if (!v) continue
    for (let k = 0; k < 3; k++) slope[k] = qe * seen.photons * planes[(k + 1) * pixels + i]
    slope[3] = qe * planes[i]
    slope[4] = qe
    for (let a = 0; a < 5; a++) for (let b = 0; b <= a; b++) matrix[index[a] * size + index[b]] += (slope[a] * slope[b]) / v
  }
}

/**
 * The joint bound of an emitter at (x, y, z) nm seen in one or several frames, each with photons and background of its own.
 * Pixels up to `reach_px` (the PSF's reach) from the emitter's count, without an edge of the frame; the bound of the background
 * depends on that window. Where a camera has a map of its read noise, only the map's pixels count.
 */
export function crlb(psf: Psf, camera: Camera, x: number, y: number, z: number, sightings: readonly Sighting[], reach_px = psf.reach_px): Bound {
  const side = 2 * reach_px + 1
  const column = Math.floor(x / psf.pixelSize) - reach_px
  const row = Math.floor(y / psf.pixelSize) - reach_px
  const planes = new Float64Array(4 * side * side)
  psf.derivatives(planes, column, row, side, x, y, z)
  const size = 3 + 2 * sightings.length
  const matrix = new Float64Array(size * size)
  sightings.forEach((seen, i) => addInformation(matrix, size, 3 + 2 * i, { column, row, side, planes }, seen, camera))
  const deviations = inverseDiagonal(matrix, size).map(Math.sqrt)
  return { x: deviations[0], y: deviations[1], z: deviations[2], photons: deviations[3], background: deviations[4] }
}

/**
 * Diagonal of the inverse of a matrix of information (its lower half is read), by Cholesky after scaling to a unit diagonal. Parameters about which
 * there is no information at all get Infinity and leave the others untouched; NaN where the rest is singular.
 */
function inverseDiagonal(matrix: Float64Array, size: number): number[] {
  const known = Array.from({ length: size }, (_, i) => i).filter((i) => matrix[i * size + i] > 0)
  const n = known.length
  const scale = known.map((i) => 1 / Math.sqrt(matrix[i * size + i]))
  const lower = new Float64Array(n * n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = matrix[known[i] * size + known[j]] * scale[i] * scale[j]
      for (let k = 0; k < j; k++) sum -= lower[i * n + k] * lower[j * n + k]
      lower[i * n + j] = i === j ? Math.sqrt(sum) : sum / lower[j * n + j]
    }
  }
  const diagonal = Array.from({ length: size }, () => Infinity)
  known.forEach((parameter, column) => {
    // Solve L·y = e_column; the diagonal element of the inverse is |y|².
    const y = new Float64Array(n)
    for (let i = column; i < n; i++) {
      let sum = i === column ? 1 : 0
      for (let k = column; k < i; k++) sum -= lower[i * n + k] * y[k]
      y[i] = sum / lower[i * n + i]
    }
    diagonal[parameter] = scale[column] ** 2 * y.reduce((sum, value) => sum + value * value, 0)
  })
  return diagonal
}
