// Tables of localizations or true emitters from csv, by what their header says. Units, frame base and origin are converted here,
// once: nm, frames from 0, origin at the outer corner of the top-left pixel.
import { StructLocError } from '../errors.ts'
import { createEmitters, createLocalizations, type EmitterTable, type LocalizationTable } from '../localizations/table.ts'
import { firstLine, parseCsv, parseHeader, type CsvTable } from './csv.ts'
import { localizationHeaders } from './thunderstorm.ts'

/** How a column of the file was read. Columns that are not used have no `to`. */
export interface Understood {
  from: string
  to: string | undefined
  /** Unit in the file, and what was done to it. */
  note: string
}

export type ReadTable = ({ kind: 'localizations'; table: LocalizationTable } | { kind: 'emitters'; table: EmitterTable }) & {
  /** The program or format it was written by. */
  format: string
  /** Frame number in the file that stands for our 0. */
  firstFrame: number
  understood: Understood[]
}

interface Format {
  name: string
  kind: ReadTable['kind']
  /** Names in the file for our columns; the first that is there counts. */
  names: Record<string, readonly string[]>
  needed: readonly string[]
  firstFrame: number
}

const thunderstormNames: Record<string, readonly string[]> = {
  ...Object.fromEntries(localizationHeaders.map(([column, name]) => [column, [name]])),
  id: ['id'], frame: ['frame'],
  sigma_x: ['sigma_x [nm]', 'uncertainty_xy [nm]', 'uncertainty [nm]'], sigma_y: ['sigma_y [nm]', 'uncertainty_xy [nm]', 'uncertainty [nm]'],
  sigma_z: ['sigma_z [nm]', 'uncertainty_z [nm]'],
}

/** Own truth is told from ThunderSTORM's localizations by having no column of a fit or an uncertainty. */
const fitted = (header: readonly string[]): boolean => header.some((name) => /^(sigma|uncertainty|probability|chi2|offset)/.test(name))

function recognize(header: readonly string[]): Format | undefined {
  const has = (...names: string[]): boolean => names.every((name) => header.includes(name))
  if (has('frame', 'x [nm]', 'y [nm]')) {
    return { name: 'ThunderSTORM', kind: fitted(header) ? 'localizations' : 'emitters', names: thunderstormNames, needed: ['frame', 'x', 'y'], firstFrame: 1 }
  }
  if (has('frame', 'xnano', 'ynano')) {
    const names = { id: ['Ground-truth'], frame: ['frame'], x: ['xnano'], y: ['ynano'], z: ['znano'], photons: ['intensity'] }
    return { name: 'EPFL', kind: 'emitters', names, needed: ['frame', 'x', 'y'], firstFrame: 1 }
  }
  if (has('frame', 'x_nm', 'y_nm')) {
    const names = { id: ['id'], frame: ['frame'], x: ['x_nm'], y: ['y_nm'], z: ['z_nm'], photons: ['photons'] }
    return { name: 'activations', kind: 'emitters', names, needed: ['frame', 'x', 'y'], firstFrame: 1 }
  }
  return undefined
}

const encoder = new TextEncoder()

/**
 * Reads csv text, or the bytes of a csv file in UTF-8, which may be longer than a string can be. Known: ThunderSTORM (ours too),
 * EPFL ground truth (with or without header), activations (`id,frame,x_nm,y_nm,z_nm,photons`). Columns that are missing are 0
 * (`id`: −1), and so are uncertainties that are NaN or infinite; columns of which we know nothing are passed over.
 * Errors name file, line, column, value and what would be right.
 */
export function readTable(content: string | Uint8Array, fileName: string): ReadTable {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content
  const first = parseHeader(firstLine(bytes))
  if (first.length === 1 && first[0] === '') throw new StructLocError('invalid-input', `${fileName} is empty; a table begins with a line of column names.`)
  const bare = first.every((field) => field !== '' && !Number.isNaN(Number(field)))
  if (bare && first.length === 6) return emitters(parse(bytes, fileName, bareEpfl, false), bareEpfl, fileName)
  const format = recognize(first)
  if (!format) {
    throw new StructLocError('invalid-input',
      `${fileName}, line 1: no known table has the columns ${first.slice(0, 8).join(', ')}. Known are ThunderSTORM ("frame","x [nm]","y [nm]",…), EPFL (Ground-truth,frame,xnano,ynano,znano,intensity) and activations (id,frame,x_nm,y_nm,z_nm,photons).`)
  }
  const csv = parse(bytes, fileName, format, true)
  return format.kind === 'emitters' ? emitters(csv, format, fileName) : localizations(csv, format, fileName)
}

function parse(bytes: Uint8Array, fileName: string, { names }: Format, named: boolean): CsvTable {
  const known = new Set(Object.values(names).flat())
  return parseCsv(bytes, fileName, { named, wanted: (name) => known.has(name), mayBeUnknown: (name) => /^(sigma|uncertainty)/.test(name) })
}

const units: Readonly<Record<string, string>> = {
  x: 'nm', y: 'nm', z: 'nm', sigma_x: 'nm', sigma_y: 'nm', sigma_z: 'nm',
  photons: 'photons', sigma_photons: 'photons', background: 'photons per pixel', probability: 'share', id: 'molecule',
}

/** What became of each column of the file, in its order. */
function understand({ header }: CsvTable, columns: readonly string[], { names, firstFrame }: Format): Understood[] {
  const used = columns.flatMap((to) => {
    const from = names[to]?.find((candidate) => header.includes(candidate))
    return from === undefined ? [] : [{ from, to }]
  })
  return header.flatMap((from): Understood[] => {
    const targets = used.filter((one) => one.from === from)
    if (targets.length === 0) return [{ from, to: undefined, note: 'not used' }]
    return targets.map(({ to }) => {
      const note = to === 'frame' ? `counted from ${firstFrame} in the file, from 0 inside` : `${units[to]}${targets.length > 1 ? ', one value for x and y' : ''}`
      return { from, to, note }
    })
  })
}

const bareEpfl: Format = {
  name: 'EPFL', kind: 'emitters', needed: ['frame', 'x', 'y'], firstFrame: 1,
  names: { id: ['1'], frame: ['2'], x: ['3'], y: ['4'], z: ['5'], photons: ['6'] },
}

function fill(table: Record<string, Int32Array | Float32Array>, csv: CsvTable, format: Format, fileName: string): void {
  for (const [column, values] of Object.entries(table)) {
    const name = format.names[column]?.find((candidate) => csv.header.includes(candidate))
    if (name === undefined) {
      if (format.needed.includes(column)) throw new StructLocError('invalid-input', `${fileName} has no column for ${column}; expected ${format.names[column].join(' or ')}.`)
      values.fill(column === 'id' ? -1 : 0)
      continue
    }
    const given = csv.columns.get(name)!
    if (column === 'frame') fillFrames(values, given, csv, format, fileName)
    else values.set(given)
  }
}

function fillFrames(frame: Int32Array | Float32Array, given: Float64Array, csv: CsvTable, { firstFrame, name }: Format, fileName: string): void {
  for (let i = 0; i < csv.rows; i++) {
    if (!Number.isInteger(given[i]) || given[i] < firstFrame) {
      throw new StructLocError('invalid-input',
        `${fileName}, line ${csv.lines[i]}, column 'frame': ${given[i]} is no frame number; in ${name} tables frames are whole numbers from ${firstFrame}.`)
    }
    frame[i] = given[i] - firstFrame
  }
}

function emitters(csv: CsvTable, format: Format, fileName: string): ReadTable {
  const table = createEmitters(csv.rows)
  fill(table as unknown as Record<string, Int32Array | Float32Array>, csv, format, fileName)
  return { kind: 'emitters', format: format.name, firstFrame: format.firstFrame, understood: understand(csv, Object.keys(table), format), table }
}

function localizations(csv: CsvTable, format: Format, fileName: string): ReadTable {
  const table = createLocalizations(csv.rows)
  fill(table, csv, format, fileName)
  return { kind: 'localizations', format: format.name, firstFrame: format.firstFrame, understood: understand(csv, Object.keys(table), format), table }
}

/** Any table as emitters: localizations of another program or model can stand as truth. */
export function asEmitters(read: ReadTable): EmitterTable {
  if (read.kind === 'emitters') return read.table
  const { frame, x, y, z, photons } = read.table
  return { frame, x, y, z, photons, id: new Int32Array(frame.length).fill(-1) }
}

/** Any table as localizations, for scoring one truth against another or a table without uncertainties. */
export function asLocalizations(read: ReadTable): LocalizationTable {
  if (read.kind === 'localizations') return read.table
  const { frame, x, y, z, photons } = read.table
  return { ...createLocalizations(frame.length), frame, x, y, z, photons }
}
