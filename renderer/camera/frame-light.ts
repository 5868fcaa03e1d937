// The live check of the camera values: the photons that a frame's pixels come to with them.
import type { Camera } from '../../core/camera/camera.ts'
import { toPhotons } from '../../core/camera/photons.ts'
import type { FrameBlock } from '../../electron/contract/api.ts'

export interface FrameLight {
  /** Photons per pixel: the darkest hundredth, the median, the brightest thousandth. */
  dark: number
  median: number
  bright: number
  /** Share of pixels at the camera's largest value. */
  saturated: number
}

export function frameLight({ values, width, height }: Pick<FrameBlock, 'values' | 'width' | 'height'>, camera: Camera): FrameLight {
  const photons = new Float32Array(width * height)
  toPhotons(camera, values.subarray(0, photons.length), width, height, photons)
  const limit = 2 ** camera.bits - 1
  let saturated = 0
  for (let i = 0; i < photons.length; i++) if (values[i] >= limit) saturated++
  photons.sort()
  const at = (share: number): number => photons[Math.min(photons.length - 1, Math.floor(share * photons.length))]
  return { dark: at(0.01), median: at(0.5), bright: at(0.999), saturated: saturated / photons.length }
}
