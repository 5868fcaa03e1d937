// What the table shows: which dataset, which columns, in which order; what is selected.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import { columnsOf, orderedRows, useDatasets, usePick, type Column } from '../datasets/index.ts'
import { useFilters } from '../filters/index.ts'
import { store, stored } from '../settings/index.ts'
import { isSelected, nothing, placesOf, type Selection } from './row-selection.ts'

const name = 'table-columns'
const notAtFirst = new Set(['uncertainty_xy', 'sigma_photons'])
const always = new Set(['frame', 'x', 'y'])

export const useTable = defineStore('table', () => {
  const datasets = useDatasets()
  const filters = useFilters()
  const pick = usePick()

  const wanted = ref<string>()
  const dataset = computed(() => datasets.get(wanted.value) ?? datasets.a ?? datasets.b ?? datasets.truth ?? datasets.datasets[0])
  const columns = computed((): Column[] => (dataset.value ? columnsOf(dataset.value) : []))

  /** A person's own choice of columns; the others are shown where they say something. */
  const choice = ref(Object(stored(name)) as Record<string, boolean>)
  const isShown = (column: Column): boolean => choice.value[column.name] ?? (always.has(column.name) || !notAtFirst.has(column.name) && column.stated)
  const shownColumns = computed(() => columns.value.filter(isShown))

  function showColumn(column: string, show: boolean): void {
    choice.value = { ...choice.value, [column]: show }
    store(name, choice.value)
  }

  const sort = ref<{ column: string; descending: boolean }>()
  /** Ascending, descending, as they are. */
  function sortBy(column: string): void {
    if (sort.value?.column !== column) sort.value = { column, descending: false }
    else sort.value = sort.value.descending ? undefined : { column, descending: true }
  }

  const total = computed(() => dataset.value?.table.frame.length ?? 0)
  const passing = computed(() => filters.rowsOf(dataset.value?.id))
  /** Rows in the order in which they are shown; undefined: all, as they are. */
  const rows = shallowRef<Uint32Array>()
  const sorting = ref(false)
  const selection = shallowRef<Selection>(nothing)
  const count = computed(() => rows.value?.length ?? total.value)
  const rowAt = (place: number): number => rows.value?.[place] ?? place

  let newest = 0
  watch([passing, sort, columns, total], async () => {
    const asked = ++newest
    const by = columns.value.find(({ name }) => name === sort.value?.column)
    if (!by || !sort.value) {
      rows.value = passing.value
      sorting.value = false
      return
    }
    sorting.value = true
    const ordered = await orderedRows(by.values, passing.value, sort.value.descending)
    if (asked !== newest) return
    rows.value = ordered
    sorting.value = false
  }, { immediate: true })
  watch([rows, () => dataset.value?.id], () => { selection.value = nothing })

  /** The place of the picked row; -1 where it is none of these. */
  const current = computed(() => {
    const picked = pick.pick
    if (!picked || picked.dataset !== dataset.value?.id || picked.row >= total.value) return -1
    return rows.value ? rows.value.indexOf(picked.row) : picked.row
  })

  // A row that was picked in another view is shown, whatever table it is of.
  watch(() => pick.pick, (picked) => {
    if (picked && picked.dataset !== dataset.value?.id && datasets.get(picked.dataset)) wanted.value = picked.dataset
  })

  function pickPlace(place: number): void {
    if (!dataset.value || place < 0 || place >= count.value) return
    pick.pick = { dataset: dataset.value.id, row: rowAt(place) }
  }

  const selectedRows = (): Uint32Array => placesOf(selection.value).map(rowAt)
  const isChosen = (place: number): boolean => isSelected(selection.value, place)

  return { wanted, dataset, columns, isShown, shownColumns, showColumn, sort, sortBy, total, rows, sorting, count, rowAt, selection, current, pickPlace, selectedRows, isChosen }
})
