// The calls that read and write tables and other files for the window.
import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { Field } from '../../../core/formats/column-layout.ts'
import { extentOf } from '../../../core/localizations/extent.ts'
import { localizationColumns, type EmitterTable, type LocalizationTable } from '../../../core/localizations/table.ts'
import type { CallResults, CheckedArgs, ReadTableResult, TableExtents } from '../../contract/api.ts'
import { besides } from '../localize/movie-description.ts'
import { checkWritable } from '../localize/prepare.ts'
import { programVersion } from '../localize/provenance.ts'
import { placeFile } from '../tables/place-file.ts'
import { readAnyTable } from '../tables/read-tables.ts'
import { writeTableAs } from '../tables/write-tables.ts'

/** A table, how its columns were understood, and what stands beside it about how it came about. */
export async function readTable({ path, pixelSize }: CheckedArgs<'readTable'>): Promise<ReadTableResult> {
  const full = resolve(path)
  const read = await readAnyTable(full, pixelSize === undefined ? {} : { pixelSize })
  const { kind, format, table, understood, firstFrame, field } = read
  const provenance = await provenanceBeside(full)
  const ours = provenance?.structloc !== undefined || understood.some(({ from }) => from === 'sigma_photons [photon]') || format === 'Arrow'
  return { kind, format: ours && format === 'ThunderSTORM' ? 'StructLoc' : format, table, understood, firstFrame, provenance, extents: extentsOf(table), ...(field ? { field } : {}) }
}

function extentsOf({ frame, x, y }: LocalizationTable | EmitterTable): TableExtents | undefined {
  const [frames, xs, ys] = [extentOf(frame), extentOf(x), extentOf(y)]
  return frames && xs && ys ? { frame: frames, x: xs, y: ys } : undefined
}

const provenanceEndings = ['.locs.json', '.json']

/** The document beside a table: what this program or a person wrote there. */
async function provenanceBeside(table: string): Promise<Record<string, unknown> | undefined> {
  for (const ending of provenanceEndings) {
    const document = await readDocument(besides(table, ending))
    if (document && document.structloc !== 'movie') return document
  }
  return undefined
}

async function readDocument(path: string): Promise<Record<string, unknown> | undefined> {
  try {
    const document = JSON.parse(await readFile(path, 'utf8')) as unknown
    return typeof document === 'object' && document !== null && !Array.isArray(document) ? document as Record<string, unknown> : undefined
  } catch {
    return undefined
  }
}

type Columns = CheckedArgs<'writeTable'>['columns']

/** Writes a table and its provenance. Further columns than ours are kept as they are. Errors: columns that are missing or of different length; 'unwritable'. */
export async function writeTable({ path, format, columns, provenance }: CheckedArgs<'writeTable'>): Promise<CallResults['writeTable']> {
  const full = resolve(path)
  await checkWritable(full)
  const { table, further } = checked(columns)
  const beside = await provenancePlace(full)
  await checkWritable(beside)
  const written = await writeTableAs(full, format, { kind: 'id' in table ? 'emitters' : 'localizations', table, further, field: fieldOf(provenance) }, { provenance: JSON.stringify(provenance) })
  const document = {
    structloc: 'id' in table ? 'emitters' : 'localizations', date: new Date().toISOString(), table: full, rows: table.frame.length,
    ...provenance, columns: Object.keys(columns), versions: { structloc: programVersion() },
  }
  await placeFile(beside, [`${JSON.stringify(document, null, 2)}\n`])
  return { path: full, provenance: beside, lost: written.lost }
}

function fieldOf(provenance: Record<string, unknown>): Field {
  return Object.fromEntries(['pixelSize', 'width_px', 'height_px'].flatMap((name) => {
    const value = provenance[name]
    return typeof value === 'number' && value > 0 ? [[name, value]] : []
  }))
}

function checked(columns: Columns): { table: LocalizationTable | EmitterTable; further: Record<string, Float32Array | Int32Array> } {
  const emitters = 'id' in columns && !('probability' in columns)
  const names = emitters ? ['frame', 'id', 'x', 'y', 'z', 'photons'] : ['frame', ...localizationColumns]
  const missing = names.filter((name) => !(name in columns))
  if (missing.length > 0) throw new StructLocError('invalid-input', `writeTable: the table lacks ${missing.join(', ')}; ${emitters ? 'emitters' : 'localizations'} have ${names.join(', ')}.`)
  const { length } = columns.frame
  const other = Object.entries(columns).find(([, values]) => values.length !== length)
  if (other) throw new StructLocError('invalid-input', `writeTable: column ${other[0]} has ${other[1].length} rows, frame has ${length}.`)
  const whole = names.slice(0, emitters ? 2 : 1)
  for (const name of names) {
    const wanted = whole.includes(name) ? Int32Array : Float32Array
    if (!(columns[name] instanceof wanted)) throw new StructLocError('invalid-input', `writeTable: column ${name} must be a ${wanted.name}.`)
  }
  const table = Object.fromEntries(names.map((name) => [name, columns[name]])) as unknown as LocalizationTable | EmitterTable
  return { table, further: Object.fromEntries(Object.entries(columns).filter(([name]) => !names.includes(name))) }
}

/** Beside the table, but never in place of a document that is none of ours or a movie's description. */
async function provenancePlace(table: string): Promise<string> {
  const path = besides(table, '.json')
  const there = await readFile(path).then(() => true, () => false)
  if (!there) return path
  const document = await readDocument(path)
  return document?.structloc === undefined || document.structloc === 'movie' ? besides(table, '.locs.json') : path
}

/** Writes bytes that the window made. Errors: 'unwritable'. */
export async function writeFile({ path, bytes }: CheckedArgs<'writeFile'>): Promise<CallResults['writeFile']> {
  const full = resolve(path)
  await checkWritable(full)
  await placeFile(full, [bytes])
  return { path: full }
}
