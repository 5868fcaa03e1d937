// Camera values that are one number for all pixels or a map with a number each.
import { StructLocError } from '../errors.ts'
import type { Camera } from './camera.ts'

type Name = 'readNoise_e' | 'electronsPerAdu' | 'baseline_adu'

/** A function from pixel index (row-major) to value; a map must be as wide and high as the frames. */
export function pixelValue(camera: Camera, name: Name, width: number, height: number): (pixel: number) => number {
  const value = camera[name]
  if (typeof value === 'number') return () => value
  if (value.width !== width || value.height !== height || value.values.length !== width * height) {
    throw new StructLocError('invalid-input',
      `The camera's map ${name} is ${value.width}×${value.height} pixels with ${value.values.length} values; the frames are ${width}×${height}. It needs one value for each pixel of a frame.`)
  }
  const { values } = value
  return (pixel) => values[pixel]
}
