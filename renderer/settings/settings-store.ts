// What a person chose and wants to find again: kept in this window's own storage.
import { defineStore } from 'pinia'
import { ref, watch } from 'vue'
import { store, stored } from './stored.ts'

/** What draws the views; 'auto': the graphics card where there is one. */
export type DrawnBy = 'auto' | 'card' | 'processor'

export interface Settings {
  theme: 'dark' | 'light' | 'system'
  /** Look-up table of frames. */
  lut: string
  provider: string
  drawnBy: DrawnBy
  recentMovies: string[]
  layout: unknown
  /** How frames are looked at: marks shown, frames per second, whether contrast and marks stand beside them. */
  movieView?: { layers: Record<'a' | 'b' | 'truth' | 'pairs' | 'errors' | 'sigma', boolean>; rate_hz: number; side: boolean }
}

const defaults: Settings = { theme: 'dark', lut: 'Grays', provider: 'auto', drawnBy: 'auto', recentMovies: [], layout: undefined }

function read(): Settings {
  return { ...defaults, ...Object(stored('settings')) as Partial<Settings> }
}

export const useSettings = defineStore('settings', () => {
  const settings = ref(read())
  watch(settings, (value) => store('settings', value), { deep: true })

  function remember(movie: string): void {
    settings.value.recentMovies = [movie, ...settings.value.recentMovies.filter((path) => path !== movie)].slice(0, 10)
  }

  function forget(movie: string): void {
    settings.value.recentMovies = settings.value.recentMovies.filter((path) => path !== movie)
  }

  return { settings, remember, forget }
})
