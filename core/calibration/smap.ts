// SMAP's calibrations (Li et al., Nat. Methods 15, 367, 2018; github.com/jries/SMAP, fit3Dcspline): a cubic polynomial of 64 coefficients a voxel
// between knots a pixel apart and dz nm apart in depth. Its first axis runs down the rows (y), the second along them (x); coefficient
// 16·i + 4·j + k belongs to zⁱ·xʲ·yᵏ. Depth of knot j (from 0) is −(j − z0)·dz as SMAP's own fits report it. The emitter is at knot x0 (from 1).
import { StructLocError } from '../errors.ts'
import { packKnots, unpackKnots } from '../psf/knots.ts'
import type { CsplineSpec } from '../psf/psf.ts'
import { fitKnots } from './fit-knots.ts'
import { band, valuesOf } from './spline-grid.ts'
import { gridFor, imageAt } from './spline-image.ts'

export interface SmapSpline {
  /** Voxels along y, x, z and 64: the first axis runs fastest. */
  coefficients: Float32Array | Float64Array
  shape: readonly [number, number, number]
  x0: number
  z0: number
  /** nm */
  dz: number
}

/** Powers 0 … 3 of the place t between knots 0 and 1, from the knots −1, 0, 1 and 2 of a B-spline. */
const powers = [[1 / 6, 4 / 6, 1 / 6, 0], [-1 / 2, 0, 1 / 2, 0], [1 / 2, -1, 1 / 2, 0], [-1 / 6, 1 / 2, -1 / 2, 1 / 6]]

/** The spline of a PSF in SMAP's form, over the depths that were measured. */
export function toSmap({ side, depths, zFirst, zStep, scale, knots: packed }: CsplineSpec): SmapSpline {
  const knots = unpackKnots({ scale, values: packed })
  if (!knots) throw new StructLocError('invalid-input', 'The PSF has no knots that can be read.')
  const across = side - 1
  const along = depths - 3
  const shape = [across, across, along] as const
  const coefficients = new Float32Array(across * across * along * 64)
  const knot = (x: number, y: number, z: number): number => (x < 0 || y < 0 || x >= side || y >= side ? 0 : knots[(z * side + y) * side + x])
  // Depth runs the other way: voxel v lies between the knots at depths − 2 − v and the one before.
  const four = new Float64Array(64)
  for (let v = 0; v < along; v++) {
    for (let x = 0; x < across; x++) {
      for (let y = 0; y < across; y++) {
        for (let a = 0; a < 4; a++) for (let b = 0; b < 4; b++) for (let c = 0; c < 4; c++) four[16 * a + 4 * b + c] = knot(x - 1 + b, y - 1 + c, depths - 1 - v - a)
        const at = (v * across + x) * across + y
        for (let i = 0; i < 64; i++) coefficients[i * across * across * along + at] = polynomial(four, i >> 4, (i >> 2) & 3, i & 3)
      }
    }
  }
  return { coefficients, shape, x0: (side - 1) / 2 + 1, z0: (zFirst + (depths - 2) * zStep) / zStep, dz: zStep }
}

/** The coefficient of zⁱ·xʲ·yᵏ from 4×4×4 knots. */
function polynomial(knots: Float64Array, i: number, j: number, k: number): number {
  let sum = 0
  for (let a = 0; a < 4; a++) {
    const inZ = powers[i][a]
    if (inZ === 0) continue
    for (let b = 0; b < 4; b++) {
      const inX = inZ * powers[j][b]
      if (inX === 0) continue
      for (let c = 0; c < 4; c++) sum += inX * powers[k][c] * knots[16 * a + 4 * b + c]
    }
  }
  return sum
}

/** Distance of the knots that are taken from a calibration with closer ones, nm: nothing in a PSF changes faster. */
const knotDistance = 50

/**
 * A PSF from SMAP's spline on pixels of a given size, of one photon in its window at z = 0.
 * Errors: 'invalid-input' where the numbers do not fit each other.
 */
export function fromSmap({ coefficients, shape: [rows, columns, along], x0, z0, dz }: SmapSpline, pixelSize: number, source: string): CsplineSpec {
  if (coefficients.length !== rows * columns * along * 64 || rows < 4 || columns < 4 || along < 4) throw new StructLocError('invalid-input', `${source}: ${rows}×${columns}×${along}×64 coefficients were expected; there are ${coefficients.length}.`)
  if (!(dz > 0)) throw new StructLocError('invalid-input', `${source}: cspline.dz is ${dz}; it must be above zero, in nm.`)
  const middle = Math.round(x0) - 1
  const radius = Math.min(middle, rows - middle, columns - middle)
  if (!(radius >= 2)) throw new StructLocError('invalid-input', `${source}: the emitter is at knot ${x0} (cspline.x0), too near the edge of ${rows + 1}×${columns + 1} knots.`)
  const size = rows * columns * along
  /** The spline at a knot: of the last one along an axis by the polynomial of the voxel before it. */
  const value = (x: number, y: number, z: number): number => {
    const [vx, vy, vz] = [Math.min(x, columns - 1), Math.min(y, rows - 1), Math.min(z, along - 1)]
    const at = (vz * columns + vx) * rows + vy
    let sum = 0
    for (let i = 0; i < (z > vz ? 4 : 1); i++) for (let j = 0; j < (x > vx ? 4 : 1); j++) for (let k = 0; k < (y > vy ? 4 : 1); k++) sum += coefficients[(16 * i + 4 * j + k) * size + at]
    return sum
  }
  const planes = along + 1
  const grid = gridFor(radius, along * dz, planes, knotDistance)
  // Plane p of the new spline is SMAP's knot planes − 1 − p.
  const signal = new Float64Array(planes * grid.side * grid.side)
  for (let p = 0; p < planes; p++) for (let y = 0; y < grid.side; y++) for (let x = 0; x < grid.side; x++) signal[(p * grid.side + y) * grid.side + x] = value(middle - radius + x, middle - radius + y, planes - 1 - p)
  const whole = band(Array.from({ length: grid.side }, (_, i) => i), grid.side)
  const bands = { x: whole, y: whole, z: band(Array.from({ length: planes }, (_, p) => (p * dz - grid.zFirst) / grid.zStep), grid.depths) }
  const knots = fitKnots(grid, [{ signal, weights: new Float64Array(signal.length).fill(1), flux: 1, bands }], undefined, 80, 1e-6)
  const low = -(planes - 1 - z0) * dz
  const atFocus = Math.min(Math.max(-low, 0), along * dz)
  const light = imageAt(knots, grid, atFocus).reduce((sum, one) => sum + one, 0)
  const packed = packKnots(knots.map((one) => one / light))
  return {
    type: 'cspline', pixelSize, side: grid.side, depths: grid.depths, zFirst: grid.zFirst + low, zStep: grid.zStep, zRange: [low, low + along * dz],
    scale: packed.scale, knots: packed.values, source, origin: `as in SMAP's calibration: x0 ${x0}, z0 ${z0}`, light: 'one photon is the light in the window at z = 0',
  }
}

/** The spline's values at its knots, planes × rows × columns, as SMAP keeps them beside the coefficients. */
export function knotValues({ side, depths, scale, knots }: CsplineSpec): Float64Array {
  const whole = band(Array.from({ length: side }, (_, i) => i), side)
  return valuesOf(unpackKnots({ scale, values: knots }) ?? new Float64Array(side * side * depths), { side, depths, zFirst: 0, zStep: 1 }, { x: whole, y: whole, z: band(Array.from({ length: depths - 2 }, (_, i) => i + 1), depths) })
}
