// How fast the training stream delivers target frames (40×40 px, six a window) from one worker thread: complete spatial
// randomness against making the windows without a stream, structures against complete spatial randomness.
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { trainingSchema, type TrainingConfig } from '../../core/training/config.ts'
import { createWindows } from '../../core/training/window.ts'
import { trainingStream } from '../../electron/engine/simulation/stream.ts'
import type { BenchRow } from './read.ts'

const SECONDS = 3

/** A shipped recipe with few validation windows. */
export function recipe(name: string): TrainingConfig {
  const text = readFileSync(new URL(`../../models/recipes/${name}.json`, import.meta.url), 'utf8')
  return trainingSchema.parse({ ...(JSON.parse(text) as object), validation: { windows: 30 } })
}

/** Target frames per second once the stream runs: from its first training batches on. */
export async function streamed(config: TrainingConfig): Promise<number> {
  const ahead = config.validation.windows / config.optimization.batchWindows
  let start = 0
  let batches = 0
  for await (const _ of trainingStream(config, { workers: 1 })) {
    batches++
    if (batches === ahead) start = performance.now()
    if (batches > ahead && performance.now() - start > SECONDS * 1000) break
  }
  return ((batches - ahead) * config.optimization.batchWindows * config.window * 1000) / (performance.now() - start)
}

function plain(config: TrainingConfig): number {
  const make = createWindows(config)
  for (let i = 0; i < 30; i++) make('training', i)
  const start = performance.now()
  let windows = 0
  for (; performance.now() - start < SECONDS * 1000; windows++) make('training', windows)
  return (windows * config.window * 1000) / (performance.now() - start)
}

export async function run(): Promise<BenchRow[]> {
  const [csr, microtubules] = [recipe('csr-5000-50'), recipe('microtubules-5000-50')]
  const random = await streamed(csr)
  return [
    { name: 'stream of CSR windows', unit: 'targets/s', value: random, baseline: 'windows without a stream', baselineValue: plain(csr) },
    { name: 'stream of microtubule windows', unit: 'targets/s', value: await streamed(microtubules), baseline: 'CSR', baselineValue: random },
  ]
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { name, value, unit, baseline, baselineValue } of await run()) {
    console.log(`${name.padEnd(32)}${value.toFixed(0).padStart(7)} ${unit}   ${(value / baselineValue).toFixed(2).padStart(6)} × ${baseline} (${baselineValue.toFixed(0)} ${unit})`)
  }
}
