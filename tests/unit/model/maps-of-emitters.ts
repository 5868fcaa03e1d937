// Network output made by hand: what an ideal network says of emitters whose place is known.
import { mapChannelCount } from '../../../core/model/maps.ts'
import type { FrameMaps } from '../../../core/model/maps.ts'

export interface TestEmitter {
  /** px from the frame's outer corner. */
  x_px: number
  y_px: number
  z: number
  photons: number
  /** Pixels that tell of it: [column, row, p]; the one it lies in with p = 1 where absent. */
  pixels?: [number, number, number][]
  /** px; sigma_z is 10 times as many tens of nm. */
  sigma_px?: number
}

/**
 * Maps in which each emitter's pixels all point at it. Later emitters overwrite earlier ones where they share a pixel.
 * The rest of the frame has p = 0.001 and says nonsense.
 */
export function mapsOfEmitters(width: number, height: number, emitters: TestEmitter[]): FrameMaps {
  const plane = width * height
  const data = new Float32Array(mapChannelCount * plane)
  data.fill(0.001, 0, plane)
  data.fill(0.7, plane)
  for (const { x_px, y_px, z, photons, sigma_px = 0.15, pixels = [[Math.floor(x_px), Math.floor(y_px), 1]] } of emitters) {
    for (const [column, row, p] of pixels) {
      if (column < 0 || row < 0 || column >= width || row >= height) continue
      const values = [p, photons, x_px - column - 0.5, y_px - row - 0.5, z, Math.sqrt(photons), sigma_px, sigma_px, sigma_px * 200, 50]
      values.forEach((value, channel) => { data[channel * plane + row * width + column] = value })
    }
  }
  return { data, width, height }
}
