// A table that rows are added to while a run goes on: room is made in advance, so that adding costs what is added.
import { createLocalizations, type LocalizationTable } from '../../core/localizations/table.ts'

type Columns = Record<string, Int32Array | Float32Array>

export interface GrowingTable {
  readonly rows: number
  add(more: LocalizationTable): void
  /** The rows so far, as views of the room that was made: they stay as they are when more is added. */
  table(): LocalizationTable
  /** The rows in arrays of their own. */
  whole(): LocalizationTable
}

export function growingTable(): GrowingTable {
  let room = createLocalizations(1024)
  let rows = 0
  const each = (make: (column: Int32Array | Float32Array) => Int32Array | Float32Array): LocalizationTable =>
    Object.fromEntries(Object.entries(room as unknown as Columns).map(([name, column]) => [name, make(column)])) as unknown as LocalizationTable

  return {
    get rows() { return rows },
    add(more) {
      const needed = rows + more.frame.length
      if (needed > room.frame.length) {
        const larger = createLocalizations(Math.max(needed, 2 * room.frame.length)) as unknown as Columns
        for (const [name, column] of Object.entries(room as unknown as Columns)) larger[name].set(column.subarray(0, rows))
        room = larger as unknown as LocalizationTable
      }
      for (const [name, column] of Object.entries(room as unknown as Columns)) column.set((more as unknown as Columns)[name], rows)
      rows = needed
    },
    table: () => each((column) => column.subarray(0, rows)),
    whole: () => each((column) => column.slice(0, rows)),
  }
}
