// Trainings under kills of engine and trainer, against the state of the undisturbed one.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { trainerPython } from '../../electron/engine/training/trainer-python.ts'
import { runUnderKills, type Kills } from './kills.ts'
import type { Outcome } from './localizations.ts'
import { startProgram } from './processes.ts'

const root = join(import.meta.dirname, '../..')
const targets = 1800
const environment = { STRUCTLOC_CHECKPOINT_SECONDS: '0.3' }

/** sha256 of each part of a checkpoint but the time it took. */
const describeState = `
import hashlib, json, sys, torch
def feed(h, value):
    if isinstance(value, torch.Tensor): h.update(str((value.dtype, tuple(value.shape))).encode()); h.update(value.contiguous().view(-1).view(torch.uint8).numpy().tobytes())
    elif isinstance(value, dict): [feed(h, (str(k), value[k])) for k in sorted(value, key=str)]
    elif isinstance(value, (list, tuple)): [feed(h, one) for one in value]
    else: h.update(repr(value).encode())
content = torch.load(sys.argv[1], weights_only=True, map_location="cpu")
content["progress"].pop("seconds")
parts = {}
for name, value in content.items():
    h = hashlib.sha256(); feed(h, value); parts[name] = h.hexdigest()
print(json.dumps({"parts": parts, "progress": content["progress"]}))`

interface State {
  parts: Record<string, string>
  progress: { targets: number; step: number }
}

/** Runs until `until` kills are made. @throws where a training ends in another state than the undisturbed one, or goes back behind a checkpoint */
export async function soakTrainings(folder: string, kills: Kills, until: number, say: (text: string) => void): Promise<Outcome> {
  const config = join(folder, 'training.json')
  const recipe = JSON.parse(readFileSync(join(root, 'models/recipes/csr-5000-50.json'), 'utf8')) as Record<string, object>
  writeFileSync(config, JSON.stringify({
    ...recipe, id: 'soak', crop_px: 24, window: 3, network: { ...recipe.network, size: 'tiny' },
    optimization: { ...recipe.optimization, targets, batchWindows: 2 }, validation: { windows: 4, everyTargets: 300 },
  }))
  const python = trainerPython()
  const train = (out: string): string[] => ['train', '--config', config, '--out', out]
  const stateOf = (out: string): State => JSON.parse(execFileSync(python, ['-c', describeState, join(out, 'checkpoint.pt')], { encoding: 'utf8' })) as State
  const whole = join(folder, 'whole-training')
  const began = performance.now()
  const undisturbed = await startProgram(train(whole), environment).ended
  if (undisturbed.code !== 0) throw new Error(undisturbed.stderr)
  const seconds = (performance.now() - began) / 1000
  // Other work on the machine may have stretched it.
  let shortest_s = seconds
  const expected = stateOf(whole)
  let [runs, starts] = [0, 0]
  while (kills.total < until) {
    const out = join(folder, `training-${++runs}`)
    const run = await runUnderKills({ args: train(out), environment, roles: ['engine', 'trainer'], until, most_s: 0.6 * shortest_s, done: () => targetsDone(out) }, kills)
    starts += run.starts
    shortest_s = Math.min(shortest_s, run.whole_s ?? Infinity)
    const found = stateOf(out)
    const different = Object.keys(expected.parts).filter((part) => found.parts[part] !== expected.parts[part])
    if (different.length > 0) throw new Error(`the training in ${out} ended with another ${different.join(', ')} (${JSON.stringify(found.progress)}; undisturbed ${JSON.stringify(expected.progress)})`)
    if (!readFileSync(join(out, 'model.onnx')).equals(readFileSync(join(whole, 'model.onnx')))) throw new Error(`${join(out, 'model.onnx')} is not the undisturbed network, byte for byte`)
    say(`training ${runs}: ${run.starts} starts, the undisturbed state and network, bit for bit; ${kills.total} kills so far`)
    rmSync(out, { recursive: true })
  }
  return { runs, starts, seconds, what: `a training of ${expected.progress.targets} targets (${expected.progress.step} steps): ${Object.keys(expected.parts).join(', ')} of the checkpoint, bit for bit, and model.onnx, byte for byte` }
}

/** Targets of the last checkpoint. */
function targetsDone(out: string): number {
  const path = join(out, 'checkpoint.json')
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as { targets: number }).targets : 0
}
