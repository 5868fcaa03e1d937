// What the 3D view shows and how: kept while the panel is closed.
import { defineStore } from 'pinia'
import { ref } from 'vue'

export const colourings = [
  { value: 'depth', title: 'Depth (z)', unit: 'nm', column: 'z' },
  { value: 'model', title: 'A, B or truth', unit: '', column: undefined },
  { value: 'prior_influence', title: 'Prior influence', unit: 'σ', column: 'prior_influence' },
  { value: 'error_lateral', title: 'Lateral error', unit: 'nm', column: 'error_lateral' },
  { value: 'probability', title: 'Probability', unit: '', column: 'probability' },
  { value: 'photons', title: 'Photons', unit: 'photons', column: 'photons' },
  { value: 'sigma_z', title: 'σz', unit: 'nm', column: 'sigma_z' },
] as const
export type Colouring = (typeof colourings)[number]['value']

export const useScene3d = defineStore('scene3d', () => {
  const shown = ref({ a: true, b: false, truth: false })
  const colouring = ref<Colouring>('depth')
  /** Values of the first and the last colour; undefined: from the data. */
  const range = ref<[number, number]>()
  const size = ref<'pixel' | 'sigma'>('pixel')
  const pixels = ref(2)
  const sigmaFactor = ref(1)
  const parallel = ref(true)
  const spinning = ref(false)
  /** Shares of the box that are shown, by axis. */
  const clip = ref<{ x: [number, number]; y: [number, number]; z: [number, number] }>({ x: [0, 1], y: [0, 1], z: [0, 1] })
  return { shown, colouring, range, size, pixels, sigmaFactor, parallel, spinning, clip }
})
