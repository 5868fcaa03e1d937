// Nominal density: the density of complete spatial randomness whose frames are as crowded (equal mean lateral nearest-neighbour
// distance, pooled over emitters) as those of a table. Edge effects are included by simulation in the same field of view.
import type { Spots } from './matching.ts'
import { nearestNeighbours } from '../simulation/neighbours.ts'
import { csrMeanDistance } from '../simulation/nominal-count.ts'

const STEPS = 12

/** Rows of each frame. */
export function rowsByFrame(frame: ArrayLike<number>): Map<number, number[]> {
  const frames = new Map<number, number[]>()
  for (let row = 0; row < frame.length; row++) {
    const rows = frames.get(frame[row])
    if (rows) rows.push(row)
    else frames.set(frame[row], [row])
  }
  return frames
}

/** Distance of every row to its nearest neighbour in its frame, nm; Infinity for the only row of a frame. */
export function neighbourDistances({ frame, x, y }: Pick<Spots, 'frame' | 'x' | 'y'>): Float64Array {
  const out = new Float64Array(frame.length)
  for (const rows of rowsByFrame(frame).values()) {
    const distances = nearestNeighbours(rows.map((row) => x[row]), rows.map((row) => y[row]))
    rows.forEach((row, i) => (out[row] = distances[i]))
  }
  return out
}

/** Mean over all rows that have a neighbour in their frame, nm; NaN where none has. */
export function meanNearestNeighbour(spots: Pick<Spots, 'frame' | 'x' | 'y'>): number {
  let [sum, count] = [0, 0]
  for (const distance of neighbourDistances(spots)) {
    if (!Number.isFinite(distance)) continue
    sum += distance
    count++
  }
  return sum / count
}

/**
 * Nominal density (µm⁻²) of a table in a field of view (nm); null where no frame has two rows, or the crowding is beyond
 * 0.005 … 100 µm⁻².
 */
export function nominalDensity(spots: Pick<Spots, 'frame' | 'x' | 'y'>, fieldOfView: { width: number; height: number }): number | null {
  const { width, height } = fieldOfView
  const wanted = meanNearestNeighbour(spots)
  const area_um2 = (width * height) / 1e6
  const distance = (perUm2: number): number => csrMeanDistance(perUm2 * area_um2, width, height)
  let [low, high] = [Math.max(0.005, 0.15 / area_um2), 100]
  if (!(wanted > 0)) return null
  // 1/(2√ρ) without edges is a good first guess: look within a factor of four of it.
  const guess = 1e6 / (4 * wanted * wanted)
  low = Math.max(low, guess / 4)
  high = Math.min(high, guess * 4)
  if (!(low < high) || distance(low) < wanted || distance(high) > wanted) return null
  for (let step = 0; step < STEPS; step++) {
    const middle = Math.sqrt(low * high)
    if (distance(middle) > wanted) low = middle
    else high = middle
  }
  return Math.sqrt(low * high)
}
