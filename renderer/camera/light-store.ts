// What the camera values make of the movie that is shown: photons of its frame, its background, and what is outside the chosen
// models' ranges. Asked anew when any of them changes; an answer that comes too late is dropped.
import { defineStore } from 'pinia'
import { computed, ref, toRaw, watch } from 'vue'
import { useEngine } from '../engine/index.ts'
import { useModels, type Slot } from '../models/index.ts'
import { useFrameView, useMovies } from '../movie/index.ts'
import { idle } from '../ui/index.ts'
import { frameLight, type FrameLight } from './frame-light.ts'
import { readingOf } from './reading.ts'

export const useLight = defineStore('light', () => {
  const engine = useEngine()
  const movies = useMovies()
  const models = useModels()

  /** How the movie that is shown is read; A's model speaks where the movie says nothing, else B's. */
  const reading = computed(() => (movies.current ? readingOf(movies.current, models.a ?? models.b) : undefined))
  const view = useFrameView()
  /** Of the frame on the screen. */
  const frame = computed((): FrameLight | undefined => {
    const { lastFull } = view
    // Raw: read once a pixel, a watched object would hold the window up.
    return lastFull && lastFull.movie === movies.current?.id && reading.value ? frameLight(lastFull, toRaw(reading.value.camera)) : undefined
  })
  const background_photons = ref<number>()
  const warnings = ref<Record<Slot, string[]>>({ a: [], b: [] })

  let lightCall: AbortController | undefined
  watch([() => movies.current?.id, () => movies.current?.details.opening, reading, () => models.chosen.a, () => models.chosen.b], async () => {
    lightCall?.abort()
    const movie = movies.current
    background_photons.value = undefined
    warnings.value = { a: [], b: [] }
    if (!movie || !reading.value) return
    const { camera, ...read } = reading.value
    // The model's own pixel size tells nothing of the movie.
    const pixelSize = read.pixelSizeFrom === 'model' ? undefined : read.pixelSize
    const { signal } = (lightCall = new AbortController())
    // A movie that was just opened is shown first.
    await idle()
    for (const slot of ['a', 'b'] as const) {
      const model = models.chosen[slot]
      if (!model || signal.aborted) continue
      const light = await engine.call('light', { movie: movie.id, opening: movie.details.opening, model, camera, pixelSize }, { signal }).catch(() => undefined)
      if (signal.aborted) return
      if (!light) continue
      background_photons.value = light.background_photons
      warnings.value[slot] = light.warnings
    }
  }, { immediate: true })

  return { reading, frame, background_photons, warnings }
})
