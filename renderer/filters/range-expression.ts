// A range of one column as an expression, for the slider under its histogram.

export interface ColumnRange {
  column: string
  /** Undefined: no bound. */
  from: number | undefined
  to: number | undefined
}

const number = String.raw`(-?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?)`
const pattern = new RegExp(String.raw`^\s*([A-Za-z_]\w*)\s*(?:>=\s*${number}(?:\s*&&\s*\1\s*<=\s*${number})?|<=\s*${number})\s*$`)

/** `photons >= 500 && photons <= 3000`; empty without a bound. */
export function rangeExpression({ column, from, to }: ColumnRange): string {
  return [from === undefined ? [] : `${column} >= ${plain(from)}`, to === undefined ? [] : `${column} <= ${plain(to)}`].flat().join(' && ')
}

/** The range that such an expression is; undefined where it is something else. */
export function rangeOf(expression: string): ColumnRange | undefined {
  const match = pattern.exec(expression)
  if (!match) return undefined
  const [, column, from, to, onlyTo] = match
  const value = (text: string | undefined): number | undefined => (text === undefined ? undefined : Number(text))
  return { column, from: value(from), to: value(to ?? onlyTo) }
}

/** Four digits are as fine as a slider is. */
const plain = (value: number): string => String(Number(value.toPrecision(4)))
