// The filters on localizations: a list that is kept, can be undone, and acts on every view and on export, for A and B alike.
// Truth is not filtered. A filter on a column that a dataset does not have (yet) leaves that dataset as it is, and says so.
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, watch } from 'vue'
import { rowsThatPass } from '../../core/localizations/evaluate-expression.ts'
import { parseFilter, type Expression } from '../../core/localizations/expression.ts'
import { columnsOf, fewRows, passingRows, useDatasets, type ColumnValues, type Dataset } from '../datasets/index.ts'
import { filterList } from './filter-list.ts'
import { keep } from './kept-filters.ts'

interface Result {
  table: Dataset['table']
  key: string
  rows: Uint32Array
}

/** Between two answers for a large table: every view draws it anew, and a slider asks for many. */
const leastPause_ms = 150

export const useFilters = defineStore('filters', () => {
  const list = filterList()
  const { filters } = list
  const datasets = useDatasets()
  watch(filters, keep, { deep: true })

  const conditions = computed(() => filters.value.filter(({ enabled, expression }) => enabled && expression !== '').flatMap(({ id, expression }) => {
    try {
      return [{ id, condition: parseFilter(expression) }]
    } catch {
      return []
    }
  }))

  /** What acts on a dataset, and the filters that cannot since a column is not there. */
  function actingOn(dataset: Dataset): { conditions: Expression[]; columns: Record<string, ColumnValues>; without: { id: number; column: string }[] } {
    const there = new Map(columnsOf(dataset).map((column) => [column.name, column]))
    const acting: Expression[] = []
    const without: { id: number; column: string }[] = []
    for (const { id, condition } of conditions.value) {
      const column = condition.columns.find((name) => !there.has(name))
      if (column === undefined) acting.push(condition)
      else without.push({ id, column })
    }
    return { conditions: acting, columns: Object.fromEntries(acting.flatMap((one) => one.columns).map((name) => [name, there.get(name)!.values])), without }
  }

  const isFiltered = (dataset: Dataset | undefined): dataset is Dataset => dataset?.kind === 'localizations' && datasets.roles.truth !== dataset.id
  const keyOf = (dataset: Dataset, acting: readonly Expression[]): string => [dataset.revision, ...acting.map(({ source }) => source)].join('\n')

  /** Of small tables, worked out when they are asked for. */
  const known = new Map<string, Result>()
  /** Of large tables, worked out by the worker. */
  const answered = shallowReactive(new Map<string, Result>())
  const asked = new Set<string>()
  const working = ref(0)
  watch(() => datasets.datasets.map(({ id }) => id), (ids) => {
    for (const results of [known, answered]) for (const id of results.keys()) if (!ids.includes(id)) results.delete(id)
  })

  /** Rows of a dataset that pass, ascending; undefined: all. Changes with the filters and with the dataset's revision. */
  function rowsOf(id: string | undefined): Uint32Array | undefined {
    const dataset = datasets.get(id)
    if (!isFiltered(dataset) || conditions.value.length === 0) return undefined
    const { conditions: acting, columns } = actingOn(dataset)
    if (acting.length === 0) return undefined
    const rows = dataset.table.frame.length
    const key = keyOf(dataset, acting)
    if (rows <= fewRows) {
      const before = known.get(dataset.id)
      if (before?.key === key && before.table === dataset.table) return before.rows
      const result = { table: dataset.table, key, rows: rowsThatPass(acting, columns, rows) }
      known.set(dataset.id, result)
      return result.rows
    }
    const before = answered.get(dataset.id)
    if (before?.key === key && before.table === dataset.table) return before.rows
    void ask(dataset.id)
    // Until the answer is there: what passed before, where those rows are there still.
    return before && (before.rows.at(-1) ?? 0) < rows ? before.rows : undefined
  }

  /** Works out what passes now, one question a dataset at a time, until the answer is that of the newest list. */
  async function ask(id: string): Promise<void> {
    if (asked.has(id)) return
    asked.add(id)
    // Not while a view that asked is being worked out.
    await Promise.resolve()
    working.value++
    try {
      for (;;) {
        const dataset = datasets.get(id)
        if (!isFiltered(dataset)) return
        const { conditions: acting, columns } = actingOn(dataset)
        const key = keyOf(dataset, acting)
        const { table } = dataset
        const before = answered.get(id)
        if (acting.length === 0 || before?.key === key && before.table === table) return
        answered.set(id, { table, key, rows: await passingRows(acting, columns, table.frame.length) })
        await new Promise((resolve) => { setTimeout(resolve, leastPause_ms) })
      }
    } finally {
      asked.delete(id)
      working.value--
    }
  }

  /** Like `rowsOf`, of the list as it is now: for what is written to a file. */
  async function settledRowsOf(id: string): Promise<Uint32Array | undefined> {
    const dataset = datasets.get(id)
    if (!isFiltered(dataset)) return undefined
    const { conditions: acting, columns } = actingOn(dataset)
    return acting.length === 0 ? undefined : passingRows(acting, columns, dataset.table.frame.length)
  }

  /** The expressions that act on a dataset, in their order: for its provenance. */
  function expressionsOf(id: string): string[] {
    const dataset = datasets.get(id)
    return isFiltered(dataset) ? actingOn(dataset).conditions.map(({ source }) => source) : []
  }

  /** Filters that do not act on a dataset, with the column it lacks. */
  function withoutEffect(id: string | undefined): { id: number; column: string }[] {
    const dataset = datasets.get(id)
    return isFiltered(dataset) ? actingOn(dataset).without : []
  }

  return { ...list, rowsOf, settledRowsOf, expressionsOf, withoutEffect, working: computed(() => working.value > 0) }
})
