// The filters on localizations: a list that is kept, can be undone, and acts on every view and on export, for A and B alike.
// Truth is not filtered. A filter on a column that a dataset does not have (yet) leaves that dataset as it is, and says so.
import { defineStore } from 'pinia'
import { computed, ref, shallowReactive, shallowRef, watch } from 'vue'
import { rowsThatPass } from '../../core/localizations/evaluate-expression.ts'
import { parseFilter, type Expression } from '../../core/localizations/expression.ts'
import { columnsOf, fewRows, passingRows, useDatasets, type ColumnValues, type Dataset } from '../datasets/index.ts'
import type { Filter } from './filter.ts'
import { keep, readKept } from './kept-filters.ts'

interface Result {
  table: Dataset['table']
  key: string
  rows: Uint32Array
}

/** Between two answers for a large table: every view draws it anew, and a slider asks for many. */
const leastPause_ms = 150

/** Steps that can be undone. */
const mostSteps = 200

export const useFilters = defineStore('filters', () => {
  const filters = ref<Filter[]>(readKept())
  const past = shallowRef<Filter[][]>([])
  const future = shallowRef<Filter[][]>([])
  const datasets = useDatasets()
  let gestureBefore: string | undefined
  watch(filters, keep, { deep: true })

  // The list and its history.

  const copy = (): Filter[] => filters.value.map((filter) => ({ ...filter }))

  /** Changes with the same `gesture` one after another are undone together. */
  function change(make: (filters: Filter[]) => Filter[], gesture?: string): void {
    if (gesture === undefined || gesture !== gestureBefore) past.value = [...past.value, copy()].slice(-mostSteps)
    gestureBefore = gesture
    future.value = []
    filters.value = make(copy())
  }

  /** Adds a filter at the end; its id. @throws ExpressionError */
  function add(expression: string, column?: string): number {
    if (expression !== '') parseFilter(expression)
    const id = Math.max(0, ...[...past.value, filters.value].flat().map((filter) => filter.id)) + 1
    change((all) => [...all, { id, expression, enabled: true, column }])
    return id
  }

  /** @throws ExpressionError */
  function edit(id: number, expression: string, gesture?: string): void {
    if (expression !== '') parseFilter(expression)
    if (filters.value.find((filter) => filter.id === id)?.expression === expression) return
    change((all) => all.map((filter) => (filter.id === id ? { ...filter, expression } : filter)), gesture)
  }

  const enable = (id: number, enabled: boolean): void => change((all) => all.map((filter) => (filter.id === id ? { ...filter, enabled } : filter)))
  const remove = (id: number): void => change((all) => all.filter((filter) => filter.id !== id))
  const clear = (): void => change(() => [])

  /** Moves a filter by so many places; what is enabled passes in any order, but people read it in theirs. */
  function move(id: number, by: number): void {
    const from = filters.value.findIndex((filter) => filter.id === id)
    const to = Math.min(Math.max(from + by, 0), filters.value.length - 1)
    if (from < 0 || from === to) return
    change((all) => all.toSpliced(from, 1).toSpliced(to, 0, all[from]))
  }

  function undo(): void {
    const before = past.value.at(-1)
    if (!before) return
    past.value = past.value.slice(0, -1)
    future.value = [...future.value, copy()]
    filters.value = before
    gestureBefore = undefined
  }

  function redo(): void {
    const next = future.value.at(-1)
    if (!next) return
    future.value = future.value.slice(0, -1)
    past.value = [...past.value, copy()]
    filters.value = next
    gestureBefore = undefined
  }

  // What passes.

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

  return {
    filters, add, edit, enable, remove, clear, move, undo, redo, canUndo: computed(() => past.value.length > 0), canRedo: computed(() => future.value.length > 0),
    rowsOf, settledRowsOf, expressionsOf, withoutEffect, working: computed(() => working.value > 0),
  }
})
