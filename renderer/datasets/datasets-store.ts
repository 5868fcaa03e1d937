// The tables in the window: results of runs, files, truth. Columns are plain typed arrays outside Vue's reactivity; `revision`
// rises when they change.
import { defineStore } from 'pinia'
import { computed, markRaw, ref } from 'vue'
import type { EmitterTable, LocalizationTable } from '../../core/localizations/table.ts'

/** What stands for A, for B and for the truth in every view. */
export type Role = 'a' | 'b' | 'truth'

export interface Dataset {
  id: string
  label: string
  kind: 'localizations' | 'emitters'
  source: { type: 'run'; run: number; jobId?: number } | { type: 'file'; path: string; format: string } | { type: 'made'; what: string }
  /** Path of the movie it belongs to, where known. */
  movie: string | undefined
  model: string | undefined
  /** nm and pixels of its movie, where known. */
  pixelSize: number | undefined
  width_px: number | undefined
  height_px: number | undefined
  table: LocalizationTable | EmitterTable
  /** Columns that the window worked out, as long as the table: 'prior_influence', 'error_lateral' … (NaN: none). */
  extra: Record<string, Float32Array>
  revision: number
  /** No more rows will come. */
  complete: boolean
  /** How it came about, for export. */
  provenance: Record<string, unknown>
}

export type NewDataset = Pick<Dataset, 'id' | 'label' | 'kind' | 'source' | 'table'> & Partial<Dataset>

export const useDatasets = defineStore('datasets', () => {
  const datasets = ref<Dataset[]>([])
  const roles = ref<Record<Role, string | undefined>>({ a: undefined, b: undefined, truth: undefined })

  const get = (id: string | undefined): Dataset | undefined => datasets.value.find((dataset) => dataset.id === id)
  const inRole = (role: Role) => computed(() => get(roles.value[role]))
  const a = inRole('a')
  const b = inRole('b')
  const truth = inRole('truth')

  /** Adds a table, or replaces the one with its id; in the role given, else in the first free one of its kind. */
  function put(dataset: NewDataset, role?: Role): Dataset {
    const before = get(dataset.id)
    const whole: Dataset = {
      movie: undefined, model: undefined, pixelSize: undefined, width_px: undefined, height_px: undefined, extra: {}, complete: true, provenance: {},
      ...dataset, table: markRaw(dataset.table), revision: (before?.revision ?? 0) + 1,
    }
    if (before) Object.assign(before, whole)
    else datasets.value.push(whole)
    const free: Role | undefined = dataset.kind === 'emitters' ? (roles.value.truth ? undefined : 'truth') : !roles.value.a ? 'a' : !roles.value.b ? 'b' : undefined
    const taken = Object.values(roles.value).includes(dataset.id)
    if (role) assign(role, dataset.id)
    else if (!taken && free) assign(free, dataset.id)
    return get(dataset.id)!
  }

  /** More rows of the same table: the new columns replace the old. */
  function grow(id: string, table: Dataset['table'], complete: boolean): void {
    const dataset = get(id)
    if (!dataset) return
    dataset.table = markRaw(table)
    dataset.complete = complete
    dataset.extra = {}
    dataset.revision++
  }

  /** A worked-out column, as long as the table. */
  function setExtra(id: string, name: string, values: Float32Array): void {
    const dataset = get(id)
    if (!dataset || values.length !== dataset.table.frame.length) return
    dataset.extra = { ...dataset.extra, [name]: markRaw(values) }
    dataset.revision++
  }

  function assign(role: Role, id: string | undefined): void {
    for (const other of ['a', 'b', 'truth'] as const) if (id !== undefined && roles.value[other] === id) roles.value[other] = undefined
    roles.value[role] = id
  }

  function rename(id: string, label: string): void {
    const dataset = get(id)
    if (dataset) dataset.label = label
  }

  function remove(id: string): void {
    datasets.value = datasets.value.filter((dataset) => dataset.id !== id)
    for (const role of ['a', 'b', 'truth'] as const) if (roles.value[role] === id) roles.value[role] = undefined
  }

  return { datasets, roles, a, b, truth, get, put, grow, setExtra, assign, rename, remove }
})
