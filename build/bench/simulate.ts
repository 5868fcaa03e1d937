// How fast movies are simulated: light on pixels against a plain exp() per pixel, camera noise against one normal number per
// pixel, whole movies by two worker threads against this thread alone.
import { fileURLToPath } from 'node:url'
import { challengeCamera, type Camera } from '../../core/camera/camera.ts'
import { expose } from '../../core/camera/exposure.ts'
import { astigmaticSchema } from '../../core/psf/psf.ts'
import { createPsf } from '../../core/psf/create.ts'
import { Random } from '../../core/random/random.ts'
import { acquisitionSchema } from '../../core/simulation/acquisition.ts'
import type { MovieSpec } from '../../core/simulation/movie.ts'
import { simulateMovie } from '../../electron/engine/simulation/movie.ts'
import type { BenchRow } from './read.ts'

const SIDE = 64
const spec = astigmaticSchema.parse({ type: 'astigmatic' })

/** Repetitions per second of `pass` over 0.7 s, after a warm-up. */
function rate(pass: () => void): number {
  for (const warm = performance.now(); performance.now() - warm < 150;) pass()
  let passes = 0
  const start = performance.now()
  for (; performance.now() - start < 700; passes++) pass()
  return (1000 * passes) / (performance.now() - start)
}

/** The same Gaussian taken at pixel centres, one exp() a pixel of a 19×19 window. */
function naive(image: Float32Array, x: number, y: number, z: number, photons: number): void {
  const width = (focus: number): number => (spec.sigma0 / 100) * Math.sqrt(1 + ((z - focus) / spec.d) ** 2)
  const [sx, sy, cx, cy] = [width(spec.gamma), width(-spec.gamma), x / 100, y / 100]
  for (let row = Math.floor(cy) - 9; row <= Math.floor(cy) + 9; row++) {
    for (let column = Math.floor(cx) - 9; column <= Math.floor(cx) + 9; column++) {
      const value = Math.exp(-(((column + 0.5 - cx) / sx) ** 2 + ((row + 0.5 - cy) / sy) ** 2) / 2) / (2 * Math.PI * sx * sy)
      image[row * SIDE + column] += photons * value
    }
  }
}

function light(): BenchRow {
  const psf = createPsf(spec, 100)
  const image = new Float32Array(SIDE * SIDE)
  const random = new Random(1)
  const places = Array.from({ length: 1000 }, () => [random.between(1500, 4900), random.between(1500, 4900), random.between(-750, 750)])
  const each = (add: (x: number, y: number, z: number) => void) => 1000 * rate(() => places.forEach(([x, y, z]) => add(x, y, z)))
  return {
    name: 'light of emitters on 64×64 pixels', unit: 'emitters/s', value: each((x, y, z) => psf.add(image, SIDE, SIDE, x, y, z, 5000)),
    baseline: 'exp() per pixel', baselineValue: each((x, y, z) => naive(image, x, y, z, 5000)),
  }
}

function noise(name: string, camera: Camera): BenchRow {
  const [photons, adu, random] = [new Float32Array(SIDE * SIDE).fill(60), new Uint16Array(SIDE * SIDE), new Random(2)]
  const millions = (pass: () => void): number => (rate(pass) * SIDE * SIDE) / 1e6
  return {
    name: `noise of ${name}`, unit: 'Mpx/s', value: millions(() => expose(camera, photons, SIDE, SIDE, random, adu)),
    baseline: 'one normal number per pixel', baselineValue: millions(() => { for (let i = 0; i < adu.length; i++) adu[i] = 100 + photons[i] + 10 * random.normal() }),
  }
}

const movie: MovieSpec = {
  acquisition: acquisitionSchema.parse({ psf: spec, camera: challengeCamera, zRange: [-750, 750], photons: 5000, background: [50, 50], onTime_frames: [2, 2] }),
  sampling: { kind: 'microtubules' }, density: { perUm2: 0.5 }, width_px: SIDE, height_px: SIDE, frames: 3000, seed: 1,
}

async function framesPerSecond(workers: number): Promise<number> {
  let start = 0
  let frames = 0
  for await (const { count, first } of simulateMovie(movie, { workers })) {
    if (first === 0) start = performance.now()
    else frames += count
  }
  return (1000 * frames) / (performance.now() - start)
}

export async function run(): Promise<BenchRow[]> {
  return [
    light(),
    noise('an EMCCD', challengeCamera),
    noise('an sCMOS', { type: 'scmos', quantumEfficiency: 0.8, spuriousCharge_e: 0, electronsPerAdu: 0.46, baseline_adu: 100, readNoise_e: 1.5, bits: 16 }),
    {
      name: 'movie 64×64, 20 emitters, two workers', unit: 'frames/s', value: await framesPerSecond(2),
      baseline: 'one thread', baselineValue: await framesPerSecond(0),
    },
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, baseline, baselineValue } of await run()) {
    console.log(`${name.padEnd(40)}${value.toFixed(value < 100 ? 1 : 0).padStart(9)} ${unit}   ${(value / baselineValue).toFixed(2).padStart(6)} × ${baseline} (${baselineValue.toFixed(value < 100 ? 1 : 0)} ${unit})`)
  }
}
