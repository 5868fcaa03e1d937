// Offset, read noise and conversion of every pixel from dark and flat frames (photon transfer). With o and v the mean and variance of a
// pixel in the dark, and D and V those at each level of light, V − v = g·(D − o): g by least squares over the levels, through the
// origin (Huang et al., Nature Methods 10, 653 (2013), supplement). Not for EMCCDs, whose variance is twice that.
import { StructLocError } from '../errors.ts'

/** Mean and variance of each pixel over the frames of a stack, one frame after another (Welford). */
export class PixelMoments {
  readonly mean: Float64Array
  readonly #squares: Float64Array
  frames = 0

  constructor(pixels: number) {
    this.mean = new Float64Array(pixels)
    this.#squares = new Float64Array(pixels)
  }

  /** Takes up a frame, ADU. */
  add(frame: ArrayLike<number>): void {
    this.frames += 1
    for (let i = 0; i < this.mean.length; i++) {
      const from = frame[i] - this.mean[i]
      this.mean[i] += from / this.frames
      this.#squares[i] += from * (frame[i] - this.mean[i])
    }
  }

  /** Unbiased; ADU². */
  get variance(): Float64Array {
    return this.#squares.map((squares) => squares / (this.frames - 1))
  }
}

export interface MeasuredPixels {
  /** ADU in the dark. */
  baseline_adu: Float64Array
  electronsPerAdu: Float64Array
  readNoise_e: Float64Array
  /** Pixels without a sensible conversion (dead, stuck, saturated): they got the median of the others. */
  repaired: number
  /** Standard error of a pixel's conversion by chance alone, as a share of it: that of the number of frames. */
  chance: number
}

/** Light at which a frame is as good as dark, ADU above the offset. */
const leastLight_adu = 1

/**
 * @param flats stacks at one level of light each; the levels may be of any brightness below saturation
 * Throws 'invalid-input' where frames or light do not suffice.
 */
export function photonTransfer(dark: PixelMoments, flats: readonly PixelMoments[]): MeasuredPixels {
  const short = [dark, ...flats].find(({ frames }) => frames < 2)
  if (short) throw new StructLocError('invalid-input', `A stack of ${short.frames} frame has no variance; at least 2 are needed, hundreds to be of use.`)
  if (flats.length === 0) throw new StructLocError('invalid-input', 'At least one stack of evenly lit frames is needed: without light nothing tells electrons from grey values.')
  const pixels = dark.mean.length
  const darkVariance = dark.variance
  const levels = flats.map((flat) => ({ mean: flat.mean, variance: flat.variance }))
  const gain = new Float64Array(pixels)
  let brightest = 0
  for (let i = 0; i < pixels; i++) {
    let [up, down] = [0, 0]
    for (const { mean, variance } of levels) {
      const light = mean[i] - dark.mean[i]
      up += light * (variance[i] - darkVariance[i])
      down += light * light
    }
    brightest = Math.max(brightest, down)
    gain[i] = down > 0 ? up / down : NaN
  }
  if (brightest < leastLight_adu ** 2) throw new StructLocError('invalid-input', 'The flat stacks are no brighter than the dark one: is their order right (the dark stack first)?')
  const sensible = gain.filter((value) => value > 0 && Number.isFinite(value)).sort()
  if (sensible.length < pixels / 2) {
    throw new StructLocError('invalid-input', `Only ${sensible.length} of ${pixels} pixels grow noisier with light. Are the flat stacks of this camera, evenly lit and not saturated?`)
  }
  const median = sensible[sensible.length >> 1]
  let repaired = 0
  for (let i = 0; i < pixels; i++) {
    // Ten times off is no camera's pixel.
    if (gain[i] > median / 10 && gain[i] < median * 10) continue
    gain[i] = median
    repaired += 1
  }
  return {
    baseline_adu: dark.mean, electronsPerAdu: gain.map((value) => 1 / value), readNoise_e: darkVariance.map((variance, i) => Math.sqrt(variance) / gain[i]),
    repaired, chance: chanceOf(dark, flats),
  }
}

/** The variance of n frames is known to √(2/(n−1)) of itself; levels weigh by the square of their light, here taken at their means. */
function chanceOf(dark: PixelMoments, flats: readonly PixelMoments[]): number {
  const mean = (values: Float64Array): number => values.reduce((sum, value) => sum + value, 0) / values.length
  const offset = mean(dark.mean)
  let [noise, light2] = [0, 0]
  const g = flats.map((flat) => ({ light: mean(flat.mean) - offset, frames: flat.frames }))
  for (const { light, frames } of g) {
    // V = g·light: the error of g is Σ light·(g·light)·√(2/(n−1)) in quadrature, over Σ light².
    noise += (light * light) ** 2 * 2 / (frames - 1)
    light2 += light * light
  }
  return Math.sqrt(noise) / light2
}
