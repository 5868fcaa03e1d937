// LUENN's label written out: a spot of amplitude 1 and σ of one label pixel at the emitter's true place, its direction the depth.
import { pickCandidates, type Candidates } from '../../../../core/model/candidates.ts'
import { layoutOf, type OutputLayout } from '../../../../core/model/output-layout.ts'

/** Lateral nm from the outer corner, at 100 nm a camera pixel. */
export interface LabelEmitter {
  x: number
  y: number
  z: number
  amplitude?: number
  /** Label pixels. */
  sigma?: number
}

export const zRange = [-750, 750] as const
export const luennArchitecture = {
  name: 'luenn', size: 'tiny', parameters: 1, macPerPixel: 1, multiple: 8, halo_px: 58, upsampling: 4, spotSigma: 1, uncertainty: 'crlb',
} as const
export const luennLayout: OutputLayout = layoutOf(luennArchitecture)

/** The label of a frame of size × size camera pixels: [2, 4·size, 4·size]. */
export function labelOf(size: number, emitters: readonly LabelEmitter[]): Float32Array {
  const fine = 4 * size
  const maps = new Float32Array(2 * fine * fine)
  for (const { x, y, z, amplitude = 1, sigma = 1 } of emitters) {
    const phi = (Math.PI * (z - zRange[0])) / (zRange[1] - zRange[0])
    for (let row = 0; row < fine; row++) {
      for (let column = 0; column < fine; column++) {
        const squared = (column + 0.5 - x / 25) ** 2 + (row + 0.5 - y / 25) ** 2
        const spot = amplitude * Math.exp(-squared / (2 * sigma * sigma))
        maps[row * fine + column] += spot * Math.cos(phi)
        maps[(fine + row) * fine + column] += spot * Math.sin(phi)
      }
    }
  }
  return maps
}

/** The candidates of that label, as the inference process sends them. */
export function labelCandidates(size: number, emitters: readonly LabelEmitter[]): Candidates {
  return pickCandidates({ data: labelOf(size, emitters), width: 4 * size, height: 4 * size }, luennLayout.floor, luennLayout)
}
