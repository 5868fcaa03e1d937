// Filters, sorts and counts columns outside the window's thread. Columns are sent once and held until they are let go.
import { rowsThatPass } from '../../core/localizations/evaluate-expression.ts'
import type { Expression } from '../../core/localizations/expression.ts'
import { serveCalls } from '../ui/worker-calls.ts'
import { columnHistogram, type ColumnHistogram } from './column-histogram.ts'
import type { ColumnValues } from './columns.ts'
import { rowOrder } from './row-order.ts'

const held = new Map<number, ColumnValues>()
const column = (id: number): ColumnValues => {
  const values = held.get(id)
  if (!values) throw new Error(`Column ${id} is not here`)
  return values
}

const functions = {
  hold: (id: number, values: ColumnValues): void => { held.set(id, values) },
  letGo: (id: number): void => { held.delete(id) },
  passing: (conditions: Expression[], columns: Record<string, number>, rows: number): Uint32Array =>
    rowsThatPass(conditions, Object.fromEntries(Object.entries(columns).map(([name, id]) => [name, column(id)])), rows),
  order: (id: number, rows: Uint32Array | undefined, descending: boolean): Uint32Array => rowOrder(column(id), rows, descending),
  histogram: (id: number, rows: Uint32Array | undefined): ColumnHistogram => columnHistogram(column(id), rows),
}
export type ColumnFunctions = typeof functions

serveCalls(functions)
