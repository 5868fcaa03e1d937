// Which arguments of calls and jobs are paths, and what for: a host can confine a window to folders (electron/web/allowed-folders.ts).
import { basename, isAbsolute, resolve } from 'node:path'
import type { CallName } from '../contract/api.ts'
import type { JobKind } from '../contract/jobs.ts'
import { listModels } from './models/list-models.ts'
import type { ModelPlaces } from './models/model-folders.ts'

export type PathUse = 'read' | 'write'

/** Gives the real path to use, links followed. @throws StructLocError where it is not allowed */
export type AllowPath = (path: string, use: PathUse) => Promise<string>

type Fields = Readonly<Record<string, PathUse | 'model' | 'models'>>

const ofCalls: Partial<Record<CallName, Fields>> = {
  info: { movie: 'read' }, model: { model: 'model' }, importModel: { folder: 'read' }, frames: { movie: 'read' },
  light: { movie: 'read', model: 'model' }, preview: { movie: 'read', model: 'model' }, prepare: { model: 'model' },
  readTable: { path: 'read' }, readPsf: { path: 'read' }, writeTable: { path: 'write' }, writeFile: { path: 'write' }, folder: { path: 'read' },
}
const ofJobs: Record<JobKind, Fields> = {
  simulate: { out: 'write', truth: 'write' },
  localize: { movie: 'read', model: 'model', out: 'write' },
  evaluate: { localizations: 'read', truth: 'read' },
  train: { out: 'write' },
  'spike-in': { movie: 'read', models: 'models', out: 'write' },
  calibrate: { stack: 'read', positions: 'read', out: 'write', smap: 'write' },
  'setup-trainer': {},
}

export interface PathPolicy {
  /** The arguments with every path as it is to be used. Errors: those of `allow`. */
  call<T>(name: CallName, args: T): Promise<T>
  job<T>(kind: JobKind, args: T): Promise<T>
}

/** Without `allow` everything that this user may read or write is allowed. */
export function pathPolicy(allow: AllowPath | undefined, places: ModelPlaces): PathPolicy {
  if (!allow) return { call: async (_name, args) => args, job: async (_kind, args) => args }
  /** An id, or the folder of a model that the program lists, needs no leave. */
  const model = async (name: string): Promise<string> => {
    const { models } = await listModels(places)
    if (models.some(({ id, folder }) => id === name || folder === name || !isAbsolute(name) && basename(folder) === name)) return name
    return allow(resolve(name), 'read')
  }
  const replaced = async <T>(fields: Fields, args: T): Promise<T> => {
    const changed: Record<string, unknown> = {}
    for (const [field, use] of Object.entries(fields)) {
      const value = (args as Record<string, unknown>)[field]
      if (use === 'models') changed[field] = await Promise.all((value as string[]).map(model))
      else if (typeof value === 'string') changed[field] = use === 'model' ? await model(value) : await allow(value, use)
    }
    return { ...args, ...changed }
  }
  return { call: (name, args) => replaced(ofCalls[name] ?? {}, args), job: (kind, args) => replaced(ofJobs[kind], args) }
}
