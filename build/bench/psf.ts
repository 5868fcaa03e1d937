// How fast the light of measured PSFs is put on pixels (19×19 of them an emitter), against the 64 coefficients of a voxel that are usual for
// cubic splines.
import { fileURLToPath } from 'node:url'
import { csplinePsf } from '../../core/psf/cspline.ts'
import { packKnots } from '../../core/psf/knots.ts'
import { csplineSchema } from '../../core/psf/psf.ts'
import { Random } from '../../core/random/random.ts'
import type { BenchRow } from './read.ts'

const side = 15
const depths = 33
const window_px = 19
const frame_px = 64

/** Passes per second over 0.7 s, after a warm-up. */
function rate(pass: () => void): number {
  for (const warm = performance.now(); performance.now() - warm < 150;) pass()
  let passes = 0
  const start = performance.now()
  for (; performance.now() - start < 700; passes++) pass()
  return (1000 * passes) / (performance.now() - start)
}

/** One emitter by the 64 coefficients of each pixel's voxel: Σ a_ijk·xⁱyʲzᵏ, the powers worked out once. */
function voxels(coefficients: Float32Array, image: Float32Array, x: number, y: number, powers: Float64Array): void {
  const [left, top] = [Math.floor(x) - (window_px >> 1), Math.floor(y) - (window_px >> 1)]
  for (let row = 0; row < window_px; row++) {
    for (let column = 0; column < window_px; column++) {
      const at = (row * window_px + column) * 64
      let sum = 0
      for (let k = 0; k < 64; k++) sum += coefficients[at + k] * powers[k]
      image[(top + row) * frame_px + left + column] += 5000 * sum
    }
  }
}

export async function run(): Promise<BenchRow[]> {
  const random = new Random(1)
  // Knots about −7 … 7 px light 19 pixels in a row.
  const { scale, values } = packKnots(Float64Array.from({ length: side * side * depths }, () => random.uniform()))
  const spec = csplineSchema.parse({ type: 'cspline', pixelSize: 100, side, depths, zFirst: -800, zStep: 50, zRange: [-750, 750], scale, knots: values })
  const psf = csplinePsf(spec, 100)
  const image = new Float32Array(frame_px * frame_px)
  const places = Array.from({ length: 1000 }, () => [random.between(1500, 4900), random.between(1500, 4900), random.between(-750, 750)])
  const coefficients = Float32Array.from({ length: window_px * window_px * 64 }, () => random.uniform())
  const powers = new Float64Array(64)
  const planes = new Float64Array(4 * window_px * window_px)
  return [
    {
      name: 'light of a measured PSF, 19×19 pixels', unit: 'emitters/s',
      value: 1000 * rate(() => places.forEach(([x, y, z]) => psf.add(image, frame_px, frame_px, x, y, z, 5000))),
      baseline: '64 coefficients a voxel',
      baselineValue: 1000 * rate(() => places.forEach(([x, y, z]) => {
        for (let k = 0; k < 64; k++) powers[k] = (x / 100 % 1) ** (k & 3) * (y / 100 % 1) ** ((k >> 2) & 3) * (z / 50 % 1) ** (k >> 4)
        voxels(coefficients, image, x / 100, y / 100, powers)
      })),
    },
    {
      name: 'the same with its three derivatives', unit: 'emitters/s',
      value: 1000 * rate(() => places.forEach(([x, y, z]) => psf.derivatives(planes, Math.floor(x / 100) - 9, Math.floor(y / 100) - 9, window_px, x, y, z))),
      baseline: 'seven values, for differences',
      baselineValue: 1000 * rate(() => places.forEach(([x, y, z]) => { for (let k = 0; k < 7; k++) psf.add(image, frame_px, frame_px, x + k, y, z, 1) })),
    },
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, baseline, baselineValue } of await run()) {
    console.log(`${name.padEnd(40)}${value.toFixed(0).padStart(9)} ${unit}   ${(value / baselineValue).toFixed(2).padStart(6)} × ${baseline} (${baselineValue.toFixed(0)} ${unit})`)
  }
}
