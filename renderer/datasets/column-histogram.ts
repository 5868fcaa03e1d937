// How the values of a column are spread: all rows, and those that pass the filters, over the range where nearly all of them are.
import type { ColumnValues } from './columns.ts'

export interface ColumnHistogram {
  /** Least and largest finite value; both 0 without one. */
  least: number
  most: number
  /** What the bins cover: from the 0.2 % to the 99.8 % quantile, with some room; values outside count in the outermost bins. */
  from: number
  to: number
  all: Uint32Array
  passing: Uint32Array
}

const mostBins = 80
const sampled = 20_000

/** @param rows those that pass; all where absent */
export function columnHistogram(values: ColumnValues, rows: Uint32Array | undefined): ColumnHistogram {
  let [least, most] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value < least && value !== -Infinity) least = value
    if (value > most && value !== Infinity) most = value
  }
  if (least > most) [least, most] = [0, 0]
  const { from, to, bins } = usualRange(values, least, most)
  const all = new Uint32Array(bins)
  for (let i = 0; i < values.length; i++) count(all, values[i], from, to)
  let passing = all
  if (rows) {
    passing = new Uint32Array(bins)
    for (let i = 0; i < rows.length; i++) count(passing, values[rows[i]], from, to)
  }
  return { least, most, from, to, all, passing }
}

function count(counts: Uint32Array, value: number, from: number, to: number): void {
  if (Number.isNaN(value)) return
  // In this order whole numbers over a whole width come out exactly.
  const bin = Math.floor((value - from) / ((to - from) / counts.length))
  counts[bin < 0 ? 0 : bin >= counts.length ? counts.length - 1 : bin]++
}

function usualRange(values: ColumnValues, least: number, most: number): { from: number; to: number; bins: number } {
  if (least === most) {
    const half = Math.max(0.5, 1e-6 * Math.abs(least))
    return { from: least - half, to: most + half, bins: mostBins }
  }
  const step = Math.max(1, Math.floor(values.length / sampled)) | 1
  const sample = new Float64Array(Math.ceil(values.length / step))
  let n = 0
  for (let i = 0; i < values.length; i += step) if (Number.isFinite(values[i])) sample[n++] = values[i]
  const sorted = sample.subarray(0, n).sort()
  const quantile = (share: number): number => sorted[Math.min(n - 1, Math.floor(share * n))]
  const [low, high] = [quantile(0.002), quantile(0.998)]
  const room = 0.05 * (high - low)
  let [from, to] = [Math.max(least, low - room), Math.min(most, high + room)]
  if (!(to > from)) [from, to] = [least, most]
  if (!sorted.every(Number.isInteger) || to - from > 2 ** 31) return { from, to, bins: mostBins }
  // Whole numbers: as many of them in each bin as in the next.
  from = Math.floor(from)
  const width = Math.ceil((to - from + 1) / mostBins)
  const bins = Math.ceil((to - from + 1) / width)
  return { from, to: from + bins * width, bins }
}
