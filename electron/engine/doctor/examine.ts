// What works on this machine, each thing tried out, and what to do about what does not.
import { mkdtemp, rm, statfs } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { Check, DoctorReport } from '../../contract/results.ts'
import { listModels } from '../models/list-models.ts'
import { loadModel } from '../inference/model-folder.ts'
import { createInference } from '../inference/supervisor.ts'
import type { StartProcess } from '../inference/transport.ts'
import { providerPreferences } from '../../inference/protocol.ts'
import type { ModelPlaces } from '../models/model-folders.ts'
import { probeTrainer, trainerPython } from '../training/trainer-python.ts'

type Finding = Pick<Check, 'ok' | 'found'> & { advice?: string }

const leastDisk_GB = 2
const leastNode = 24

/** Tries everything; never throws. */
export async function examine(places: ModelPlaces, start?: StartProcess): Promise<DoctorReport> {
  const checks = [
    await check('Node', true, node, `use Node ${leastNode} or newer (npm install brings it)`),
    await check('ONNX Runtime', true, runtime, 'run: npm install'),
    await check('Inference', true, () => inference(places, start), 'try --provider cpu; if that fails too, run: npm install'),
    await check('Providers', false, () => providers(places, start), 'networks run on the CPU; for a GPU, install its newest driver'),
    await check('SQLite', true, sqlite, 'run: npm install'),
    await check('Models', true, () => models(places), 'take the folder models/ of the project, or train one'),
    await check('Disk', true, disk, `free at least ${leastDisk_GB} GB in ${tmpdir()}`),
    await examineTrainer(),
  ]
  return { ok: checks.every(({ ok, needed }) => ok || !needed), checks }
}

/** Tries the trainer's Python environment; never throws. */
export const examineTrainer = (): Promise<Check> => check('Trainer', false, trainer, 'only training needs it; run: npm run setup:trainer')

async function check(name: string, needed: boolean, find: () => Finding | Promise<Finding>, advice: string): Promise<Check> {
  try {
    const { ok, found, advice: own } = await find()
    return { name, needed, ok, found, advice: ok ? undefined : own ?? advice }
  } catch (error) {
    return { name, needed, ok: false, found: error instanceof Error ? error.message.split('\n')[0] : String(error), advice }
  }
}

function node(): Finding {
  return { ok: Number(process.versions.node.split('.')[0]) >= leastNode, found: `${process.versions.node} on ${process.platform} ${process.arch}` }
}

async function runtime(): Promise<Finding> {
  const { env, listSupportedBackends } = await import('onnxruntime-node')
  const names = listSupportedBackends().map(({ name, bundled }) => (bundled ? name : `${name} (needs its own libraries)`))
  return { ok: names.length > 0, found: `${env.versions.node ?? env.versions.common}, providers: ${names.join(', ')}` }
}

/** Opens a network in a process of its own, on the best provider that works here. */
async function inference(places: ModelPlaces, start?: StartProcess): Promise<Finding> {
  const [first] = (await listModels(places)).models
  if (!first) return { ok: true, found: 'not tried, since there is no model' }
  const process = createInference({ start })
  try {
    const { provider: { inUse, fallbacks } } = await process.open(await loadModel(first.folder))
    return { ok: true, found: `${first.id} opens; automatic choice: ${inUse}${fallbacks.length > 0 ? ` (not ${fallbacks.join('; ')})` : ''}` }
  } finally {
    await process.close()
  }
}

/** Opens a network on each provider of this build by its name, which also compares its numbers with the CPU's. */
async function providers(places: ModelPlaces, start?: StartProcess): Promise<Finding> {
  const [first] = (await listModels(places)).models
  if (!first) return { ok: true, found: 'not tried, since there is no model' }
  const model = await loadModel(first.folder)
  const process = createInference({ start })
  const works: string[] = []
  const fails: string[] = []
  try {
    for (const provider of providerPreferences) {
      if (provider === 'auto') continue
      try {
        const { provider: { inUse, fallbacks } } = await process.open(model, { provider })
        if (inUse === provider) works.push(provider)
        else fails.push(fallbacks[0] ?? provider)
      } catch (error) {
        if (!(error instanceof StructLocError) || error.code !== 'unsupported') throw error
        if (process.status().backends.some(({ name }) => name === provider)) fails.push(`${provider}: ${/ here: (.*)\. It can run on /s.exec(error.message)?.[1] ?? error.message}`)
      }
    }
  } finally {
    await process.close()
  }
  return { ok: works.length > 1, found: `${works.join(', ')} ${works.length > 1 ? 'work' : 'works'}${fails.length > 0 ? `; not ${fails.join('; not ')}` : ''}` }
}

async function sqlite(): Promise<Finding> {
  const { Workspace } = await import('../workspace/workspace.ts')
  const folder = await mkdtemp(join(tmpdir(), 'structloc-doctor-'))
  try {
    Workspace.open(join(folder, 'workspace.sqlite')).close()
    const { default: SQLite } = await import('better-sqlite3')
    const memory = new SQLite(':memory:')
    const version = memory.prepare('SELECT sqlite_version()').pluck().get() as string
    memory.close()
    return { ok: true, found: `${version}, a workspace can be written` }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function models(places: ModelPlaces): Promise<Finding> {
  const { models: all, damaged } = await listModels(places)
  const problems = damaged.map(({ folder, reason }) => `${folder}: ${reason}`)
  for (const { folder } of all) await loadModel(folder).catch((error: Error) => problems.push(error.message))
  if (problems.length > 0) return { ok: false, found: problems.join('; '), advice: 'take these models anew, or remove their folders' }
  return { ok: all.length > 0, found: all.length > 0 ? all.map(({ id }) => id).join(', ') : `none in ${places.shipped} or ${places.own}` }
}

async function disk(): Promise<Finding> {
  const { bavail, bsize } = await statfs(tmpdir())
  const free_GB = (bavail * bsize) / 1e9
  return { ok: free_GB >= leastDisk_GB, found: `${free_GB.toFixed(1)} GB free in ${tmpdir()}` }
}

async function trainer(): Promise<Finding> {
  const path = trainerPython()
  const { python, torch, cuda } = await probeTrainer(path)
  return { ok: true, found: `Python ${python}, torch ${torch}, ${cuda ?? 'on the CPU'} (${path})` }
}
