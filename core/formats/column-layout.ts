// From the columns of a file to a table of ours, by a layout that says which is which. Units, frame base and origin are converted
// here, once: nm, frames from 0, origin at the outer corner of the top-left pixel.
import { StructLocError } from '../errors.ts'
import { createEmitters, createLocalizations, type EmitterTable, type LocalizationTable } from '../localizations/table.ts'

/** How a column of the file was read. Columns that are not used have no `to`. */
export interface Understood {
  from: string
  to: string | undefined
  /** Unit in the file, and what was done to it. */
  note: string
}

export type NumberColumn = Int32Array | Float32Array | Float64Array

/** Columns that are none of ours, under their own names; widths of the PSF (nm) are `psf_sigma_x` and `psf_sigma_y` in every format. */
export type Further = Readonly<Record<string, NumberColumn>>

/** What a file tells of the movie behind it. */
export interface Field {
  /** nm */
  pixelSize?: number
  width_px?: number
  height_px?: number
  frames?: number
}

export type ReadTable = ({ kind: 'localizations'; table: LocalizationTable } | { kind: 'emitters'; table: EmitterTable }) & {
  /** The program or format it was written by. */
  format: string
  /** Frame number in the file that stands for our 0. */
  firstFrame: number
  understood: Understood[]
  /** Numeric columns that are none of ours, where they were asked for. */
  further?: Further
  /** Columns of words, which no table of ours can hold, where further columns were asked for. */
  words?: readonly string[]
  field?: Field
}

/** ours = factor · theirs + offset. */
export interface Conversion {
  factor?: number
  offset?: number
  note: string
}

export interface Layout {
  name: string
  kind: ReadTable['kind']
  /** Names in the file for our columns; the first that is there counts. */
  names: Readonly<Record<string, readonly string[]>>
  needed: readonly string[]
  firstFrame: number
  /** For our columns whose unit or origin differs in the file. */
  conversions?: Readonly<Record<string, Conversion>>
  field?: Field
}

/** Columns as they stand in a file, all of one length. */
export interface NamedColumns {
  header: readonly string[]
  /** Those that were read, by name. */
  columns: ReadonlyMap<string, ArrayLike<number>>
  rows: number
  /** Where a row stands, for errors: 'line 7'. */
  place: (row: number) => string
  /** Columns that hold words. */
  words?: readonly string[]
}

export interface Keep {
  /** Keeps numeric columns that are none of ours. */
  further?: boolean
}

/** The table that a layout makes of columns. Errors name file, place, column, value and what would be right. */
export function layOut(file: NamedColumns, layout: Layout, fileName: string, keep: Keep = {}): ReadTable {
  const table = layout.kind === 'emitters' ? createEmitters(file.rows) : createLocalizations(file.rows)
  const columns = table as unknown as Record<string, Int32Array | Float32Array>
  fill(columns, file, layout, fileName)
  const further = keep.further ? furtherColumns(file, layout, Object.keys(columns)) : undefined
  const known = [...Object.keys(columns), ...(further ? psfWidths.filter((name) => name in further) : [])]
  return {
    kind: layout.kind, table, format: layout.name, firstFrame: layout.firstFrame, understood: understand(file.header, known, layout, further),
    ...(further ? { further, words: file.words ?? [] } : {}), ...(layout.field ? { field: layout.field } : {}),
  } as ReadTable
}

const psfWidths = ['psf_sigma_x', 'psf_sigma_y'] as const

const units: Readonly<Record<string, string>> = {
  x: 'nm', y: 'nm', z: 'nm', sigma_x: 'nm', sigma_y: 'nm', sigma_z: 'nm', psf_sigma_x: 'nm, width of the PSF', psf_sigma_y: 'nm, width of the PSF',
  photons: 'photons', sigma_photons: 'photons', background: 'photons per pixel', probability: 'share', id: 'molecule',
}

const nameOf = (file: Pick<NamedColumns, 'header'>, { names }: Layout, column: string): string | undefined =>
  names[column]?.find((candidate) => file.header.includes(candidate))

/** What became of each column of the file, in its order. */
function understand(header: readonly string[], columns: readonly string[], layout: Layout, further: Further | undefined): Understood[] {
  const { firstFrame, conversions } = layout
  const used = columns.flatMap((to) => {
    const from = nameOf({ header }, layout, to)
    return from === undefined ? [] : [{ from, to }]
  })
  return header.flatMap((from): Understood[] => {
    const targets = used.filter((one) => one.from === from)
    if (targets.length === 0) return [{ from, to: undefined, note: further && from in further ? 'kept as it is' : 'not used' }]
    return targets.map(({ to }) => {
      const unit = conversions?.[to]?.note ?? (to === 'frame' ? `counted from ${firstFrame} in the file, from 0 inside` : units[to])
      return { from, to, note: targets.length > 1 && to !== 'frame' ? `${unit}, one value for x and y` : unit }
    })
  })
}

function fill(table: Record<string, Int32Array | Float32Array>, file: NamedColumns, layout: Layout, fileName: string): void {
  for (const [column, values] of Object.entries(table)) {
    const name = nameOf(file, layout, column)
    if (name === undefined) {
      if (layout.needed.includes(column)) throw new StructLocError('invalid-input', `${fileName} has no column for ${column}; expected ${(layout.names[column] ?? [column]).join(' or ')}.`)
      values.fill(column === 'id' ? -1 : 0)
      continue
    }
    const given = file.columns.get(name)!
    if (column === 'frame') fillFrames(values, given, file, layout, fileName)
    else {
      convert(values, given, layout.conversions?.[column])
      if (layout.needed.includes(column)) checkFinite(values, given, name, file, fileName)
    }
  }
}

function convert(out: NumberColumn, given: ArrayLike<number>, { factor = 1, offset = 0 }: Partial<Conversion> = {}): void {
  if (factor === 1 && offset === 0) out.set(given)
  else for (let i = 0; i < out.length; i++) out[i] = given[i] * factor + offset
}

function checkFinite(values: NumberColumn, given: ArrayLike<number>, name: string, file: NamedColumns, fileName: string): void {
  const row = values.findIndex((value) => !Number.isFinite(value))
  if (row >= 0) throw new StructLocError('invalid-input', `${fileName}, ${file.place(row)}, column '${name}': ${given[row]} is no position; a finite number was expected.`)
}

function fillFrames(frame: NumberColumn, given: ArrayLike<number>, file: NamedColumns, { firstFrame, name }: Layout, fileName: string): void {
  for (let i = 0; i < file.rows; i++) {
    if (!Number.isInteger(given[i]) || given[i] < firstFrame || given[i] > 2 ** 31 - 1) {
      throw new StructLocError('invalid-input',
        `${fileName}, ${file.place(i)}, column 'frame': ${given[i]} is no frame number; in ${name} tables frames are whole numbers from ${firstFrame}.`)
    }
    frame[i] = given[i] - firstFrame
  }
}

function furtherColumns(file: NamedColumns, layout: Layout, ours: readonly string[]): Further {
  // A second uncertainty says what the first says.
  const uncertainties = Object.entries(layout.names).flatMap(([column, names]) => (column.startsWith('sigma') ? names : []))
  const used = new Set([...uncertainties, ...ours.map((column) => nameOf(file, layout, column))])
  const further: Record<string, NumberColumn> = {}
  for (const width of psfWidths) {
    const name = nameOf(file, layout, width)
    const given = name === undefined ? undefined : file.columns.get(name)
    if (given === undefined) continue
    used.add(name)
    further[width] = new Float32Array(file.rows)
    convert(further[width], given, layout.conversions?.[width])
  }
  for (const [name, values] of file.columns) if (!used.has(name)) further[name] = asNumbers(values)
  return further
}

const asNumbers = (values: ArrayLike<number>): NumberColumn =>
  values instanceof Int32Array || values instanceof Float32Array || values instanceof Float64Array ? values : Float64Array.from(values)
