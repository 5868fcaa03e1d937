// Tables of localizations or true emitters from text, by what their first line says.
import { StructLocError } from '../errors.ts'
import { createLocalizations, type EmitterTable, type LocalizationTable } from '../localizations/table.ts'
import { layOut, type Keep, type Layout, type ReadTable } from './column-layout.ts'
import { firstLine, parseCsv, parseHeader, type CsvReading } from './csv.ts'
import { recognizeMicroscopeText } from './microscope-texts.ts'
import { readRapidstormHeader } from './rapidstorm.ts'
import { localizationHeaders } from './thunderstorm.ts'

export type { ReadTable } from './column-layout.ts'

/** What a person says of a file because the file does not, and what is wanted of it. */
export interface TableReading extends Keep {
  /** nm; for files that count in pixels or from a pixel's centre and do not tell its size. */
  pixelSize?: number
}

const thunderstormNames: Record<string, readonly string[]> = {
  ...Object.fromEntries(localizationHeaders.map(([column, name]) => [column, [name]])),
  id: ['id'], frame: ['frame'],
  sigma_x: ['sigma_x [nm]', 'uncertainty_xy [nm]', 'uncertainty [nm]'], sigma_y: ['sigma_y [nm]', 'uncertainty_xy [nm]', 'uncertainty [nm]'],
  sigma_z: ['sigma_z [nm]', 'uncertainty_z [nm]'],
  psf_sigma_x: ['sigma1 [nm]', 'sigma [nm]'], psf_sigma_y: ['sigma2 [nm]', 'sigma [nm]'],
}

/** Own truth is told from ThunderSTORM's localizations by having no column of a fit or an uncertainty. */
const fitted = (header: readonly string[]): boolean => header.some((name) => /^(sigma|uncertainty|probability|chi2|offset)/.test(name))

function recognize(header: readonly string[]): Layout | undefined {
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

const bareEpfl: Layout = {
  name: 'EPFL', kind: 'emitters', needed: ['frame', 'x', 'y'], firstFrame: 1,
  names: { id: ['1'], frame: ['2'], x: ['3'], y: ['4'], z: ['5'], photons: ['6'] },
}

const encoder = new TextEncoder()

/**
 * Reads a table as text, or the bytes of such a file in UTF-8, which may be longer than a string can be. Known: ThunderSTORM (ours
 * too), EPFL ground truth (with or without header), activations (`id,frame,x_nm,y_nm,z_nm,photons`), rapidSTORM, Nanoimager,
 * Elyra, N-STORM. Columns that are missing are 0 (`id`: −1), and so are uncertainties that are NaN or infinite; columns of which
 * we know nothing are passed over, or kept where that is asked for. Errors name file, line, column, value and what would be right.
 */
export function readTable(content: string | Uint8Array, fileName: string, reading: TableReading = {}): ReadTable {
  const bytes = typeof content === 'string' ? encoder.encode(content) : content
  const line = firstLine(bytes)
  const first = parseHeader(line)
  if (first.length === 1 && first[0] === '') throw new StructLocError('invalid-input', `${fileName} is empty; a table begins with a line of column names.`)
  const bare = first.every((field) => field !== '' && !Number.isNaN(Number(field)))
  if (bare && first.length === 6) return parsed(bytes, fileName, bareEpfl, { named: false }, reading)
  const rapidstorm = readRapidstormHeader(line, fileName, reading.pixelSize)
  if (rapidstorm) return parsed(bytes, fileName, rapidstorm.layout, { named: true, header: rapidstorm.header, delimiter: ' ' }, reading)
  const microscope = recognizeMicroscopeText(line)
  if (microscope) return parsed(bytes, fileName, microscope.layout, { named: true, ...microscope.reading }, reading)
  const layout = recognize(first)
  if (layout) return parsed(bytes, fileName, layout, { named: true }, reading)
  throw new StructLocError('invalid-input',
    `${fileName}, line 1: no known table has the columns ${first.slice(0, 8).join(', ').slice(0, 200)}. Known are ThunderSTORM ("frame","x [nm]","y [nm]",…), EPFL (Ground-truth,frame,xnano,ynano,znano,intensity), activations (id,frame,x_nm,y_nm,z_nm,photons), rapidSTORM, Nanoimager, Elyra and N-STORM.`)
}

function parsed(bytes: Uint8Array, fileName: string, layout: Layout, how: Pick<CsvReading, 'named' | 'header' | 'delimiter' | 'endsAtEmptyLine'>, keep: Keep): ReadTable {
  const known = new Set(Object.values(layout.names).flat())
  const unknown = new Set(Object.entries(layout.names).filter(([column]) => column.includes('sigma')).flatMap(([, names]) => names))
  const csv = parseCsv(bytes, fileName, {
    ...how, wanted: (name) => keep.further === true || known.has(name), mayBeUnknown: (name) => unknown.has(name) || /^(sigma|uncertainty)/.test(name),
    ...(keep.further ? { mayBeWords: (name) => !known.has(name) } : {}),
  })
  return layOut({ ...csv, place: (row) => `line ${csv.lines[row]}` }, layout, fileName, keep)
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
