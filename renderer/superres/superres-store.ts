// How super-resolution views are looked at: place, mode, colours, brightness. Kept for the next start, but for the place.
import { defineStore } from 'pinia'
import { reactive, ref, shallowRef } from 'vue'
import { keptSettings } from '../settings/index.ts'
import { viewModes, type ViewMode } from './arrangement.ts'
import type { Place } from './place.ts'

interface Look {
  mode: ViewMode
  /** A column of the tables; 'model': each table in its own colour. */
  colourBy: string
  sigmaFactor: number
  /** nm */
  sigmaLeast: number
  sigmaMost: number
  exposure: number
  gamma: number
  truthShown: boolean
  flicker_hz: number
}

const usual: Look = { mode: 'side', colourBy: 'z', sigmaFactor: 1, sigmaLeast: 0, sigmaMost: 100, exposure: 1, gamma: 0.6, truthShown: true, flicker_hz: 1.5 }

export const useSuperres = defineStore('superres', () => {
  const look = keptSettings('superres', usual, ({ mode }) => viewModes.includes(mode))

  /** Shared by all panes; undefined: the whole field of view. */
  const place = shallowRef<Place>()
  /** Share of the width left of the divider. */
  const swipe = ref(0.5)
  /** Values of the first and the last colour, by column, where a person set them. */
  const ranges = reactive<Record<string, readonly [number, number]>>({})
  const reset = (): void => { Object.assign(look, usual) }

  return { look, place, swipe, ranges, reset }
})
