// What the 3D view shows and how: kept for the next start, but for ranges, clipping box and spin.
import { defineStore } from 'pinia'
import { reactive, ref } from 'vue'
import { keptSettings } from '../settings/index.ts'

interface Look {
  shown: { a: boolean; b: boolean; truth: boolean }
  /** A column of the tables; 'model': each table in its own colour. */
  colourBy: string
  /** 'pixel': every point as large on the screen; 'sigma': as large as its uncertainty in the sample. */
  size: 'pixel' | 'sigma'
  /** Least size on the screen. */
  pixels: number
  sigmaFactor: number
  parallel: boolean
}

const usual: Look = { shown: { a: true, b: false, truth: false }, colourBy: 'z', size: 'pixel', pixels: 2, sigmaFactor: 1, parallel: true }

export const useScene3d = defineStore('scene3d', () => {
  const look = keptSettings('scene3d', usual, ({ size, shown }) => ['pixel', 'sigma'].includes(size) && typeof shown.a === 'boolean')
  /** Values of the first and the last colour, by column, where a person set them. */
  const ranges = reactive<Record<string, readonly [number, number]>>({})
  const spinning = ref(false)
  /** Shares of the box that are shown, by axis. */
  const clip = ref<{ x: [number, number]; y: [number, number]; z: [number, number] }>({ x: [0, 1], y: [0, 1], z: [0, 1] })
  return { look, ranges, spinning, clip }
})
