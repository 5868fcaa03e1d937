// The engine's door for windows: every call is checked by its schema, its paths pass the host's policy, then it is handed on.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { StructLocError } from '../../core/errors.ts'
import { callSchemas, type CallName, type CallResults, type CheckedArgs, type EventName } from '../contract/api.ts'
import { jobSchemas } from '../contract/calls.ts'
import type { Door } from '../contract/connection.ts'
import { parseAtDoor } from '../contract/errors.ts'
import { readPsf } from './calibration/recipe-psf.ts'
import { folder } from './calls/folder.ts'
import { frames } from './calls/frames.ts'
import { importModel } from './calls/import-model.ts'
import { light } from './calls/light.ts'
import { forgetRun, runRows, runs } from './calls/runs.ts'
import { sample } from './calls/sample.ts'
import { TableParts } from './calls/table-parts.ts'
import { readTable, writeFile, writeTable } from './calls/tables.ts'
import { trainingCurve } from './calls/training-curve.ts'
import { dataFolder } from './data-folder.ts'
import { examineTrainer } from './doctor/examine.ts'
import type { Engine } from './engine.ts'
import { findCard } from './models/list-models.ts'
import type { ModelPlaces } from './models/model-folders.ts'
import { ModelShelf } from './models/model-shelf.ts'
import { MoviePool } from './movies/movie-pool.ts'
import { pathPolicy, type AllowPath } from './path-policy.ts'
import { Previews } from './preview/previews.ts'
import { TrainingPreviews } from './preview/simulate-preview.ts'

export interface DoorOptions {
  /** Where file browsing starts. */
  roots?: readonly string[]
  /** Where models lie; as the engine has it where absent. */
  places?: ModelPlaces
  /** The folder in which the sample is made and kept. */
  samples?: string
  /** Called for every path in the arguments of calls and jobs; gives the path to use. Everything is allowed where absent. */
  allow?: AllowPath
}

type Calls = { [N in CallName]: (args: CheckedArgs<N>, signal: AbortSignal) => Promise<CallResults[N]> }

/** One engine, as many windows as connect. */
export function openDoor(engine: Engine, options: DoorOptions = {}): Door & { close(): Promise<void> } {
  const { roots = [homedir()], places = engine.places, samples = join(dataFolder(), 'samples'), allow } = options
  const { workspace, inference } = engine
  const policy = pathPolicy(allow, places)
  const movies = new MoviePool()
  const shelf = new ModelShelf(places)
  const previews = new Previews({ inference, movies, shelf })
  const trainingPreviews = new TrainingPreviews()
  const parts = new TableParts()
  const deaf = engine.on({ state: ({ kind, state }) => { if (kind === 'train' && state === 'done') shelf.clear() } })

  const calls: Calls = {
    info: (args) => engine.info(args),
    models: () => engine.models(),
    model: ({ model }) => findCard(model, places),
    importModel: async ({ folder }) => {
      const imported = await importModel(folder, places)
      shelf.clear()
      return imported
    },
    trainer: examineTrainer,
    start: async ({ kind, args }) => engine.start(kind, await policy.job(kind, parseAtDoor(jobSchemas[kind], args ?? {}, kind)) as never),
    cancel: async ({ job, pause }) => engine.cancel(job, { pause }),
    resume: async ({ job: id }) => {
      const job = engine.jobs().find((one) => one.id === id)
      // Another host may have allowed it.
      if (job) await policy.job(job.kind, job.args)
      return engine.resume(id)
    },
    jobs: async () => engine.jobs(),
    result: ({ job }) => engine.wait({ id: job, kind: 'localize' }),
    frames: (args, signal) => frames(args, movies, signal),
    light: (args, signal) => light(args, movies, shelf, signal),
    preview: (args, signal) => previews.get(args, signal),
    prepare: async ({ model, provider }) => inference.use(await shelf.get(model), { provider }, async () => undefined),
    runs: async () => runs(workspace),
    runRows: async (args) => runRows(workspace, args),
    forgetRun: async ({ run }) => forgetRun(workspace, run),
    readTable,
    readPsf: ({ path, pixelSize }) => readPsf(path, pixelSize),
    tableRows: async ({ table, columns }) => ({ rows: parts.add(table, columns) }),
    writeTable: async (args) => writeTable(args.table === undefined ? args : { ...args, columns: parts.take(args.table, args.columns) }),
    writeFile,
    folder: ({ path }) => folder(path, roots),
    sample: () => sample(samples),
    simulatePreview: (args, signal) => trainingPreviews.get(args, signal),
    trainingCurve: ({ job }) => trainingCurve(engine.jobs(), job, places.own),
  }
  return {
    async call(name, args, signal) {
      if (!Object.hasOwn(calls, name)) throw new StructLocError('invalid-input', `There is no call '${name.slice(0, 50)}'.`)
      const known = name as CallName
      const work = calls[known] as (args: unknown, signal: AbortSignal) => Promise<unknown>
      return work(await policy.call(known, parseAtDoor(callSchemas[known], args ?? {}, known)), signal)
    },
    listen(listener: (name: EventName, value: unknown) => void) {
      const inUse = engine.inference.provider()
      // For a window that came after the model was opened.
      if (inUse) listener('provider', inUse)
      return engine.on({
        progress: (event) => listener('progress', event),
        notice: (event) => listener('notice', event),
        state: (job) => listener('job', job),
        rows: (event) => listener('rows', event),
        inference: (event) => listener('inference', event),
        provider: (event) => listener('provider', event),
        training: (event) => listener('training', event),
      })
    },
    async close() {
      deaf()
      parts.close()
      previews.close()
      await Promise.all([movies.close(), trainingPreviews.close()])
    },
  }
}
