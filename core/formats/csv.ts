// Reading and writing of plain csv: a header, numbers, one row a line.
import { StructLocError } from '../errors.ts'

export interface CsvTable {
  header: string[]
  /** One array a column, in the order of the header. */
  columns: Float64Array[]
  /** The line each row stood in, from 1. */
  lines: Int32Array
  rows: number
}

/**
 * The fields of a header line; quotes around a name are taken off, blanks at its ends kept out. A line that was quoted as a
 * whole by a second program ("id,""frame"",…") is understood.
 */
export function parseHeader(line: string): string[] {
  const plain = line.replace(/^\uFEFF/, '').trim()
  const twice = plain.startsWith('"') && plain.includes(',""')
  return (twice ? plain.replace(/^"|"$/g, '').replaceAll('""', '"') : plain).split(',').map((name) => name.trim().replace(/^"(.*)"$/, '$1').trim())
}

/**
 * Numbers of a csv text. Errors name file, line (from 1), column, the value and what would be right. A text without a header
 * in words (`named: false`) gets the columns '1', '2', ….
 */
export function parseCsv(text: string, fileName: string, named = true): CsvTable {
  const firstEnd = lineEnd(text, 0)
  const firstFields = parseHeader(text.slice(0, firstEnd))
  const header = named ? firstFields : firstFields.map((_, i) => String(i + 1))
  const capacity = countLines(text)
  const columns = header.map(() => new Float64Array(capacity))
  const lines = new Int32Array(capacity)
  let rows = 0
  let line = named ? 2 : 1
  for (let start = named ? firstEnd + 1 : 0; start < text.length; line++) {
    const end = lineEnd(text, start)
    const content = text.slice(start, end).trim()
    start = end + 1
    if (content === '') continue
    const fields = content.split(',')
    if (fields.length !== header.length) {
      throw new StructLocError('invalid-input', `${fileName}, line ${line}: ${fields.length} values, but ${header.length} columns (${header.join(', ')}).`)
    }
    for (let column = 0; column < fields.length; column++) {
      const value = Number(fields[column])
      if (!Number.isFinite(value) || fields[column].trim() === '') {
        throw new StructLocError('invalid-input', `${fileName}, line ${line}, column '${header[column]}': '${fields[column].trim()}' is not a number; a finite number was expected.`)
      }
      columns[column][rows] = value
    }
    lines[rows] = line
    rows++
  }
  return { header, rows, lines: lines.subarray(0, rows), columns: columns.map((column) => column.subarray(0, rows)) }
}

function lineEnd(text: string, start: number): number {
  const end = text.indexOf('\n', start)
  return end < 0 ? text.length : end
}

function countLines(text: string): number {
  let lines = 1
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines++
  return lines
}

/** A number in as few digits as single precision needs, at most `decimals` after the point. */
export function digits(value: number, decimals: number): string {
  return String(Math.round(value * 10 ** decimals) / 10 ** decimals)
}
