// Writes tables to files.
import { writeArrow } from '../../../core/formats/arrow.ts'
import { writeThunderstorm, writeTruth as truthCsv } from '../../../core/formats/thunderstorm.ts'
import type { EmitterTable, LocalizationTable } from '../../../core/localizations/table.ts'
import { placeFile } from './place-file.ts'

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
