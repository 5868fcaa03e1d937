// Grid artefacts (checkerboard): errors that depend on where in its pixel a molecule lies.
import { Random } from '../random/random.ts'
import type { Matching, Spots } from './matching.ts'

const PHASES = 10
const RESAMPLES = 200
const SEED = 20260119

export interface PhaseBias {
  /** Mean error (nm) of emitters whose true position lies in each tenth of the pixel; NaN where there is none. */
  bias: number[]
  /**
   * Root mean square over the tenths of the mean error, less its mean over all and less what chance alone gives, nm: 0 without
   * a grid artefact.
   */
  amplitude: number
  /** 95 % interval of the amplitude by bootstrap over pairs; too narrow where few molecules repeat often. */
  interval: [number, number]
}

export interface Checkerboard {
  x: PhaseBias
  y: PhaseBias
  /** Histogram (10 × 10, row-major) of the detected positions inside the pixel, and of the matched true ones. */
  detected: number[]
  truth: number[]
  /** Coefficient of variation of the ratio detected/truth over the cells, and the most that chance alone gives. */
  variation: number
  chance: number
  /**
   * Σ (detected − truth)²/(detected + truth) over the cells, and their number. For two independent samples this is χ² of as many
   * degrees of freedom; detections follow the truth, so without an artefact it is smaller.
   */
  chiSquare: { value: number; degrees: number }
}

/** The mean error by sub-pixel phase and the histogram inside the pixel, over matched pairs; null with fewer than 100. */
export function checkerboard(found: Spots, truth: Spots, matching: Pick<Matching, 'detection' | 'truth'>, pixelSize: number): Checkerboard | null {
  if (matching.detection.length < PHASES * PHASES) return null
  const detected = cells(found, matching.detection, pixelSize)
  const matched = cells(truth, matching.truth, pixelSize)
  const used = matched.map((_, i) => i).filter((i) => matched[i] > 0)
  const ratios = used.map((i) => detected[i] / matched[i])
  const mean = ratios.reduce((a, b) => a + b, 0) / ratios.length
  const variation = Math.sqrt(ratios.reduce((sum, ratio) => sum + (ratio - mean) ** 2, 0) / ratios.length) / mean
  return {
    x: phaseBias('x', found, truth, matching, pixelSize),
    y: phaseBias('y', found, truth, matching, pixelSize),
    detected, truth: matched, variation,
    // Both counts of a cell scatter; they are almost the same molecules, so this is an upper bound.
    chance: Math.sqrt(used.reduce((sum, i) => sum + 2 / matched[i], 0) / used.length),
    chiSquare: chiSquare(detected, matched),
  }
}

function chiSquare(a: readonly number[], b: readonly number[]): { value: number; degrees: number } {
  const used = a.map((_, i) => i).filter((i) => a[i] + b[i] > 0)
  return { value: used.reduce((sum, i) => sum + (a[i] - b[i]) ** 2 / (a[i] + b[i]), 0), degrees: used.length - 1 }
}

const phase = (position: number, pixelSize: number): number => {
  const inside = position / pixelSize - Math.floor(position / pixelSize)
  return Math.min(PHASES - 1, Math.floor(inside * PHASES))
}

function cells(spots: Spots, rows: ArrayLike<number>, pixelSize: number): number[] {
  const counts = Array.from({ length: PHASES * PHASES }, () => 0)
  for (let i = 0; i < rows.length; i++) counts[phase(spots.y[rows[i]], pixelSize) * PHASES + phase(spots.x[rows[i]], pixelSize)]++
  return counts
}

function phaseBias(axis: 'x' | 'y', found: Spots, truth: Spots, matching: Pick<Matching, 'detection' | 'truth'>, pixelSize: number): PhaseBias {
  const pairs = matching.detection.length
  const errors = Float64Array.from(matching.detection, (d, i) => found[axis][d] - truth[axis][matching.truth[i]])
  const phases = Uint8Array.from(matching.truth, (t) => phase(truth[axis][t], pixelSize))
  const random = new Random(SEED)
  const whole = amplitude(errors, phases, (i) => i, 1)
  // A resample scatters by chance as the pairs themselves do, and once more by the drawing.
  const resampled = Array.from({ length: RESAMPLES }, () => amplitude(errors, phases, () => random.integer(pairs), 2).value).sort((a, b) => a - b)
  return {
    bias: whole.bias,
    amplitude: whole.value,
    interval: [resampled[Math.floor(0.025 * RESAMPLES)], resampled[Math.ceil(0.975 * RESAMPLES) - 1]],
  }
}

function amplitude(errors: Float64Array, phases: Uint8Array, pick: (i: number) => number, scatters: number): { bias: number[]; value: number } {
  const [count, sum, squares] = [new Float64Array(PHASES), new Float64Array(PHASES), new Float64Array(PHASES)]
  for (let i = 0; i < errors.length; i++) {
    const row = pick(i)
    count[phases[row]]++
    sum[phases[row]] += errors[row]
    squares[phases[row]] += errors[row] ** 2
  }
  const bias = Array.from(count, (n, k) => sum[k] / n)
  const used = bias.map((_, k) => k).filter((k) => count[k] > 1)
  const centre = used.reduce((total, k) => total + bias[k], 0) / used.length
  const spread = used.reduce((total, k) => total + (bias[k] - centre) ** 2, 0) / used.length
  // The variance of a tenth's mean is s²/n; about the mean of all tenths, (1 − 1/tenths) of it is spread that comes by chance.
  const noise = used.reduce((total, k) => total + (squares[k] / count[k] - bias[k] ** 2) / (count[k] - 1), 0) / used.length
  return { bias, value: Math.sqrt(Math.max(0, spread - scatters * noise * (1 - 1 / used.length))) }
}

/**
 * Power of the positions along an axis at one cycle per pixel, |Σ e^(2πi·x/pixel)|²/N: 1 on average for positions without a grid,
 * N for positions on one. For tables without truth; group repeats of a molecule first, since they are not independent.
 */
export function gridPower(positions: ArrayLike<number>, pixelSize: number): number {
  let [real, imaginary] = [0, 0]
  for (let i = 0; i < positions.length; i++) {
    const angle = (2 * Math.PI * positions[i]) / pixelSize
    real += Math.cos(angle)
    imaginary += Math.sin(angle)
  }
  return (real * real + imaginary * imaginary) / positions.length
}
