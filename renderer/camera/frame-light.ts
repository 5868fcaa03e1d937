// The live check of the camera values: the photons that a frame's pixels come to with them.
import type { Camera } from '../../core/camera/camera.ts'
import { photonsOf } from '../../core/camera/photons.ts'

export interface FrameLight {
  /** Photons per pixel: the darkest hundredth, the median, the brightest thousandth. */
  dark: number
  median: number
  bright: number
  /** Share of pixels at the camera's largest value. */
  saturated: number
}

/** At most this many pixels are looked at: the window must not wait. Sixteen of them are brighter than the brightest thousandth. */
const mostPixels = 2 ** 14

/** @param values of one frame, ADU, row-major */
export function frameLight({ values, width, height }: { values: ArrayLike<number>; width: number; height: number }, camera: Camera): FrameLight {
  const size = width * height
  // An odd step does not fall on the same columns again and again.
  const step = size <= mostPixels ? 1 : Math.ceil(size / mostPixels) | 1
  const photons = new Float32Array(Math.ceil(size / step))
  const limit = 2 ** camera.bits - 1
  let saturated = 0
  for (let pixel = 0, i = 0; pixel < size; pixel += step, i++) {
    photons[i] = photonsOf(camera, values[pixel], pixel)
    if (values[pixel] >= limit) saturated++
  }
  photons.sort()
  const at = (share: number): number => photons[Math.min(photons.length - 1, Math.floor(share * photons.length))]
  return { dark: at(0.01), median: at(0.5), bright: at(0.999), saturated: saturated / photons.length }
}
