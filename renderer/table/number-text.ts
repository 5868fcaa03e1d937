// Numbers of a table as text.
import type { Column } from '../datasets/index.ts'
// Not through the door, which opens on components: stores are tested without a browser.
import { fixed } from '../ui/numbers.ts'

/** A value as it stands in a cell. */
export function cellText(value: number, decimals: number): string {
  if (Number.isNaN(value)) return '–'
  if (!Number.isFinite(value)) return value > 0 ? '∞' : '−∞'
  return fixed(value, decimals)
}

/** Title of a column with its unit, as programs write it: 'x [nm]'. */
export const titleOf = ({ name, unit }: Pick<Column, 'name' | 'unit'>): string => (unit ? `${name} [${unit}]` : name)

/** Rows as lines of tab-separated text under a line of titles, in pieces, so that others get their turn. */
export function* tabSeparated(columns: readonly Column[], rows: Uint32Array): Generator<string> {
  yield `${columns.map(titleOf).join('\t')}\n`
  const all = columns.map(({ values }) => values)
  for (let first = 0; first < rows.length; first += 2000) {
    let text = ''
    for (const row of rows.subarray(first, first + 2000)) text += `${all.map((values) => plain(values[row])).join('\t')}\n`
    yield text
  }
}

/** All digits that a single-precision number has. */
const plain = (value: number): string => (Number.isNaN(value) ? '' : String(Number.isInteger(value) ? value : Number(value.toPrecision(7))))
