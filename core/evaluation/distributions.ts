// How a table's values are spread, without truth: histograms of σ, photons and places inside the pixel, counts over frames.
import type { LocalizationTable } from '../localizations/table.ts'
import { gridPower } from './checkerboard.ts'

export interface Histogram {
  /** Ascending; one more than counts. */
  edges: number[]
  counts: number[]
  /** Rows that have a value, those beyond the edges included. */
  total: number
  median: number | null
}

export interface Distributions {
  rows: number
  /** σ (nm) and photons of the rows that state them (> 0). */
  sigma_x: Histogram
  sigma_y: Histogram
  sigma_z: Histogram
  photons: Histogram
  /** Share of the rows in each tenth of a pixel, along x and y. */
  inPixel: { x: number[]; y: number[] }
  /** Power at one cycle a pixel: 1 on average for independent positions without a grid. */
  gridPower: { x: number; y: number }
  /** Localizations a frame, mean over blocks of frames. */
  perFrame: { frame: number; mean: number }[]
}

const tenths = 10
const blocks = 60

/** Counts in bins of equal width; the last bin includes its upper edge. NaN counts nowhere. */
export function histogram(values: ArrayLike<number>, [low, high]: readonly [number, number], bins: number): Histogram {
  const counts = Array.from({ length: bins }, () => 0)
  const known: number[] = []
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (Number.isNaN(value)) continue
    known.push(value)
    const bin = value === high ? bins - 1 : Math.floor(((value - low) / (high - low)) * bins)
    if (bin >= 0 && bin < bins) counts[bin]++
  }
  const sorted = Float64Array.from(known).sort()
  const edges = Array.from({ length: bins + 1 }, (_, i) => low + ((high - low) * i) / bins)
  return { edges, counts, total: known.length, median: sorted.length === 0 ? null : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2 }
}

/** @param ranges shared by the tables that are compared: σ lateral, σ axial, photons, each from 0 to this */
export function distributions(table: LocalizationTable, rows: Uint32Array | undefined, pixelSize: number, ranges: { lateral: number; axial: number; photons: number }): Distributions {
  const of = (column: Float32Array): Float32Array => (rows ? Float32Array.from(rows, (row) => column[row]) : column)
  const stated = (column: Float32Array): Float32Array => of(column).filter((value) => value > 0)
  const [x, y] = [of(table.x), of(table.y)]
  const frames = rows ? Int32Array.from(rows, (row) => table.frame[row]) : table.frame
  return {
    rows: x.length,
    sigma_x: histogram(stated(table.sigma_x), [0, ranges.lateral], 50),
    sigma_y: histogram(stated(table.sigma_y), [0, ranges.lateral], 50),
    sigma_z: histogram(stated(table.sigma_z), [0, ranges.axial], 50),
    photons: histogram(stated(table.photons), [0, ranges.photons], 50),
    inPixel: { x: shares(x, pixelSize), y: shares(y, pixelSize) },
    gridPower: { x: gridPower(x, pixelSize), y: gridPower(y, pixelSize) },
    perFrame: overFrames(frames),
  }
}

/** The 99 % quantile over several columns, at least `least`: an upper end for histograms that are compared. */
export function upperEnd(columns: readonly Float32Array[], least: number): number {
  const values = columns.flatMap((column) => {
    const step = Math.max(1, Math.floor(column.length / 20_000))
    return [...column.filter((value, i) => i % step === 0 && value > 0 && Number.isFinite(value))]
  })
  const sorted = Float64Array.from(values).sort()
  return Math.max(least, sorted.length === 0 ? 0 : sorted[Math.round(0.99 * (sorted.length - 1))])
}

function shares(positions: Float32Array, pixelSize: number): number[] {
  const counts = Array.from({ length: tenths }, () => 0)
  for (const position of positions) {
    const inside = position / pixelSize - Math.floor(position / pixelSize)
    if (Number.isFinite(inside)) counts[Math.min(tenths - 1, Math.floor(inside * tenths))]++
  }
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => (total > 0 ? count / total : 0))
}

function overFrames(frames: Int32Array): Distributions['perFrame'] {
  if (frames.length === 0) return []
  const first = frames.reduce((least, frame) => Math.min(least, frame), Infinity)
  const end = frames.reduce((most, frame) => Math.max(most, frame), -Infinity) + 1
  const size = Math.max(1, Math.ceil((end - first) / blocks))
  const counts = new Float64Array(Math.ceil((end - first) / size))
  for (const frame of frames) counts[Math.floor((frame - first) / size)]++
  return Array.from(counts, (count, i) => {
    const start = first + i * size
    return { frame: start + (Math.min(size, end - start) - 1) / 2, mean: count / Math.min(size, end - start) }
  })
}
