// Writes tables to files, in formats of several programs.
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import { writeArrow } from '../../../core/formats/arrow.ts'
import type { Field } from '../../../core/formats/column-layout.ts'
import { writeEpfl } from '../../../core/formats/epfl.ts'
import { allEmitters, allLocalizations, type WholeTable } from '../../../core/formats/further-columns.ts'
import { picassoYaml } from '../../../core/formats/picasso.ts'
import { writeSmlm } from '../../../core/formats/smlm.ts'
import type { TableFormat } from '../../../core/formats/table-formats.ts'
import { writeThunderstorm, writeTruth as truthCsv } from '../../../core/formats/thunderstorm.ts'
import type { EmitterTable, LocalizationTable } from '../../../core/localizations/table.ts'
import { programVersion } from '../localize/provenance.ts'
import { writeDecode, writePicasso, writeSmap } from './hdf5/write-tables.ts'
import { placeFile } from './place-file.ts'
import { smlmFile } from './smlm-file.ts'

/** A ThunderSTORM csv and the same table as Arrow, with words on where it comes from. */
export async function writeLocalizations(csv: string, arrow: string, table: LocalizationTable, metadata: Record<string, string>): Promise<void> {
  await writeLocalizationsCsv(csv, table)
  await placeFile(arrow, [writeArrow(table, metadata)])
}

/** A table of localizations as a ThunderSTORM csv alone. */
export async function writeLocalizationsCsv(path: string, table: LocalizationTable): Promise<void> {
  await placeFile(path, writeThunderstorm(table))
}

/** A table of true emitters. */
export async function writeTruth(path: string, emitters: EmitterTable): Promise<void> {
  await placeFile(path, truthCsv(emitters))
}

export interface Written {
  /** The table and what the format wants beside it. */
  files: string[]
  /** Columns that the format has no place for. */
  lost: string[]
}

/**
 * Writes a table with its further columns in a format; frames and positions are converted to how that format counts.
 * Errors: a format in pixels and no size of a pixel; 'unwritable'.
 */
export async function writeTableAs(path: string, format: TableFormat, whole: WholeTable, metadata: Record<string, string> = {}): Promise<Written> {
  const { table, further, field } = whole
  switch (format) {
    case 'csv':
      await placeFile(path, whole.kind === 'emitters' ? truthCsv(whole.table as EmitterTable, further) : writeThunderstorm(whole.table as LocalizationTable, further))
      return { files: [path], lost: [] }
    case 'arrow':
      await placeFile(path, [writeArrow(table, metadata, further)])
      return { files: [path], lost: [] }
    case 'epfl': {
      const { emitters, lost } = allEmitters(whole)
      await placeFile(path, writeEpfl(emitters))
      return { files: [path], lost }
    }
    case 'smlm': {
      const all = allLocalizations(whole)
      await placeFile(path, [smlmFile(writeSmlm(all.table, all.further, field, `StructLoc ${programVersion()}`))])
      return { files: [path], lost: [] }
    }
    case 'smap': {
      const all = allLocalizations(whole)
      await writeSmap(path, all.table, all.further, field)
      return { files: [path], lost: [] }
    }
    case 'decode': {
      const all = allLocalizations(whole)
      return { files: [path], lost: await writeDecode(path, all.table, all.further, pixelSizeOf(path, 'DECODE', field), programVersion()) }
    }
    case 'picasso': {
      const all = allLocalizations(whole)
      const known = { ...extent(all.table, pixelSizeOf(path, 'Picasso', field)), ...field, pixelSize: pixelSizeOf(path, 'Picasso', field) }
      const yaml = path.slice(0, path.length - extname(path).length) + '.yaml'
      await refuseForeign(yaml, path)
      await writePicasso(path, all.table, all.further, known.pixelSize)
      await placeFile(yaml, [picassoYaml(known, `StructLoc ${programVersion()} Localize`)])
      return { files: [path, yaml], lost: [] }
    }
  }
}

function pixelSizeOf(path: string, program: string, { pixelSize }: Field): number {
  if (pixelSize !== undefined) return pixelSize
  throw new StructLocError('invalid-input', `${path} cannot be written: ${program} counts in pixels, and nothing says how large they are; give the pixel size in nm (--pixel-size).`)
}

/** Where nothing tells the movie's size: whole pixels and frames around all rows. */
function extent({ frame, x, y }: LocalizationTable, pixelSize: number): Required<Omit<Field, 'pixelSize'>> {
  const most = (values: Float32Array | Int32Array): number => {
    let largest = 0
    for (const value of values) if (value > largest) largest = value
    return largest
  }
  return { width_px: Math.max(1, Math.ceil(most(x) / pixelSize)), height_px: Math.max(1, Math.ceil(most(y) / pixelSize)), frames: most(frame) + 1 }
}

/** A movie of Picasso has a .yaml of the same name, which is not replaced by that of a table. */
async function refuseForeign(yaml: string, table: string): Promise<void> {
  const there = await readFile(yaml, 'utf8').catch(() => undefined)
  if (there === undefined || /^Generated by: .*Localize/m.test(there)) return
  throw new StructLocError('unwritable', `${table} cannot be written: the description that Picasso wants beside it, ${yaml}, is there already and belongs to something else; choose another name.`)
}
