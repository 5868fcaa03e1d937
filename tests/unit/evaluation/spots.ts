// Small tables for tests of scores: rows of [frame, x, y, z, photons].
import { createEmitters, createLocalizations, type EmitterTable, type LocalizationTable } from '../../../core/localizations/table.ts'

const columns = ['frame', 'x', 'y', 'z', 'photons'] as const

function fill<T extends EmitterTable | LocalizationTable>(table: T, rows: readonly (readonly number[])[]): T {
  rows.forEach((row, i) => row.forEach((value, k) => { table[columns[k]][i] = value }))
  return table
}

export const spots = (rows: readonly (readonly number[])[]): LocalizationTable => fill(createLocalizations(rows.length), rows)
export const emitters = (rows: readonly (readonly number[])[]): EmitterTable => fill(createEmitters(rows.length), rows)
