// The sample movie with its truth, one click away; made by the engine where it was never asked for before.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import { useEngine } from '../engine/index.ts'
import { useSettings } from '../settings/index.ts'
import { useNotices } from '../ui/index.ts'
import { useMovieTruth } from './movie-truth.ts'
import { useMovies } from './movies-store.ts'

export const useSample = defineStore('sample', () => {
  const engine = useEngine()
  const movies = useMovies()
  const { openTruth } = useMovieTruth()
  const notices = useNotices()
  const making = ref(false)

  /** What goes wrong is said. */
  async function open(): Promise<void> {
    making.value = true
    try {
      const sample = await engine.call('sample', {})
      const movie = await movies.open(sample.movie)
      useSettings().remember(movie.id)
      await openTruth(movie, sample.truth, 'Truth of the sample')
    } catch (error) {
      notices.sayError(error)
    } finally {
      making.value = false
    }
  }
  return { making, open }
})
