// The engine's door for windows: every call is checked by its schema, then handed on. Paths pass the host's policy first.
import { homedir } from 'node:os'
import { StructLocError } from '../../core/errors.ts'
import { callSchemas, type CallName, type CallResults, type CheckedArgs, type EventName } from '../contract/api.ts'
import type { Door } from '../contract/connection.ts'
import { parseAtDoor } from '../contract/errors.ts'
import { folder } from './calls/folder.ts'
import { frames } from './calls/frames.ts'
import type { Engine } from './engine.ts'
import { readCard } from './inference/model-folder.ts'
import { findModel } from './models/list-models.ts'
import { modelPlaces, type ModelPlaces } from './models/model-folders.ts'
import { MoviePool } from './movies/movie-pool.ts'

export interface DoorOptions {
  /** Where file browsing starts. */
  roots?: readonly string[]
  places?: ModelPlaces
}

type Calls = { [N in CallName]: (args: CheckedArgs<N>, signal: AbortSignal) => Promise<CallResults[N]> }

/** One engine, as many windows as connect. */
export function openDoor(engine: Engine, { roots = [homedir()], places = modelPlaces() }: DoorOptions = {}): Door & { close(): Promise<void> } {
  const movies = new MoviePool()
  const absent = (name: string) => (): Promise<never> => Promise.reject(new StructLocError('unsupported', `The call '${name}' is not there yet.`))
  const calls: Calls = {
    info: (args) => engine.info(args),
    models: () => engine.models(),
    model: async ({ model }) => readCard((await findModel(model, places)).folder),
    importModel: absent('importModel'),
    doctor: () => engine.doctor(),
    start: async ({ kind, args }) => engine.start(kind, args as never),
    cancel: async ({ job }) => engine.cancel(job),
    resume: async ({ job }) => engine.resume(job),
    jobs: async () => engine.jobs(),
    result: async ({ job }) => engine.wait({ id: job, kind: 'localize' }),
    frames: (args, signal) => frames(args, movies, signal),
    light: absent('light'),
    preview: absent('preview'),
    runs: absent('runs'),
    runRows: absent('runRows'),
    forgetRun: absent('forgetRun'),
    readTable: absent('readTable'),
    writeTable: absent('writeTable'),
    writeFile: absent('writeFile'),
    folder: ({ path }) => folder(path, roots),
    sample: absent('sample'),
  }
  return {
    async call(name, args, signal) {
      if (!Object.hasOwn(calls, name)) throw new StructLocError('invalid-input', `There is no call '${name.slice(0, 50)}'.`)
      const known = name as CallName
      const work = calls[known] as (args: unknown, signal: AbortSignal) => Promise<unknown>
      return work(parseAtDoor(callSchemas[known], args ?? {}, known), signal)
    },
    listen(listener: (name: EventName, value: unknown) => void) {
      return engine.on({
        progress: (event) => listener('progress', event),
        notice: (event) => listener('notice', event),
        state: (job) => listener('job', job),
      })
    },
    close: () => movies.close(),
  }
}
