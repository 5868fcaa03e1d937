// Reading and writing of plain csv: a header, numbers, one row a line. A table of many millions of rows does not fit into one
// string, so reading works on bytes and writing on pieces.
import { StructLocError } from '../errors.ts'

export interface CsvTable {
  header: string[]
  /** The columns that were asked for, by name. */
  columns: Map<string, Float64Array>
  /** The line each row stood in, from 1. */
  lines: Int32Array
  rows: number
  /** Columns that were asked for, but hold words. */
  words: string[]
}

export interface CsvReading {
  /** False for a text without a line of names: its columns are '1', '2', …. */
  named: boolean
  /** Columns to read; the others may hold anything. */
  wanted: (name: string) => boolean
  /** Columns in which NaN and infinite values mean that the value is not known: they are read as 0. */
  mayBeUnknown: (name: string) => boolean
  /** Columns that are kept where they hold numbers (NaN where a field is empty or no finite number), and left out where they hold words. */
  mayBeWords?: (name: string) => boolean
  /** What stands between two fields; a comma where nothing is said. */
  delimiter?: Delimiter
  /** The columns' names, where the first line does not name them as a csv does; the rows then begin behind that line. */
  header?: readonly string[]
  /** True where an empty line ends the table and anything may follow. */
  endsAtEmptyLine?: boolean
}

export type Delimiter = ',' | '\t' | ' '

const [NUL, NEWLINE, RETURN, TAB, BLANK, MINUS, POINT, ZERO] = [0, 10, 13, 9, 32, 45, 46, 48]
const powers = Array.from({ length: 16 }, (_, i) => 10 ** i)
const LONGEST_HEADER = 65_536
const decoder = new TextDecoder()

/**
 * The fields of a header line; quotes around a name are taken off, blanks at its ends kept out. A line that was quoted as a
 * whole by a second program ("id,""frame"",…") is understood.
 */
export function parseHeader(line: string, delimiter: Delimiter = ','): string[] {
  const marked = line.replace(/^\uFEFF/, '')
  const plain = delimiter === '\t' ? marked.replace(/[\r\n]+$/, '') : marked.trim()
  const twice = plain.startsWith('"') && plain.includes(',""')
  return (twice ? plain.replace(/^"|"$/g, '').replaceAll('""', '"') : plain).split(delimiter).map((name) => name.trim().replace(/^"(.*)"$/, '$1').trim())
}

/** The first line of a csv file, as far as a line of names can be long. */
export function firstLine(bytes: Uint8Array): string {
  return decoder.decode(bytes.subarray(0, Math.min(LONGEST_HEADER, lineEnd(bytes, 0))))
}

/** Numbers of a csv file. Errors name file, line (from 1), column, the value and what would be right. */
export function parseCsv(bytes: Uint8Array, fileName: string, reading: CsvReading): CsvTable {
  const { named, wanted, mayBeUnknown, mayBeWords = () => false, delimiter = ',', endsAtEmptyLine = false } = reading
  const separator = delimiter.charCodeAt(0)
  const firstFields = reading.header ?? parseHeader(firstLine(bytes), delimiter)
  const header = named ? [...firstFields] : firstFields.map((_, i) => String(i + 1))
  const capacity = countLines(bytes)
  const columns = header.map((name) => (wanted(name) ? new Float64Array(capacity) : undefined))
  const lines = new Int32Array(capacity)
  const words: string[] = []
  let rows = 0
  let line = named ? 2 : 1
  for (let at = named ? lineEnd(bytes, 0) + 1 : 0; at < bytes.length; line++) {
    const next = lineEnd(bytes, at)
    const [start, end] = trimmed(bytes, at, next, separator)
    at = next + 1
    if (start === end && endsAtEmptyLine) break
    if (start === end) continue
    let fields = 0
    for (let from = start; from <= end; fields++) {
      let to = from
      while (to < end && bytes[to] !== separator) to++
      const column = columns[fields]
      if (column) {
        const value = number(bytes, from, to)
        if (!Number.isFinite(value) && mayBeWords(header[fields])) {
          column[rows] = value
          if (!isUnknownOrEmpty(decoder.decode(bytes.subarray(from, to)))) {
            words.push(header[fields])
            columns[fields] = undefined
          }
          from = to + 1
          continue
        }
        const unknown = !Number.isFinite(value) && mayBeUnknown(header[fields]) && isUnknown(decoder.decode(bytes.subarray(from, to)))
        column[rows] = unknown ? 0 : value
        if (!unknown && !Number.isFinite(value)) throw faulty(decoder.decode(bytes.subarray(start, end)), fields)
      }
      from = to + 1
    }
    if (fields !== header.length) throw faulty(decoder.decode(bytes.subarray(start, end)), -1)
    lines[rows] = line
    rows++
  }
  const byName = new Map<string, Float64Array>()
  columns.forEach((values, i) => {
    if (values && !byName.has(header[i])) byName.set(header[i], values.subarray(0, rows))
  })
  return { header, rows, lines: lines.subarray(0, rows), columns: byName, words }

  function faulty(content: string, column: number): StructLocError {
    const fields = content.split(delimiter)
    return new StructLocError('invalid-input', fields.length !== header.length
      ? `${fileName}, line ${line}: ${fields.length} values, but ${header.length} columns (${header.join(', ')}).`
      : `${fileName}, line ${line}, column '${header[column]}': '${fields[column].trim()}' is not a number; a finite number was expected.`)
  }
}

/** The number between two places; NaN where there is none. Up to 15 digits are read directly, which is exact; the rest by `Number`. */
function number(bytes: Uint8Array, from: number, to: number): number {
  const [start, end] = trimmed(bytes, from, to)
  if (start === end) return NaN
  let at = start
  const negative = bytes[at] === MINUS
  if (negative) at++
  let [whole, digitCount, decimals, point] = [0, 0, 0, false]
  for (; at < end; at++) {
    const digit = bytes[at] - ZERO
    if (digit >= 0 && digit <= 9) {
      whole = whole * 10 + digit
      digitCount++
      if (point) decimals++
    } else if (bytes[at] === POINT && !point) point = true
    else return Number(decoder.decode(bytes.subarray(start, end)))
  }
  if (digitCount === 0 || digitCount > 15) return Number(decoder.decode(bytes.subarray(start, end)))
  const value = whole / powers[decimals]
  return negative ? -value : value
}

const isUnknown = (field: string): boolean => /^[-+]?(nan|inf|infinity)$/i.test(field.trim())
const isUnknownOrEmpty = (field: string): boolean => field.trim() === '' || isUnknown(field)

/** The part between two places without blanks at its ends; tabs that stand between fields are no blanks. */
function trimmed(bytes: Uint8Array, from: number, to: number, separator = 0): [number, number] {
  const blank = (byte: number): boolean => byte === BLANK || byte === RETURN || byte === NUL || byte === TAB && separator !== TAB
  while (from < to && blank(bytes[from])) from++
  while (to > from && blank(bytes[to - 1])) to--
  return [from, to]
}

function lineEnd(bytes: Uint8Array, start: number): number {
  const end = bytes.indexOf(NEWLINE, start)
  return end < 0 ? bytes.length : end
}

function countLines(bytes: Uint8Array): number {
  let lines = 1
  for (let at = bytes.indexOf(NEWLINE); at >= 0; at = bytes.indexOf(NEWLINE, at + 1)) lines++
  return lines
}
