// Detections of one frame before they become rows of a table: p-weighted sums over the pixels that describe them.
import type { LocalizationTable } from '../localizations/table.ts'
import { createLocalizations } from '../localizations/table.ts'
import { mapChannelCount } from './maps.ts'
import type { Candidates } from './candidates.ts'

// Layout of the sums: Σp, then Σp·v for photons, x, y, z, then Σp·σ² for the same, then Σp·background.
const stride = 10

/**
 * Detections being put together: every value is the p-weighted mean over the pixels, σ² too. The variance of the pixels'
 * means is not added to σ², though a mixture's variance has it: the pixels of one molecule share its noise, each states
 * the whole of its error, and adding it made errors / σ too narrow (0.83 instead of 0.97 on sparse simulated frames).
 */
export class Detections {
  count = 0
  private sums: Float64Array
  private seeds: Int32Array
  private readonly width: number

  /** @param width of the frame, px */
  constructor(width: number, capacity = 64) {
    this.width = width
    this.sums = new Float64Array(capacity * stride)
    this.seeds = new Int32Array(capacity)
  }

  /** Starts a detection at candidate n and returns its number. */
  open(candidates: Candidates, n: number): number {
    if (this.count === this.seeds.length) {
      const [sums, seeds] = [this.sums, this.seeds]
      this.sums = new Float64Array(2 * sums.length)
      this.seeds = new Int32Array(2 * seeds.length)
      this.sums.set(sums)
      this.seeds.set(seeds)
    }
    this.seeds[this.count] = candidates.pixel[n]
    this.add(this.count, candidates, n)
    return this.count++
  }

  /** Adds candidate n to a detection. */
  add(detection: number, candidates: Candidates, n: number): void {
    const { pixel, values } = candidates
    const at = detection * stride
    const from = n * mapChannelCount
    const row = Math.floor(pixel[n] / this.width)
    const p = values[from]
    const s = this.sums
    s[at] += p
    s[at + 1] += p * values[from + 1]
    s[at + 2] += p * (pixel[n] - row * this.width + 0.5 + values[from + 2])
    s[at + 3] += p * (row + 0.5 + values[from + 3])
    s[at + 4] += p * values[from + 4]
    for (let i = 5; i < 9; i++) s[at + i] += p * values[from + i] ** 2
    s[at + 9] += p * values[from + 9]
  }

  /** Adds only to the probability of a detection. */
  addProbability(detection: number, p: number): void {
    // Every sum is a mean times Σp, so that all of them grow alike and the means stay.
    const at = detection * stride
    const factor = (this.sums[at] + p) / this.sums[at]
    for (let i = at; i < at + stride; i++) this.sums[i] *= factor
  }

  /** Summed probability. */
  probability(detection: number): number {
    return this.sums[detection * stride]
  }

  /** Mean of a value: 1 photons, 2 x and 3 y in px from the frame's corner, 4 z in nm. */
  mean(detection: number, value: 1 | 2 | 3 | 4): number {
    const at = detection * stride
    return this.sums[at + value] / this.sums[at]
  }

  /** Predicted variance of the same values. */
  variance(detection: number, value: 1 | 2 | 3 | 4): number {
    const at = detection * stride
    return this.sums[at + value + 4] / this.sums[at]
  }

  /**
   * The detections whose summed probability exceeds `threshold`, as rows: lengths in nm, `probability` at most 1. Rows
   * are ordered by the pixel from which their detection started, so that the order does not hang on rounding.
   */
  toTable(threshold: number, frame: number, pixelSize: number): LocalizationTable {
    const kept: number[] = []
    for (let d = 0; d < this.count; d++) if (this.sums[d * stride] > threshold) kept.push(d)
    kept.sort((a, b) => this.seeds[a] - this.seeds[b])
    const table = createLocalizations(kept.length)
    table.frame.fill(frame)
    kept.forEach((d, row) => {
      table.photons[row] = this.mean(d, 1)
      table.x[row] = this.mean(d, 2) * pixelSize
      table.y[row] = this.mean(d, 3) * pixelSize
      table.z[row] = this.mean(d, 4)
      table.sigma_photons[row] = Math.sqrt(this.variance(d, 1))
      table.sigma_x[row] = Math.sqrt(this.variance(d, 2)) * pixelSize
      table.sigma_y[row] = Math.sqrt(this.variance(d, 3)) * pixelSize
      table.sigma_z[row] = Math.sqrt(this.variance(d, 4))
      table.background[row] = this.sums[d * stride + 9] / this.sums[d * stride]
      table.probability[row] = Math.min(1, this.sums[d * stride])
    })
    return table
  }
}
