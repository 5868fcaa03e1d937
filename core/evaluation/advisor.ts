// What an acquisition allows, before anything is trained: the Cramér–Rao bound of one emitter over depth, from one frame and from
// the three frames that a network sees when the emitter is on throughout.
import type { Acquisition } from '../simulation/acquisition.ts'
import { createPsf } from '../psf/create.ts'
import { crlb } from './crlb.ts'

export interface DepthBound {
  z: number
  /** √(CRLB_x + CRLB_y), nm: what RMSE lateral is compared with. */
  lateral: number
  /** nm */
  axial: number
}

export interface Advice {
  /** From one frame. */
  single: DepthBound[]
  /** From three frames, the emitter on in all of them. */
  triple: DepthBound[]
  /** √(mean squared bound) over the depth range, nm. */
  lateral: number
  axial: number
}

/**
 * Bounds at `steps` depths of the acquisition's range, for an emitter at its mean brightness over the middle of its background,
 * averaged over the place within a pixel. A camera described pixel by pixel counts with its first pixel's values.
 */
export function adviseAcquisition({ psf: spec, camera, pixelSize, zRange: [low, high], photons, background }: Acquisition, steps = 25): Advice {
  const psf = createPsf(spec, pixelSize)
  const first = (value: number | { values: number[] }): number => (typeof value === 'number' ? value : value.values[0])
  const even = camera.type === 'scmos'
    ? { ...camera, electronsPerAdu: first(camera.electronsPerAdu), baseline_adu: first(camera.baseline_adu), readNoise_e: first(camera.readNoise_e) }
    : camera
  const seen = { photons, background_photons: (background[0] + background[1]) / 2 }
  // Middle of the pixel, its edges' middles and its corner: the mean of these four is that over the pixel to a percent.
  const places = [[0.5, 0.5], [0, 0.5], [0.5, 0], [0, 0]].map(([x, y]) => [(50 + x) * pixelSize, (50 + y) * pixelSize] as const)
  const bounds = (sightings: number): DepthBound[] => Array.from({ length: steps }, (_, i) => {
    const z = low + ((high - low) * i) / (steps - 1)
    const all = places.map(([x, y]) => crlb(psf, even, x, y, z, Array.from({ length: sightings }, () => seen)))
    const mean = (of: (bound: (typeof all)[number]) => number): number => Math.sqrt(all.reduce((sum, bound) => sum + of(bound), 0) / all.length)
    return { z, lateral: mean(({ x, y }) => x * x + y * y), axial: mean((bound) => bound.z ** 2) }
  })
  const single = bounds(1)
  const overall = (of: (bound: DepthBound) => number): number => Math.sqrt(single.reduce((sum, bound) => sum + of(bound) ** 2, 0) / steps)
  return { single, triple: bounds(3), lateral: overall(({ lateral }) => lateral), axial: overall(({ axial }) => axial) }
}
