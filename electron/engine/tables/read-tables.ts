// Reads tables from files, by what they hold.
import { readFile } from 'node:fs/promises'
import { StructLocError } from '../../../core/errors.ts'
import { arrowUnits, readArrow } from '../../../core/formats/arrow.ts'
import { asEmitters, asLocalizations, readTable, type ReadTable } from '../../../core/formats/read-table.ts'
import type { EmitterTable, LocalizationTable } from '../../../core/localizations/table.ts'
import { foreignContent } from '../movies/foreign-content.ts'

/** Localizations from a csv of a known program or an Arrow file. Errors name file, line, value and what would be right. */
export async function readLocalizations(path: string): Promise<LocalizationTable> {
  return asLocalizations(await readAnyTable(path))
}

/** True emitters, likewise. */
export async function readTruth(path: string): Promise<EmitterTable> {
  return asEmitters(await readAnyTable(path))
}

/** A table of either kind, and how its columns were understood. */
export async function readAnyTable(path: string): Promise<ReadTable> {
  const bytes = await readBytes(path)
  const arrow = bytes.subarray(0, 6).toString('latin1') === 'ARROW1'
  if (!arrow && bytes.subarray(0, 1024).includes(0)) {
    const found = /^(II\*\0|MM\0\*)/.test(bytes.toString('latin1', 0, 4)) ? 'a TIFF movie' : foreignContent(bytes.subarray(0, 512))
    throw new StructLocError('invalid-input', `${path} is ${found}; a table is a csv or .arrow file.`)
  }
  if (!arrow) return readTable(bytes, path)
  const read = readArrow(bytes, path)
  const understood = Object.keys(read.table).map((name) => ({ from: name, to: name, note: name === 'frame' ? 'counted from 0' : arrowUnits[name] }))
  return { format: 'Arrow', firstFrame: 0, understood, ...read }
}

async function readBytes(path: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === 'ENOENT') throw new StructLocError('not-found', `${path} does not exist; a table was expected.`, { cause })
    if (code === 'EISDIR') throw new StructLocError('unsupported', `${path} is a folder; a table is one file.`, { cause })
    throw new StructLocError('unreadable', `${path} cannot be read: ${message}`, { cause })
  }
}
