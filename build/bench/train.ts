// How fast the trainer learns on one thread of this CPU, against what one worker's stream of the same windows delivers. Needs the
// trainer's Python environment; without it there are no rows.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TrainingConfig } from '../../core/training/config.ts'
import { runTrainer } from '../../electron/engine/training/trainer-process.ts'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'
import type { BenchRow } from './read.ts'
import { recipe, streamed } from './stream.ts'

const SECONDS = 25

/** Target frames per second of a training that is stopped after some time; the start of Python is not counted. */
async function trained(python: string, config: TrainingConfig): Promise<number> {
  const out = mkdtempSync(join(tmpdir(), 'structloc-bench-'))
  const configPath = join(out, 'training.json')
  writeFileSync(configPath, JSON.stringify(config))
  const stop = new AbortController()
  let rate = 0
  let began: number | undefined
  try {
    await runTrainer({
      python, config, configPath, out, resume: false, threads: 1, workers: 1, device: 'cpu', signal: stop.signal,
      onEvent(event) {
        if (event.event === 'start') began = performance.now()
        if (event.event === 'progress') rate = event.rate
        if (began !== undefined && performance.now() - began > SECONDS * 1000) stop.abort()
      },
    })
    return rate
  } finally {
    rmSync(out, { recursive: true, force: true })
  }
}

export async function run(): Promise<BenchRow[]> {
  let python: string
  try {
    python = trainerPython()
  } catch (error) {
    console.error((error as Error).message)
    return []
  }
  const rows: BenchRow[] = []
  for (const name of ['csr-5000-50', 'microtubules-5000-50']) {
    const config = recipe(name)
    const value = await trained(python, config)
    rows.push({ name: `train 'small' on ${name}, one thread`, value, unit: 'targets/s', baseline: 'stream from one worker', baselineValue: await streamed(config) })
  }
  return rows
}
