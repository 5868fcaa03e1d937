// The columns of a dataset as people see them: with their units, with frames counted from 1, with those that are worked out.
import type { Dataset } from './datasets-store.ts'

export type ColumnValues = Float32Array | Int32Array

export interface Column {
  name: string
  /** Empty where it has none. */
  unit: string
  /** One sentence on what it is. */
  about: string
  /** Digits after the point that are worth showing. */
  decimals: number
  /** One a row; worked out when first asked for, where they are not the table's own. */
  readonly values: ColumnValues
  /** Whether it says anything: programs without uncertainties leave theirs 0. */
  readonly stated: boolean
}

type Description = Omit<Column, 'name' | 'values' | 'stated'>

const described: Readonly<Record<string, Description>> = {
  frame: { unit: '', about: 'Frame of the movie, counted from 1.', decimals: 0 },
  id: { unit: '', about: 'Number of the molecule; −1 where it is not known.', decimals: 0 },
  x: { unit: 'nm', about: 'Position from the left edge of the field of view.', decimals: 1 },
  y: { unit: 'nm', about: 'Position from the top edge of the field of view.', decimals: 1 },
  z: { unit: 'nm', about: 'Depth relative to the focal plane.', decimals: 1 },
  photons: { unit: '', about: 'Photons of the emitter in this frame.', decimals: 0 },
  background: { unit: 'photons/px', about: 'Photons per pixel around it that are not its own.', decimals: 1 },
  sigma_x: { unit: 'nm', about: 'Uncertainty of x (standard deviation).', decimals: 2 },
  sigma_y: { unit: 'nm', about: 'Uncertainty of y (standard deviation).', decimals: 2 },
  sigma_z: { unit: 'nm', about: 'Uncertainty of z (standard deviation).', decimals: 2 },
  uncertainty_xy: { unit: 'nm', about: 'Uncertainty in the plane: root mean square of sigma_x and sigma_y.', decimals: 2 },
  sigma_photons: { unit: '', about: 'Uncertainty of the photons (standard deviation).', decimals: 0 },
  probability: { unit: '', about: 'How sure the model is that there is an emitter; 0 … 1, sums of neighbouring pixels may pass 1.', decimals: 3 },
  error_lateral: { unit: 'nm', about: 'Distance in the plane to the true emitter it is matched with.', decimals: 1 },
  error_axial: { unit: 'nm', about: 'Difference in depth to the true emitter it is matched with.', decimals: 1 },
  prior_influence: { unit: 'σ', about: 'Distance to the match among the rows of the other model, in standard deviations of both; ∞ without a match, – where it cannot be said.', decimals: 2 },
}

const unknown: Description = { unit: '', about: '', decimals: 3 }
const describe = (name: string): Description => described[name] ?? (/error|distance|offset/.test(name) ? { unit: 'nm', about: '', decimals: 1 } : unknown)

/** All columns: those of the table, what follows from them, what the window worked out. */
export function columnsOf({ table, extra }: Pick<Dataset, 'table' | 'extra'>): Column[] {
  const column = (name: string, values: () => ColumnValues, from: readonly ColumnValues[]): Column =>
    ({ name, ...describe(name), get values() { return values() }, get stated() { return from.some(isStated) } })
  const given = Object.entries({ ...table, ...extra }) as [string, ColumnValues][]
  const columns = given.map(([name, values]) => column(name, name === 'frame' ? () => shownFrames(table.frame) : () => values, [values]))
  if ('sigma_x' in table) {
    const both = [table.sigma_x, table.sigma_y] as const
    columns.splice(columns.findIndex(({ name }) => name === 'sigma_z') + 1, 0, column('uncertainty_xy', () => uncertainty(...both), both))
  }
  return columns
}

const shown = new WeakMap<Int32Array, Int32Array>()
function shownFrames(frame: Int32Array): Int32Array {
  const known = shown.get(frame)
  if (known) return known
  const from1 = new Int32Array(frame.length)
  for (let row = 0; row < frame.length; row++) from1[row] = frame[row] + 1
  shown.set(frame, from1)
  return from1
}

const uncertainties = new WeakMap<Float32Array, Float32Array>()
function uncertainty(sigma_x: Float32Array, sigma_y: Float32Array): Float32Array {
  const known = uncertainties.get(sigma_x)
  if (known) return known
  const both = new Float32Array(sigma_x.length)
  for (let row = 0; row < sigma_x.length; row++) both[row] = Math.sqrt((sigma_x[row] * sigma_x[row] + sigma_y[row] * sigma_y[row]) / 2)
  uncertainties.set(sigma_x, both)
  return both
}

function isStated(values: ColumnValues): boolean {
  for (let row = 0; row < values.length; row++) if (values[row] !== 0) return true
  return false
}
