// What the graphics card gets of a table: a Gaussian a row. Rows are mixed, so that the first n of them are a fair sample of all:
// slow machines draw the sample first and the rest while nobody moves.
import type { Dataset } from '../datasets/index.ts'

export interface SuperresPoints {
  count: number
  /** x, y, σx, σy (nm) of each; handed over to what draws them. */
  geometry: Float32Array
  /** Rows of the table, in the order in which they are drawn. */
  rows: Uint32Array
}

/** σ (nm) of rows that state none: truth, and tables of programs without uncertainties. */
export const unstatedSigma = 10

/** Rows that are prepared at a time: a millisecond or so. */
const slice = 16_384

/** The rows of a dataset as Gaussians, in slices between which others get their turn. Rows with a position that is no number are left out. */
export function* pointSlices({ table }: Pick<Dataset, 'table'>, passing: Uint32Array | undefined): Generator<undefined, SuperresPoints> {
  const length = passing?.length ?? table.frame.length
  const rows = new Uint32Array(length)
  const size = Math.ceil(length / parts)
  for (let within = 0, at = 0; within < size; within += slice / parts) {
    at = mix(rows, at, passing, within, Math.min(size, within + slice / parts), size)
    yield
  }
  const points: SuperresPoints = { rows, geometry: new Float32Array(4 * length), count: 0 }
  for (let first = 0; first < length; first += slice) {
    place(points, table, first, Math.min(length, first + slice))
    yield
  }
  const { geometry, count } = points
  return { count, geometry: geometry.subarray(0, 4 * count), rows: rows.subarray(0, count) }
}

/** Puts rows number `first` to `end` behind the points that are there. */
function place(points: SuperresPoints, table: Dataset['table'], first: number, end: number): void {
  const { rows, geometry } = points
  const { x, y } = table
  const [sigmaX, sigmaY] = 'sigma_x' in table ? [table.sigma_x, table.sigma_y] : [undefined, undefined]
  let { count } = points
  for (let n = first; n < end; n++) {
    const row = rows[n]
    if (!Number.isFinite(x[row]) || !Number.isFinite(y[row])) continue
    rows[count] = row
    const at = 4 * count++
    geometry[at] = x[row]
    geometry[at + 1] = y[row]
    geometry[at + 2] = sigmaX && sigmaX[row] > 0 ? sigmaX[row] : unstatedSigma
    geometry[at + 3] = sigmaY && sigmaY[row] > 0 ? sigmaY[row] : unstatedSigma
  }
  points.count = count
}

/** Numbers that stand for 'none' (NaN) and 'no partner' (Infinity) on the card, which knows neither reliably. */
const none = -1e30
const infinite = 1e30

/** The value by which each point is coloured, in slices. */
export function* valueSlices({ table, extra }: Pick<Dataset, 'table' | 'extra'>, column: string, { rows, count }: SuperresPoints): Generator<undefined, Float32Array> {
  const source = (table as unknown as Record<string, Float32Array | Int32Array | undefined>)[column] ?? extra[column]
  const values = new Float32Array(count)
  for (let first = 0; first < count; first += slice) {
    takeValues(values, source, rows, first, Math.min(count, first + slice))
    yield
  }
  return values
}

function takeValues(values: Float32Array, source: Float32Array | Int32Array | undefined, rows: Uint32Array, first: number, end: number): void {
  for (let i = first; i < end; i++) {
    const value = source ? source[rows[i]] : NaN
    values[i] = Number.isFinite(value) ? value : Number.isNaN(value) ? none : Math.sign(value) * infinite
  }
}

/** Parts that are taken in turns: as many as the processor's nearest cache has room for. */
const parts = 64

/** Row numbers mixed: the first of every part of the table, then the second of each. Gives the place of the next. */
function mix(rows: Uint32Array, start: number, passing: Uint32Array | undefined, first: number, end: number, size: number): number {
  let at = start
  for (let within = first; within < end; within++) {
    for (let row = within; row < rows.length; row += size) rows[at++] = passing ? passing[row] : row
  }
  return at
}
