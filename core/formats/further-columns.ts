// Columns that are none of ours on their way into a format: under which names, and which of them it has itself.
import { createLocalizations, type EmitterTable, type LocalizationTable } from '../localizations/table.ts'
import type { Field, Further, NumberColumn } from './column-layout.ts'

/** A table that is to be written, with what belongs to it. */
export interface WholeTable {
  kind: 'localizations' | 'emitters'
  table: LocalizationTable | EmitterTable
  further: Further
  field: Field
}

/** What a format needs of the movie behind the table. */
export type KnownField = Required<Field>

/** A name as Python and MATLAB take it for a field: letters, digits and underscores, at most 63. */
function asIdentifier(name: string): string {
  const plain = name.normalize('NFKD').replaceAll(/[^A-Za-z0-9]+/g, '_').replaceAll(/^_+|_+$/g, '').slice(0, 60)
  return /^[A-Za-z]/.test(plain) ? plain : `column_${plain}`
}

/** The further columns by identifiers that none of `taken` is and no two share. */
export function underIdentifiers(further: Further, taken: Iterable<string>): Map<string, NumberColumn> {
  return underFreeNames(further, taken, asIdentifier)
}

/** The further columns by names that none of `taken` is and no two share. */
export function underFreeNames(further: Further, taken: Iterable<string>, spell: (name: string) => string = (name) => name): Map<string, NumberColumn> {
  const columns = new Map<string, NumberColumn>()
  const used = new Set(taken)
  for (const [given, values] of Object.entries(further)) {
    const name = spell(given)
    let free = name
    for (let n = 2; used.has(free); n++) free = `${name}_${n}`
    used.add(free)
    columns.set(free, values)
  }
  return columns
}

/** `factor · values + offset` in single precision. */
export function scaled(values: ArrayLike<number>, factor: number, offset = 0): Float32Array {
  const out = new Float32Array(values.length)
  for (let i = 0; i < out.length; i++) out[i] = values[i] * factor + offset
  return out
}

/** √((σx² + σy²)/2), the one lateral uncertainty of formats that have no other. */
export function lateralUncertainty({ sigma_x, sigma_y }: Pick<LocalizationTable, 'sigma_x' | 'sigma_y'>): Float32Array {
  return sigma_x.map((sigma, i) => Math.sqrt((sigma ** 2 + sigma_y[i] ** 2) / 2))
}

const stated = ['sigma_x', 'sigma_y', 'sigma_z', 'sigma_photons', 'probability'] as const

/** Whether a table states each of its uncertainties and the probability: a column of nothing but 0 came from a file that did not know it. */
export function statedColumns(table: LocalizationTable): (column: string) => boolean {
  const silent = new Set<string>(table.frame.length === 0 ? [] : stated.filter((name) => table[name].every((value) => value === 0)))
  return (column) => !silent.has(column)
}

/** `further` without the columns named. */
export function without(further: Further, ...names: readonly string[]): Further {
  return Object.fromEntries(Object.entries(further).filter(([name]) => !names.includes(name)))
}

/** Any table as localizations with all that it holds: molecules become a further column. */
export function allLocalizations({ kind, table, further }: WholeTable): { table: LocalizationTable; further: Further } {
  if (kind === 'localizations') return { table: table as LocalizationTable, further }
  const { frame, id, x, y, z, photons } = table as EmitterTable
  return { table: { ...createLocalizations(frame.length), frame, x, y, z, photons }, further: id.some((molecule) => molecule >= 0) ? { ...further, id } : further }
}

/** Any table as true emitters, and the names of columns that have no place there. */
export function allEmitters({ kind, table, further }: WholeTable): { emitters: EmitterTable; lost: string[] } {
  const lost = Object.keys(without(further, 'id'))
  if (kind === 'emitters') return { emitters: table as EmitterTable, lost: Object.keys(further) }
  const { frame, x, y, z, photons, ...others } = table as LocalizationTable
  const id = further.id ? Int32Array.from(further.id) : new Int32Array(frame.length).fill(-1)
  return { emitters: { frame, id, x, y, z, photons }, lost: [...Object.entries(others).filter(([, values]) => values.some((value) => value !== 0)).map(([name]) => name), ...lost] }
}
