// What the graphics card gets of a table: a Gaussian a row. Rows are mixed, so that the first n of them are a fair sample of all:
// slow machines draw the sample first and the rest while nobody moves.
import type { Dataset } from '../datasets/index.ts'

export interface SuperresPoints {
  count: number
  /** x, y, σx, σy (nm) of each. */
  geometry: Float32Array
  /** Rows of the table, in the order in which they are drawn. */
  rows: Uint32Array
}

/** σ (nm) of rows that state none: truth, and tables of programs without uncertainties. */
export const unstatedSigma = 10

/** Rows that are prepared at a time: well under the 16 ms of a picture. */
const slice = 100_000

/** The rows of a dataset as Gaussians, in slices between which the window lives on. Rows with a position that is no number are left out. */
export function* pointSlices({ table }: Pick<Dataset, 'table'>, passing: Uint32Array | undefined): Generator<undefined, SuperresPoints> {
  const rows = mixed(passing ?? table.frame.length)
  yield
  const geometry = new Float32Array(4 * rows.length)
  const { x, y } = table
  const [sigmaX, sigmaY] = 'sigma_x' in table ? [table.sigma_x, table.sigma_y] : [undefined, undefined]
  let count = 0
  for (let n = 0; n < rows.length; n++) {
    if (n % slice === slice - 1) yield
    const row = rows[n]
    if (!Number.isFinite(x[row]) || !Number.isFinite(y[row])) continue
    rows[count] = row
    const at = 4 * count++
    geometry[at] = x[row]
    geometry[at + 1] = y[row]
    geometry[at + 2] = sigmaX && sigmaX[row] > 0 ? sigmaX[row] : unstatedSigma
    geometry[at + 3] = sigmaY && sigmaY[row] > 0 ? sigmaY[row] : unstatedSigma
  }
  return { count, geometry: geometry.subarray(0, 4 * count), rows: rows.subarray(0, count) }
}

/** The same at once. */
export function pointsOf(dataset: Pick<Dataset, 'table'>, passing: Uint32Array | undefined): SuperresPoints {
  const slices = pointSlices(dataset, passing)
  for (;;) {
    const { done, value } = slices.next()
    if (done) return value
  }
}

/** Numbers that stand for 'none' (NaN) and 'no partner' (Infinity) on the card, which knows neither reliably. */
const none = -1e30
const infinite = 1e30

/** The value by which each point is coloured. */
export function valuesOf({ table, extra }: Pick<Dataset, 'table' | 'extra'>, column: string, { rows, count }: SuperresPoints): Float32Array {
  const source = (table as unknown as Record<string, Float32Array | Int32Array | undefined>)[column] ?? extra[column]
  const values = new Float32Array(count)
  for (let i = 0; i < count; i++) {
    const value = source ? source[rows[i]] : NaN
    values[i] = Number.isFinite(value) ? value : Number.isNaN(value) ? none : Math.sign(value) * infinite
  }
  return values
}

/** Parts that are taken in turns: as many as the processor's nearest cache has room for. */
const parts = 64

/** Row numbers mixed: the first of every part of the table, then the second of each. */
function mixed(passing: Uint32Array | number): Uint32Array {
  const length = typeof passing === 'number' ? passing : passing.length
  const rows = new Uint32Array(length)
  const size = Math.ceil(length / parts)
  let at = 0
  for (let within = 0; within < size; within++) {
    for (let row = within; row < length; row += size) rows[at++] = typeof passing === 'number' ? row : passing[row]
  }
  return rows
}
