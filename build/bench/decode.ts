// How fast network output becomes table rows: merging by predicted position against the classical local maxima.
import { fileURLToPath } from 'node:url'
import type { Candidates } from '../../core/model/candidates.ts'
import { decode } from '../../core/model/decode.ts'
import { mapChannelCount } from '../../core/model/maps.ts'
import type { BenchRow } from './read.ts'

/** A frame with `emitters` molecules at random places, each told of by the nine pixels around it, p falling with distance. */
function frameOf(side: number, emitters: number, random: () => number): Candidates {
  const told = new Map<number, number[]>()
  for (let n = 0; n < emitters; n++) {
    const [x, y, z] = [1 + random() * (side - 2), 1 + random() * (side - 2), 1400 * (random() - 0.5)]
    for (let row = Math.floor(y) - 1; row <= Math.floor(y) + 1; row++) {
      for (let column = Math.floor(x) - 1; column <= Math.floor(x) + 1; column++) {
        const [dx, dy] = [x - column - 0.5, y - row - 0.5]
        const p = 0.8 * Math.exp(-(dx * dx + dy * dy) / 0.5)
        if (p > 0.02) told.set(row * side + column, [p, 3000, dx + 0.1 * (random() - 0.5), dy + 0.1 * (random() - 0.5), z + 30 * random(), 200, 0.15, 0.15, 40, 50])
      }
    }
  }
  const pixel = Int32Array.from(told.keys())
  const values = new Float32Array(pixel.length * mapChannelCount)
  ;[...told.values()].forEach((value, n) => values.set(value, n * mapChannelCount))
  return { width: side, height: side, pixel, values }
}

/** Frames per second, over half a second after a warm-up. */
function rate(frames: Candidates[], method: 'merge' | 'peaks'): number {
  const decoding = { method, threshold: 0.45 }
  const pass = (): void => frames.forEach((frame, t) => { decode(frame, decoding, t, 100) })
  for (let n = 0; n < 5; n++) pass()
  let passes = 0
  const start = performance.now()
  for (; performance.now() - start < 500; passes++) pass()
  return passes * frames.length / ((performance.now() - start) / 1000)
}

export async function run(): Promise<BenchRow[]> {
  let state = 1
  const random = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return state / 2 ** 32
  }
  return [[64, 15], [256, 400]].map(([side, emitters]) => {
    const frames = Array.from({ length: 20 }, () => frameOf(side, emitters, random))
    return {
      name: `decode by merging, ${side}×${side}, ${emitters} emitters`, value: rate(frames, 'merge'), unit: 'frames/s',
      baseline: 'local maxima', baselineValue: rate(frames, 'peaks'),
    }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, baseline, baselineValue } of await run()) {
    console.log(`${name.padEnd(46)}${value.toFixed(0).padStart(8)} ${unit}   ${(value / baselineValue).toFixed(2).padStart(6)} × ${baseline} (${baselineValue.toFixed(0)} ${unit})`)
  }
}
