// The one localization or emitter that is picked: marked in every view, read out in full.
import { defineStore } from 'pinia'
import { computed, shallowRef } from 'vue'
import { useDatasets } from './datasets-store.ts'

export interface Pick {
  dataset: string
  row: number
}

export const usePick = defineStore('pick', () => {
  const pick = shallowRef<Pick>()
  const datasets = useDatasets()
  /** The picked row's values by column; undefined where nothing is picked. */
  const values = computed((): Record<string, number> | undefined => {
    const dataset = datasets.get(pick.value?.dataset)
    if (!dataset || !pick.value || pick.value.row >= dataset.table.frame.length) return undefined
    const { row } = pick.value
    return Object.fromEntries(Object.entries({ ...dataset.table, ...dataset.extra }).map(([name, column]) => [name, column[row]]))
  })
  return { pick, values }
})
