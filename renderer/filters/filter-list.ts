// The list of filters with its history: every change can be undone and done again.
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import { parseFilter } from '../../core/localizations/expression.ts'
import type { Filter } from './filter.ts'
import { readKept } from './kept-filters.ts'

/** Steps that can be undone. */
const mostSteps = 200

export interface FilterList {
  filters: Ref<Filter[]>
  /** Adds a filter at the end; its id. @throws ExpressionError */
  add(expression: string, column?: string): number
  /** Changes with the same `gesture` one after another are undone together. @throws ExpressionError */
  edit(id: number, expression: string, gesture?: string): void
  enable(id: number, enabled: boolean): void
  remove(id: number): void
  clear(): void
  /** Moves a filter by so many places; what is enabled passes in any order, but people read it in theirs. */
  move(id: number, by: number): void
  undo(): void
  redo(): void
  canUndo: ComputedRef<boolean>
  canRedo: ComputedRef<boolean>
}

/** Begins with the list of the last time. */
export function filterList(): FilterList {
  const filters = ref<Filter[]>(readKept())
  const past = shallowRef<Filter[][]>([])
  const future = shallowRef<Filter[][]>([])
  let gestureBefore: string | undefined

  const copy = (): Filter[] => filters.value.map((filter) => ({ ...filter }))

  /** Changes with the same `gesture` one after another are undone together. */
  function change(make: (filters: Filter[]) => Filter[], gesture?: string): void {
    if (gesture === undefined || gesture !== gestureBefore) past.value = [...past.value, copy()].slice(-mostSteps)
    gestureBefore = gesture
    future.value = []
    filters.value = make(copy())
  }

  function add(expression: string, column?: string): number {
    if (expression !== '') parseFilter(expression)
    const id = Math.max(0, ...[...past.value, filters.value].flat().map((filter) => filter.id)) + 1
    change((all) => [...all, { id, expression, enabled: true, column }])
    return id
  }

  function edit(id: number, expression: string, gesture?: string): void {
    if (expression !== '') parseFilter(expression)
    if (filters.value.find((filter) => filter.id === id)?.expression === expression) return
    change((all) => all.map((filter) => (filter.id === id ? { ...filter, expression } : filter)), gesture)
  }

  const enable = (id: number, enabled: boolean): void => change((all) => all.map((filter) => (filter.id === id ? { ...filter, enabled } : filter)))
  const remove = (id: number): void => change((all) => all.filter((filter) => filter.id !== id))
  const clear = (): void => change(() => [])

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

  return { filters, add, edit, enable, remove, clear, move, undo, redo, canUndo: computed(() => past.value.length > 0), canRedo: computed(() => future.value.length > 0) }
}
