// From LUENN's output, a vector for every label pixel, to the spots in it: amplitude detects, position is the centroid of the
// amplitude, the direction of the summed vector tells the depth, φ = π(z + z_max)/(2·z_max).
import type { Candidates } from '../candidates.ts'

/** A detection. Positions in label pixels from the frame's outer corner. */
export interface Spot {
  x: number
  y: number
  /** nm. */
  z: number
  /** Sum of its amplitudes as a share of a label's whole spot: what the network believes, where it is unsure of the place, too. */
  probability: number
  /** Label pixel of its maximum. */
  pixel: number
}

export interface SpotOptions {
  /** σ of a label's spots, label pixels. */
  sigma: number
  /** nm, [lowest, highest]. */
  zRange: readonly [number, number]
}

/** A maximum must reach this. A network that is unsure of the place spreads a spot: its peak says less than its sum. */
const leastPeak = 0.08
/** Label pixels farther than this many σ from a spot do not belong to it. */
const reachSigmas = 3
/** Maxima closer than this many σ, together no more than one emitter, are one that the network could not place. */
const mergeSigmas = 2.5
const oneEmitter = 1.35

/**
 * The spots of a frame, from its candidates (two values each: A·cos φ, A·sin φ), ordered by the label pixel of their maxima.
 * Emitters closer than about 2 σ of the label have a single maximum, and are one spot between them.
 */
export function findSpots(candidates: Candidates, { sigma, zRange }: SpotOptions): Spot[] {
  const { width, pixel, values } = candidates
  const field = new Field(candidates, reachSigmas * sigma)
  const maxima = Array.from(pixel.keys()).filter((n) => field.amplitude[n] >= leastPeak && field.isMaximum(n))
  maxima.sort((a, b) => pixel[a] - pixel[b])
  const places = maxima.map((n) => centre(field, (pixel[n] % width) + 0.5, Math.floor(pixel[n] / width) + 0.5, sigma))

  // Every label pixel counts for the nearest spot alone, so that nothing counts twice.
  const sums = new Float64Array(maxima.length)
  const nearest = new Map<number, { spot: number; squared: number }>()
  places.forEach(({ x, y }, spot) => field.around(x, y, (n, dx, dy) => {
    const squared = dx * dx + dy * dy
    const other = nearest.get(n)
    if (!other || squared < other.squared) nearest.set(n, { spot, squared })
  }))
  for (const [n, { spot }] of nearest) sums[spot] += field.amplitude[n]

  const whole = 2 * Math.PI * sigma * sigma
  const found: Found[] = places.map(({ x, y }, spot) => {
    let [cos, sin] = [0, 0]
    field.around(x, y, (n, dx, dy) => {
      const weight = Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma))
      cos += weight * values[2 * n]
      sin += weight * values[2 * n + 1]
    })
    return { x, y, cos, sin, probability: sums[spot] / whole, pixel: pixel[maxima[spot]] }
  })
  return merged(found, mergeSigmas * sigma).map(({ cos, sin, ...spot }) => ({ ...spot, z: depth(cos, sin, zRange) }))
}

type Found = Omit<Spot, 'z'> & { cos: number; sin: number }

/** Depth of a direction; noise at the ends of the range can lead a little beyond them. */
function depth(cos: number, sin: number, [lowest, highest]: readonly [number, number]): number {
  const angle = Math.atan2(sin, cos)
  const phi = angle < -Math.PI / 2 ? angle + 2 * Math.PI : angle
  return lowest + ((highest - lowest) * phi) / Math.PI
}

/**
 * Centroid of the amplitude under a Gaussian window of the spots' σ that follows it: as insensitive to the grid as the spot is
 * wide, and nearly blind to neighbours. A window at distance d from a spot of its own width shows a centroid at d/2, so steps
 * are doubled.
 */
function centre(field: Field, left: number, top: number, sigma: number): { x: number; y: number } {
  let [x, y] = [left, top]
  for (let step = 0; step < 8; step++) {
    let [sum, sx, sy] = [0, 0, 0]
    field.around(x, y, (n, dx, dy) => {
      const weight = field.amplitude[n] * Math.exp(-(dx * dx + dy * dy) / (2 * sigma * sigma))
      sum += weight
      sx += weight * dx
      sy += weight * dy
    })
    x += (2 * sx) / sum
    y += (2 * sy) / sum
    if (Math.hypot(x - left, y - top) > 1.5 * sigma) return { x: left, y: top }
    if (Math.hypot(sx, sy) < 0.002 * sum) break
  }
  return { x, y }
}

/** Joins spots nearer than `reach` that may be one emitter, the nearest pairs first. */
function merged(spots: Found[], reach: number): Found[] {
  const byRow = Array.from(spots.keys()).sort((a, b) => spots[a].y - spots[b].y)
  const pairs: { a: number; b: number; squared: number }[] = []
  byRow.forEach((a, i) => {
    for (let j = i + 1; j < byRow.length && spots[byRow[j]].y - spots[a].y < reach; j++) {
      const b = byRow[j]
      const squared = (spots[a].x - spots[b].x) ** 2 + (spots[a].y - spots[b].y) ** 2
      if (squared < reach * reach) pairs.push({ a: Math.min(a, b), b: Math.max(a, b), squared })
    }
  })
  pairs.sort((p, q) => p.squared - q.squared || p.a - q.a || p.b - q.b)
  const into = Array.from(spots.keys())
  const result: (Found | undefined)[] = [...spots]
  const root = (i: number): number => (into[i] === i ? i : root(into[i]))
  for (const pair of pairs) {
    const [i, j] = [root(pair.a), root(pair.b)]
    const [a, b] = [result[i]!, result[j]!]
    const probability = a.probability + b.probability
    if (i === j || probability >= oneEmitter) continue
    const mean = (p: number, q: number): number => (a.probability * p + b.probability * q) / probability
    result[Math.min(i, j)] = {
      x: mean(a.x, b.x), y: mean(a.y, b.y), cos: a.cos + b.cos, sin: a.sin + b.sin, probability, pixel: Math.min(a.pixel, b.pixel),
    }
    result[Math.max(i, j)] = undefined
    into[Math.max(i, j)] = Math.min(i, j)
  }
  return result.filter((spot) => spot !== undefined)
}

/** The candidates by their places. */
class Field {
  readonly amplitude: Float64Array
  private readonly numbers = new Map<number, number>()
  private readonly reach: number
  private readonly width: number
  private readonly pixel: Int32Array

  constructor({ width, pixel, values }: Candidates, reach: number) {
    this.width = width
    this.pixel = pixel
    this.reach = reach
    this.amplitude = new Float64Array(pixel.length)
    for (let n = 0; n < pixel.length; n++) {
      this.amplitude[n] = Math.hypot(values[2 * n], values[2 * n + 1])
      this.numbers.set(pixel[n], n)
    }
  }

  /** Whether none of the eight neighbours is higher; of equal ones the first is the maximum. */
  isMaximum(n: number): boolean {
    const here = this.pixel[n]
    const column = here % this.width
    for (let row = -1; row <= 1; row++) {
      for (let step = -1; step <= 1; step++) {
        if ((row === 0 && step === 0) || column + step < 0 || column + step >= this.width) continue
        const other = this.numbers.get(here + row * this.width + step)
        if (other === undefined) continue
        if (this.amplitude[other] > this.amplitude[n] || (this.amplitude[other] === this.amplitude[n] && this.pixel[other] < here)) return false
      }
    }
    return true
  }

  /** Calls `visit` with every candidate within reach of a place, and how far right and down of it its centre lies. */
  around(x: number, y: number, visit: (n: number, dx: number, dy: number) => void): void {
    const { reach, width } = this
    const [first, last] = [Math.max(0, Math.ceil(x - reach - 0.5)), Math.min(width - 1, Math.floor(x + reach - 0.5))]
    for (let row = Math.ceil(y - reach - 0.5); row <= y + reach - 0.5; row++) {
      for (let column = first; column <= last; column++) {
        const n = this.numbers.get(row * width + column)
        if (n === undefined) continue
        const [dx, dy] = [column + 0.5 - x, row + 0.5 - y]
        if (dx * dx + dy * dy <= reach * reach) visit(n, dx, dy)
      }
    }
  }
}
