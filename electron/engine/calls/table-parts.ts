// Tables that come in parts, since a message holds some hundred megabytes at most.
import { StructLocError } from '../../../core/errors.ts'
import type { CheckedArgs } from '../../contract/api.ts'

type Columns = CheckedArgs<'tableRows'>['columns']

/** Tables that are on their way at a time, and bytes of all of them. */
const mostTables = 4
const mostBytes = 8 * 2 ** 30
/** Parts that nobody goes on with are forgotten: their window is gone. */
const patience_ms = 10 * 60_000

interface Begun {
  parts: Columns[]
  forget: NodeJS.Timeout
}

export class TableParts {
  readonly #tables = new Map<string, Begun>()
  readonly #mostBytes: number

  constructor(most = mostBytes) {
    this.#mostBytes = most
  }

  /** Keeps the next rows of a table; how many there are by now. Errors: 'invalid-input' where columns do not fit, too many or too large tables. */
  add(table: string, columns: Columns): number {
    const begun = this.#tables.get(table)
    if (!begun && this.#tables.size >= mostTables) throw new StructLocError('invalid-input', `${mostTables} tables are on their way already.`)
    if (begun) fit(begun.parts[0], columns)
    const bytes = [columns, ...[...this.#tables.values()].flatMap(({ parts }) => parts)].reduce((sum, part) => sum + bytesOf(part), 0)
    if (bytes > this.#mostBytes) {
      this.drop(table)
      throw new StructLocError('invalid-input', `The table has more than ${Math.round(this.#mostBytes / 2 ** 20)} MB; filter it first.`)
    }
    clearTimeout(begun?.forget)
    const parts = [...begun?.parts ?? [], columns]
    this.#tables.set(table, { parts, forget: setTimeout(() => this.drop(table), patience_ms).unref() })
    return parts.reduce((sum, part) => sum + lengthOf(part), 0)
  }

  /** The whole table, its last rows given; the parts are forgotten. */
  take(table: string, last: Columns): Columns {
    const begun = this.#tables.get(table)
    this.drop(table)
    if (!begun) throw new StructLocError('invalid-input', 'The first rows of the table are not here any more; export it again.')
    fit(begun.parts[0], last)
    const parts = [...begun.parts, last]
    const length = parts.reduce((sum, part) => sum + lengthOf(part), 0)
    return Object.fromEntries(Object.keys(last).map((name) => {
      const whole = last[name] instanceof Int32Array ? new Int32Array(length) : new Float32Array(length)
      let at = 0
      for (const part of parts) {
        whole.set(part[name], at)
        at += part[name].length
      }
      return [name, whole]
    }))
  }

  drop(table: string): void {
    clearTimeout(this.#tables.get(table)?.forget)
    this.#tables.delete(table)
  }

  close(): void {
    for (const table of this.#tables.keys()) this.drop(table)
  }
}

const bytesOf = (columns: Columns): number => Object.values(columns).reduce((sum, { byteLength }) => sum + byteLength, 0)
const lengthOf = (columns: Columns): number => Object.values(columns)[0]?.length ?? 0

function fit(first: Columns, next: Columns): void {
  const [names, other] = [Object.keys(first).toSorted(), Object.keys(next).toSorted()]
  const alike = names.length === other.length && names.every((name, i) => name === other[i] && first[name].constructor === next[name].constructor)
  const even = new Set(Object.values(next).map(({ length }) => length)).size <= 1
  if (!alike || !even) throw new StructLocError('invalid-input', 'The parts of a table need the same columns, of one length each.')
}
