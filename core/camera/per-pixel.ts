// Camera values that are one number for all pixels or a map with a number each.
import { StructLocError } from '../errors.ts'
import type { Camera } from './camera.ts'

type Name = 'readNoise_e' | 'electronsPerAdu' | 'baseline_adu'

/** A camera's value for each pixel (row-major); a map must be as wide and high as the frames. */
export function pixelValues(camera: Camera, name: Name, width: number, height: number): Float64Array {
  const value = camera[name]
  if (typeof value === 'number') return new Float64Array(width * height).fill(value)
  if (value.width !== width || value.height !== height || value.values.length !== width * height) {
    throw new StructLocError('invalid-input',
      `The camera's map ${name} is ${value.width}×${value.height} pixels with ${value.values.length} values; the frames are ${width}×${height}. It needs one value for each pixel of a frame.`)
  }
  return Float64Array.from(value.values)
}
