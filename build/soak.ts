// `npm run soak -- [--kills 200] [--seed 1] [--without-trainings]`: kills the engine, the inference process and the trainer (SIGKILL) at random
// moments, goes on by --resume, and compares what comes out with the undisturbed table and training. The first difference ends it.
import { mkdtempSync, rmSync } from 'node:fs'
import { availableParallelism, cpus, release, tmpdir, type } from 'node:os'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { parseArgs } from 'node:util'
import { Random } from '../core/random/random.ts'
import { Kills } from './soak/kills.ts'
import { soakLocalizations } from './soak/localizations.ts'
import { soakTrainings } from './soak/trainings.ts'

/** Of all kills, those at trainings: a start of the trainer takes as long as many localizations. */
const trainingShare = 0.2

const { values } = parseArgs({ options: { kills: { type: 'string', default: '200' }, seed: { type: 'string', default: '1' }, 'without-trainings': { type: 'boolean', default: false } } })
const [total, seed] = [Number(values.kills), Number(values.seed)]
if (!Number.isInteger(total) || total < 1 || !Number.isInteger(seed)) throw new Error('--kills and --seed are whole numbers, --kills at least 1')
if (process.platform === 'win32') throw new Error('The soak test needs a system with signals; Windows has none.')

const folder = mkdtempSync(join(tmpdir(), 'structloc-soak-'))
const began = performance.now()
const say = (text: string): void => console.log(`${((performance.now() - began) / 60_000).toFixed(1)} min  ${text}`)
const random = new Random(seed)
const kills = new Kills(() => random.uniform())
try {
  say(`${total} kills with seed ${seed} on ${cpus()[0]?.model ?? 'an unknown processor'}, ${availableParallelism()} cores, ${type()} ${release()}, Node ${process.versions.node}`)
  const outcomes = [await soakLocalizations(folder, kills, values['without-trainings'] ? total : total - Math.round(trainingShare * total), say)]
  if (!values['without-trainings']) outcomes.push(await soakTrainings(folder, kills, total, say))
  const { engine, inference, trainer } = kills.count
  say(`${kills.total} kills: ${engine} of the engine, ${inference} of the inference process, ${trainer} of the trainer`)
  for (const { runs, starts, seconds, what } of outcomes) say(`${runs} times ${what} (${starts} starts; undisturbed ${seconds.toFixed(0)} s)`)
  say('nothing lost')
} finally {
  rmSync(folder, { recursive: true, force: true })
}
