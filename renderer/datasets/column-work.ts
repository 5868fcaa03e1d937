// Work on whole columns: at once where the table is small, in a worker where it would hold up the window.
import { rowsThatPass } from '../../core/localizations/evaluate-expression.ts'
import type { Expression } from '../../core/localizations/expression.ts'
import { callsOf } from '../ui/worker-calls.ts'
import { columnHistogram, type ColumnHistogram } from './column-histogram.ts'
import type { ColumnFunctions } from './column-worker.ts'
import type { ColumnValues } from './columns.ts'
import { rowOrder } from './row-order.ts'

/** Rows up to which a filter, a sort or a histogram takes some milliseconds. */
export const fewRows = 150_000
/** Columns that the worker holds at most: 4 MB each for a million rows. */
const mostHeld = 24

let remote: ReturnType<typeof callsOf<ColumnFunctions>> | undefined
const ids = new WeakMap<ColumnValues, number>()
/** The latest used last. */
const held: number[] = []
let lastId = 0

function worker(): NonNullable<typeof remote> {
  return (remote ??= callsOf<ColumnFunctions>(new Worker(new URL('./column-worker.ts', import.meta.url), { type: 'module' })))
}

/** The worker's number for a column, which is sent where it is not there. */
function sent(values: ColumnValues): number {
  const id = ids.get(values) ?? ++lastId
  ids.set(values, id)
  const at = held.indexOf(id)
  if (at >= 0) held.splice(at, 1)
  // A view of a longer buffer would be sent with all of it.
  else void worker().hold(id, values.byteLength < values.buffer.byteLength ? values.slice() : values)
  held.push(id)
  if (held.length > mostHeld) void worker().letGo(held.shift()!)
  return id
}

/** Rows (ascending) that pass all conditions. */
export async function passingRows(conditions: readonly Expression[], columns: Readonly<Record<string, ColumnValues>>, rows: number): Promise<Uint32Array> {
  if (rows <= fewRows) return rowsThatPass(conditions, columns, rows)
  return worker().passing([...conditions], Object.fromEntries(Object.entries(columns).map(([name, values]) => [name, sent(values)])), rows)
}

/** `rows` (all where absent) in the order of a column. */
export async function orderedRows(values: ColumnValues, rows: Uint32Array | undefined, descending: boolean): Promise<Uint32Array> {
  return values.length <= fewRows ? rowOrder(values, rows, descending) : worker().order(sent(values), rows, descending)
}

export async function histogramOf(values: ColumnValues, rows: Uint32Array | undefined): Promise<ColumnHistogram> {
  return values.length <= fewRows ? columnHistogram(values, rows) : worker().histogram(sent(values), rows)
}
