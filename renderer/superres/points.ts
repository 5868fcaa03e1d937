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

/** The rows of a dataset as Gaussians. Rows with a position that is no number are left out. */
export function pointsOf({ table }: Pick<Dataset, 'table'>, passing: Uint32Array | undefined): SuperresPoints {
  const rows = mixed(passing ?? table.frame.length)
  const geometry = new Float32Array(4 * rows.length)
  const { x, y } = table
  const [sigmaX, sigmaY] = 'sigma_x' in table ? [table.sigma_x, table.sigma_y] : [undefined, undefined]
  let count = 0
  for (const row of rows) {
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

/** Row numbers in steps of about the golden section of their number. */
function mixed(passing: Uint32Array | number): Uint32Array {
  const length = typeof passing === 'number' ? passing : passing.length
  const rows = new Uint32Array(length)
  let step = Math.max(1, Math.round(length * 0.618034))
  while (gcd(step, length) > 1) step++
  for (let i = 0, at = 0; i < length; i++, at = (at + step) % length) rows[i] = typeof passing === 'number' ? at : passing[at]
  return rows
}

function gcd(a: number, b: number): number {
  while (b > 0) [a, b] = [b, a % b]
  return a
}
