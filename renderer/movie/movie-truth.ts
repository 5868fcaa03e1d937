// The true emitters that a simulated movie has beside it.
import { computed, type ComputedRef } from 'vue'
import { fileDataset, useDatasets } from '../datasets/index.ts'
import { useEngine } from '../engine/index.ts'
import { useNotices } from '../ui/index.ts'
import { useMovies, type OpenMovie } from './movies-store.ts'

export interface MovieTruth {
  /** Path of the table beside the movie that is shown, where it is not open yet. */
  beside: ComputedRef<string | undefined>
  /** Opens that one; what goes wrong is said. */
  openBeside: () => Promise<void>
  /** @throws StructLocError what is wrong with the table */
  openTruth: (movie: OpenMovie, path: string, label?: string) => Promise<void>
}

export function useMovieTruth(): MovieTruth {
  const engine = useEngine()
  const movies = useMovies()
  const datasets = useDatasets()
  const notices = useNotices()

  const beside = computed(() => {
    const path = movies.current?.details.truth
    return path !== undefined && datasets.get(path) === undefined ? path : undefined
  })

  async function openTruth(movie: OpenMovie, path: string, label?: string): Promise<void> {
    const dataset = fileDataset(path, await engine.call('readTable', { path }), movie)
    datasets.put({ ...dataset, label: label ?? dataset.label }, 'truth')
  }

  async function openBeside(): Promise<void> {
    const [movie, path] = [movies.current, beside.value]
    if (movie && path !== undefined) await openTruth(movie, path).catch(notices.sayError)
  }

  return { beside, openBeside, openTruth }
}
