// A table of one program as that of another.
import { resolve } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { Field, ReadTable } from '../../../core/formats/column-layout.ts'
import { formatOfName, type TableFormat } from '../../../core/formats/table-formats.ts'
import { checkWritable } from '../localize/prepare.ts'
import { programVersion } from '../localize/provenance.ts'
import { describedField } from './field-of-view.ts'
import { readAnyTable } from './read-tables.ts'
import { writeTableAs, type Written } from './write-tables.ts'

export interface ConvertArgs {
  from: string
  to: string
  /** Where the name of `to` does not say it, or an EPFL csv is wanted. */
  format?: TableFormat | undefined
  /** nm; goes before what the file and the documents beside it say. */
  pixelSize?: number | undefined
  width_px?: number | undefined
  height_px?: number | undefined
}

export interface Converted extends Written {
  read: Pick<ReadTable, 'format' | 'firstFrame' | 'understood' | 'kind'>
  format: TableFormat
  rows: number
  further: string[]
  /** Columns of words in the file, which no table of ours can hold. */
  words: readonly string[]
  field: Field
}

/** Reads a table, by what it holds, and writes it in the format of `to`. Errors: those of reading and writing. */
export async function convertTable({ from, to, format: asked, pixelSize, width_px, height_px }: ConvertArgs): Promise<Converted> {
  const [source, target] = [resolve(from), resolve(to)]
  const format = asked ?? formatOfName(target)
  if (format === undefined) throw new StructLocError('invalid-input', `${to} does not say by its ending which format is wanted: .csv (ThunderSTORM), .arrow, .hdf5 (Picasso), _sml.mat (SMAP), .h5 (DECODE), .smlm; or name it by --format.`)
  if (source === target) throw new StructLocError('invalid-input', `${to} is the table that is read; another name is needed.`)
  await checkWritable(target)
  const read = await readAnyTable(source, { further: true, ...(pixelSize === undefined ? {} : { pixelSize }) })
  const given = Object.fromEntries(Object.entries({ pixelSize, width_px, height_px }).filter(([, value]) => value !== undefined)) as Field
  const field: Field = { ...await describedField(source), ...read.field, ...given }
  const { kind, table, further = {}, words = [] } = read
  const written = await writeTableAs(target, format, { kind, table, further, field }, { structloc: programVersion(), source, format: read.format })
  return { ...written, read, format, rows: table.frame.length, further: Object.keys(further), words, field }
}
