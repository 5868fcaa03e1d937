// Whether a provider computes what the CPU computes, and how fast: a small run on both. Drivers with faults give other numbers without an
// error, and a table of wrong molecules is worse than a slow one; drivers that are software (lavapipe, SwiftShader) are far slower than the CPU.
import { performance } from 'node:perf_hooks'
import { Tensor } from 'onnxruntime-node'
import type { InferenceSession } from 'onnxruntime-node'

/** Frames, height and width of the trial: a multiple of whatever a network's layers halve. */
const trial = [3, 32, 32] as const

export interface Comparison {
  /** Largest difference of the two outputs, each map's in parts of its range on the CPU; Infinity where a value is no number. */
  difference: number
  /** Seconds of the second run, the first being for compiling; 0 each where the network takes no input of the trial's shape. */
  seconds: number
  cpuSeconds: number
}

/** Runs the trial on both. Throws what the provider throws. */
export async function compareWithCpu(session: InferenceSession, cpu: InferenceSession): Promise<Comparison> {
  const photons = spot()
  const run = async (on: InferenceSession): Promise<{ maps: Tensor; seconds: number }> => {
    await on.run({ photons: new Tensor('float32', photons, trial) }, ['maps'])
    const began = performance.now()
    const { maps } = await on.run({ photons: new Tensor('float32', photons, trial) }, ['maps'])
    return { maps, seconds: (performance.now() - began) / 1000 }
  }
  const expected = await run(cpu).catch(() => undefined)
  if (expected?.maps.type !== 'float32') return { difference: 0, seconds: 0, cpuSeconds: 0 }
  const got = await run(session)
  return { difference: differenceOf(expected.maps, got.maps), seconds: got.seconds, cpuSeconds: expected.seconds }
}

function differenceOf(expected: Tensor, got: Tensor): number {
  const [frames, channels, height, width] = expected.dims
  const [a, b] = [expected.data as Float32Array, got.data as Float32Array]
  if (a.length !== b.length) return Infinity
  const size = height * width
  const differences = Array.from({ length: channels }, (_, channel) => {
    let [least, most, difference] = [Infinity, -Infinity, 0]
    for (let t = 0; t < frames; t++) {
      const from = (t * channels + channel) * size
      for (let i = from; i < from + size; i++) {
        least = Math.min(least, a[i])
        most = Math.max(most, a[i])
        difference = Math.max(difference, Math.abs(a[i] - b[i]))
      }
    }
    // A map that hardly varies is compared with its own size.
    const range = Math.max(most - least, 0.01 * Math.max(Math.abs(least), Math.abs(most)), 1e-3)
    return Number.isFinite(difference) ? difference / range : Infinity
  })
  return Math.max(...differences)
}

/** Whether all values are numbers: what a device that was lost leaves need not be. */
export function allNumbers(values: Float32Array): boolean {
  let sum = 0
  for (let i = 0; i < values.length; i++) sum += values[i]
  return Number.isFinite(sum)
}

/** A spot of 3,000 photons on 50 photons of background, with a texture in place of noise. */
function spot(): Float32Array {
  const [frames, height, width] = trial
  return Float32Array.from({ length: frames * height * width }, (_, i) => {
    const [row, column] = [Math.floor(i / width) % height, i % width]
    const r2 = (row - 15.3) ** 2 + (column - 12.8) ** 2
    return 50 + ((i * 7919) % 31) - 15 + (3000 / (2 * Math.PI * 1.69)) * Math.exp(-r2 / 3.38)
  })
}
