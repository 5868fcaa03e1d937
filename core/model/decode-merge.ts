// Merging by predicted position: pixels that describe the same molecule say so by where they put it.
// Picking local maxima of p, as DECODE does, loses neighbours closer than its window; this does not look at the grid.
import type { Candidates } from './candidates.ts'
import { Detections } from './detections.ts'
import { mapChannelCount } from './maps.ts'

export interface MergeOptions {
  /** Pixels with a lower probability are left out. */
  minimumProbability: number
  /**
   * A pixel joins a detection within this Mahalanobis distance (x, y, z). The variance is the mean of the pixel's and the
   * detection's: two pixels of one molecule share their error, so that sums would be too wide.
   */
  gate: number
  /** … and at most this far away laterally. */
  maximumDistance_px: number
  /** … and only while the detection's summed probability stays within this: more than one molecule is never one detection. */
  maximumSum: number
}

/** Keeps the distance finite where a network gives σ = 0. */
const tiny = 1e-12

/**
 * By the mean 3D efficiency on the validation movies of the shipped models (microtubules and complete spatial randomness at
 * three densities, 5000/50 photons). The optimum is flat: gates from 3.5 to 6, distances from 0.6 to 1 px and sums from 1.2 to
 * 1.6 are within half a point; a larger distance finds about 1 % more and places it less well.
 */
export const mergeDefaults: MergeOptions = { minimumProbability: 0.03, gate: 4.5, maximumDistance_px: 0.75, maximumSum: 1.35 }

/**
 * Joins the candidates of one frame into detections: from the highest p down, each joins the nearest detection that the
 * options allow, or starts one. The result does not depend on the order of the candidates.
 */
export function mergeCandidates(candidates: Candidates, options: Partial<MergeOptions> = {}): Detections {
  const { minimumProbability, gate, maximumDistance_px, maximumSum } = { ...mergeDefaults, ...options }
  const { width, height, pixel, values } = candidates
  const order = byProbability(candidates, minimumProbability)
  const detections = new Detections(width)
  const grid = new PositionGrid(width, height, maximumDistance_px)
  const reach = maximumDistance_px * maximumDistance_px

  for (const n of order) {
    const from = n * mapChannelCount
    const row = Math.floor(pixel[n] / width)
    const p = values[from]
    const x = pixel[n] - row * width + 0.5 + values[from + 2]
    const y = row + 0.5 + values[from + 3]
    const z = values[from + 4]
    const vx = values[from + 6] ** 2 + tiny
    const vy = values[from + 7] ** 2 + tiny
    const vz = values[from + 8] ** 2 + tiny

    let best = -1
    let least = gate * gate
    const [left, right] = [grid.column(x - maximumDistance_px), grid.column(x + maximumDistance_px)]
    const [top, bottom] = [grid.row(y - maximumDistance_px), grid.row(y + maximumDistance_px)]
    for (let r = top; r <= bottom; r++) {
      for (let c = left; c <= right; c++) {
        for (let d = grid.first(c, r); d >= 0; d = grid.next(d)) {
          if (detections.probability(d) + p > maximumSum) continue
          const dx = x - detections.mean(d, 2)
          const dy = y - detections.mean(d, 3)
          if (dx * dx + dy * dy > reach) continue
          const dz = z - detections.mean(d, 4)
          const distance = 2 * (dx * dx / (vx + detections.variance(d, 2)) + dy * dy / (vy + detections.variance(d, 3))
            + dz * dz / (vz + detections.variance(d, 4)))
          // Lists inside a cell have no meaningful order: equal distances go to the detection that was opened first.
          if (distance < least || (distance === least && d < best)) {
            best = d
            least = distance
          }
        }
      }
    }
    if (best < 0) {
      best = detections.open(candidates, n)
    } else {
      detections.add(best, candidates, n)
    }
    grid.place(best, detections.mean(best, 2), detections.mean(best, 3))
  }
  return detections
}

/** Numbers of the candidates above `minimum`, the highest p first, equal ones by pixel. */
function byProbability({ pixel, values }: Candidates, minimum: number): Int32Array {
  // Floats sort like their bits, and numbers sort many times faster without a comparison of our own: p and the
  // candidate's number in one key (30 + 22 of the 53 bits of a double).
  const bits = new Uint32Array(values.buffer, values.byteOffset, values.length)
  const keys = new Float64Array(pixel.length)
  let count = 0
  for (let n = 0; n < pixel.length; n++) {
    const at = n * mapChannelCount
    if (values[at] > minimum) keys[count++] = (bitsOfOne - Math.min(bits[at], bitsOfOne)) * numbers + n
  }
  const sorted = keys.subarray(0, count).sort()
  const order = Int32Array.from(sorted, (key) => key % numbers)
  for (let first = 0; first < count;) {
    const p = values[order[first] * mapChannelCount]
    let end = first + 1
    while (end < count && values[order[end] * mapChannelCount] === p) end++
    if (end > first + 1) order.subarray(first, end).sort((m, n) => pixel[m] - pixel[n])
    first = end
  }
  return order
}

/** The float 1, the largest p. */
const bitsOfOne = 0x3f800000
/** More candidates than a frame has: 2^22. */
const numbers = 2 ** 22

/** Which detections lie near a position: lists by square cells. Positions outside the frame count to its outermost cells. */
class PositionGrid {
  private readonly columns: number
  private readonly rows: number
  private readonly cell_px: number
  private readonly heads: Int32Array
  private following = new Int32Array(64)
  private cells = new Int32Array(64).fill(-1)

  constructor(width: number, height: number, cell_px: number) {
    this.cell_px = Math.max(cell_px, 0.5)
    this.columns = Math.ceil(width / this.cell_px)
    this.rows = Math.ceil(height / this.cell_px)
    this.heads = new Int32Array(this.columns * this.rows).fill(-1)
  }

  column(x: number): number {
    return Math.min(this.columns - 1, Math.max(0, Math.floor(x / this.cell_px)))
  }

  row(y: number): number {
    return Math.min(this.rows - 1, Math.max(0, Math.floor(y / this.cell_px)))
  }

  first(column: number, row: number): number {
    return this.heads[row * this.columns + column]
  }

  next(detection: number): number {
    return this.following[detection]
  }

  /** Enters a detection, or moves it when its position has left its cell. */
  place(detection: number, x: number, y: number): void {
    const cell = this.row(y) * this.columns + this.column(x)
    if (detection >= this.cells.length) {
      const [following, cells] = [this.following, this.cells]
      this.following = new Int32Array(2 * detection)
      this.cells = new Int32Array(2 * detection).fill(-1)
      this.following.set(following)
      this.cells.set(cells)
    }
    const old = this.cells[detection]
    if (old === cell) return
    if (old >= 0) this.remove(detection, old)
    this.following[detection] = this.heads[cell]
    this.heads[cell] = detection
    this.cells[detection] = cell
  }

  private remove(detection: number, cell: number): void {
    if (this.heads[cell] === detection) {
      this.heads[cell] = this.following[detection]
      return
    }
    let before = this.heads[cell]
    while (this.following[before] !== detection) before = this.following[before]
    this.following[before] = this.following[detection]
  }
}
