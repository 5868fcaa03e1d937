// Localizations and true emitters as columns (struct of typed arrays).
// Lengths nm, photons for brightness, photons per pixel and frame for background, frames counted from 0,
// origin at the outer corner of the top-left pixel.

/** The numeric columns of a localization after `frame`, in the order in which they are written. */
export const localizationColumns = [
  'x', 'y', 'z', 'photons', 'background', 'sigma_x', 'sigma_y', 'sigma_z', 'sigma_photons', 'probability',
] as const
export type LocalizationColumn = (typeof localizationColumns)[number]

/** What a network or a fit found: one row a detection. */
export type LocalizationTable = { frame: Int32Array } & Record<LocalizationColumn, Float32Array>

/** What the simulator put in: one row an emitter and frame. `id` is the molecule's, -1 where unknown. */
export interface EmitterTable {
  frame: Int32Array
  id: Int32Array
  x: Float32Array
  y: Float32Array
  z: Float32Array
  /** Photons that reach the camera in this frame (flux times the share of the frame in which it was on). */
  photons: Float32Array
}

/** A table of `length` rows, all zero. */
export function createLocalizations(length: number): LocalizationTable {
  const table = { frame: new Int32Array(length) } as LocalizationTable
  for (const name of localizationColumns) table[name] = new Float32Array(length)
  return table
}

/** An emitter table of `length` rows, all zero. */
export function createEmitters(length: number): EmitterTable {
  return {
    frame: new Int32Array(length), id: new Int32Array(length),
    x: new Float32Array(length), y: new Float32Array(length), z: new Float32Array(length),
    photons: new Float32Array(length),
  }
}

type Columns = Record<string, Int32Array | Float32Array>

/** The rows named by `rows`, in that order, for a localization or an emitter table. */
export function selectRows<T extends { frame: Int32Array }>(table: T, rows: ArrayLike<number>): T {
  const result: Columns = {}
  for (const [name, column] of Object.entries(table) as [string, Int32Array | Float32Array][]) {
    const out = column instanceof Int32Array ? new Int32Array(rows.length) : new Float32Array(rows.length)
    for (let i = 0; i < rows.length; i++) out[i] = column[rows[i]]
    result[name] = out
  }
  return result as unknown as T
}

/** The tables one after another; all must have the columns of the first. */
export function concatTables<T extends { frame: Int32Array }>(tables: readonly T[]): T {
  if (tables.length === 0) throw new RangeError('concatTables needs at least one table')
  const length = tables.reduce((sum, table) => sum + table.frame.length, 0)
  const result: Columns = {}
  for (const [name, first] of Object.entries(tables[0]) as [string, Int32Array | Float32Array][]) {
    const out = first instanceof Int32Array ? new Int32Array(length) : new Float32Array(length)
    let offset = 0
    for (const table of tables) {
      const column = (table as unknown as Columns)[name]
      out.set(column, offset)
      offset += column.length
    }
    result[name] = out
  }
  return result as unknown as T
}
