// The open movies, which of them is shown, and at which frame. How a movie is read (camera, pixel size) stays with it,
// also when it is opened another day.
import { defineStore } from 'pinia'
import { computed, ref, watch } from 'vue'
import type { Camera } from '../../core/camera/camera.ts'
import type { MovieOpening } from '../../electron/contract/movie-opening.ts'
import type { MovieDetails } from '../../electron/contract/results.ts'
import { useEngine } from '../engine/index.ts'
import { keepValues, keptValues } from './kept-values.ts'

export interface OpenMovie {
  /** Its path. */
  id: string
  name: string
  details: MovieDetails
  /** A person's own values, in place of those the file and the model give. */
  camera: Camera | undefined
  pixelSize: number | undefined
  /** Frame shown, from 0. */
  frame: number
  /** nm; what is looked at, scored and localized where set (x from left, y from top). */
  roi: { x0: number; y0: number; x1: number; y1: number } | undefined
}

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path

export const useMovies = defineStore('movies', () => {
  const movies = ref<OpenMovie[]>([])
  const currentId = ref<string>()
  const opening = ref<string>()
  const engine = useEngine()

  watch(() => movies.value.map(({ camera, pixelSize }) => ({ camera, pixelSize })), () => keepValues(movies.value))

  const current = computed(() => movies.value.find(({ id }) => id === currentId.value))

  /**
   * Opens a movie, or shows it where it is open.
   * @param chosen another channel, slice or position of its file
   * @throws StructLocError naming what is wrong with the file
   */
  async function open(path: string, chosen?: MovieOpening): Promise<OpenMovie> {
    opening.value = path
    try {
      const details = await engine.call('info', { movie: path, opening: chosen ?? movies.value.find(({ id }) => id === path)?.details.opening })
      const known = movies.value.find(({ id }) => id === details.path)
      if (known) {
        known.frame = Math.min(known.frame, details.frames - 1)
        known.details = details
      }
      else movies.value.push({ id: details.path, name: fileName(details.path), details, ...keptValues({ id: details.path, details }), frame: 0, roi: undefined })
      currentId.value = details.path
      return movies.value.find(({ id }) => id === details.path)!
    } finally {
      opening.value = undefined
    }
  }

  function close(id: string): void {
    movies.value = movies.value.filter((movie) => movie.id !== id)
    if (currentId.value === id) currentId.value = movies.value.at(-1)?.id
  }

  /** Shows a frame (from 0), the nearest there is. */
  function show(frame: number): void {
    const movie = current.value
    if (movie) movie.frame = Math.min(Math.max(Math.round(frame), 0), movie.details.frames - 1)
  }

  const step = (by: number): void => show((current.value?.frame ?? 0) + by)

  return { movies, currentId, current, opening, open, close, show, step }
})
