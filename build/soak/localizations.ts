// Localizations under kills of engine and inference process, against the undisturbed table.
import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { Workspace } from '../../electron/engine/workspace/workspace.ts'
import { runUnderKills, type Kills } from './kills.ts'
import { startProgram } from './processes.ts'

const root = join(import.meta.dirname, '../..')
const model = join(root, 'tests/fixtures/onnx')
const frames = 2000

export interface Outcome {
  /** Runs that came to their end. */
  runs: number
  starts: number
  /** Of one undisturbed run. */
  seconds: number
  what: string
}

/** Runs until `until` kills are made. @throws where a table differs in a byte, or frames were lost on the way */
export async function soakLocalizations(folder: string, kills: Kills, until: number, say: (text: string) => void): Promise<Outcome> {
  const movie = join(folder, 'movie.tif')
  const simulated = await startProgram(['simulate', '--out', movie, '--emitters-per-frame', '10', '--photons', '5000', '--background', '50', '--frames', String(frames), '--size', '64', '--seed', '9']).ended
  if (simulated.code !== 0) throw new Error(simulated.stderr)
  const localize = (out: string): string[] => ['localize', movie, '--model', model, '--provider', 'cpu', '--out', out]
  const whole = join(folder, 'whole.csv')
  const began = performance.now()
  const undisturbed = await startProgram(localize(whole)).ended
  if (undisturbed.code !== 0) throw new Error(undisturbed.stderr)
  const seconds = (performance.now() - began) / 1000
  // Other work on the machine may have stretched it.
  let shortest_s = seconds
  let [runs, starts] = [0, 0]
  while (kills.total < until) {
    const out = join(folder, `run-${++runs}.csv`)
    const run = await runUnderKills({ args: localize(out), roles: ['engine', 'inference', 'inference'], until, most_s: 1.5 * shortest_s, done: () => framesDone(`${out}.sqlite`) }, kills)
    starts += run.starts
    shortest_s = Math.min(shortest_s, run.whole_s ?? Infinity)
    for (const ending of ['.csv', '.arrow']) {
      const [path, expected] = [out, whole].map((file) => file.replace(/\.csv$/, ending))
      if (!readFileSync(path).equals(readFileSync(expected))) throw new Error(`${path} is not ${expected}, byte for byte`)
    }
    say(`localization ${runs}: ${run.starts} starts, the undisturbed table byte for byte; ${kills.total} kills so far`)
    for (const ending of ['.csv', '.arrow', '.json', '.csv.sqlite']) rmSync(out.replace(/\.csv$/, ending), { force: true })
  }
  return { runs, starts, seconds, what: `a table of ${frames} frames: the undisturbed csv and Arrow files, byte for byte` }
}

/** Frames in the workspace of a run that was cut off. */
function framesDone(path: string): number {
  if (!existsSync(path)) return 0
  const workspace = Workspace.open(path)
  try {
    return Math.max(0, ...workspace.runs.list().map(({ id }) => workspace.runs.doneUntil(id).end))
  } finally {
    workspace.close()
  }
}
