// Giving a dataset a role. Truth is emitters, A and B are localizations: a table of the other kind takes part as a copy.
import { asEmitters, asLocalizations } from '../../core/formats/read-table.ts'
import type { EmitterTable, LocalizationTable } from '../../core/localizations/table.ts'
import { useDatasets, type Dataset, type Role } from './datasets-store.ts'

export const kindOfRole = (role: Role): Dataset['kind'] => (role === 'truth' ? 'emitters' : 'localizations')

/** A table as one of the other kind: emitters have no uncertainties, localizations that stand as truth leave theirs out. */
export function asKind(table: LocalizationTable | EmitterTable, own: Dataset['kind'], wanted: Dataset['kind']): LocalizationTable | EmitterTable {
  const read = { kind: own, table } as Parameters<typeof asEmitters>[0]
  return wanted === 'emitters' ? asEmitters(read) : asLocalizations(read)
}

export function giveRole(dataset: Dataset, role: Role): void {
  const datasets = useDatasets()
  const kind = kindOfRole(role)
  if (dataset.kind === kind) {
    datasets.assign(role, dataset.id)
    return
  }
  datasets.put({
    ...dataset, id: `${dataset.id} as ${kind}`, label: `${dataset.label} as ${kind === 'emitters' ? 'truth' : 'result'}`, kind, table: asKind(dataset.table, dataset.kind, kind), extra: {},
    source: { type: 'made', what: `copy of ${dataset.label}` },
  }, role)
}
