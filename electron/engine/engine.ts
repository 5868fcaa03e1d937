// The engine: one contract behind the window, the web host and the command line, put together from its parts.
import { availableParallelism } from 'node:os'
import type { z } from 'zod'
import { calibrateArgs, evaluateArgs, infoArgs, jobSchemas, localizeArgs, setupTrainerArgs, simulateArgs, spikeInArgs, trainArgs, type CalibrateArgs, type SetupTrainerArgs, type SpikeInArgs, type EvaluateArgs, type InfoArgs, type LocalizeArgs, type SimulateArgs, type TrainArgs } from '../contract/calls.ts'
import { parseAtDoor } from '../contract/errors.ts'
import type { Job, JobKind } from '../contract/jobs.ts'
import type { CalibrateResult, DoctorReport, LocalizeResult, ModelList, MovieDetails, SetupTrainerResult, SimulateResult, SpikeInResult, TrainResult } from '../contract/results.ts'
import { calibrateJob } from './calibration/calibrate-job.ts'
import { examine } from './doctor/examine.ts'
import { Events, type EngineListener } from './events.ts'
import { shareInference, type SharedInference } from './inference/shared-inference.ts'
import { nodeProcess, type StartProcess } from './inference/transport.ts'
import { JobQueue, type JobWork } from './jobs/job-queue.ts'
import { localizeJob } from './localize/localize-job.ts'
import { movieDetails } from './localize/movie-details.ts'
import { listModels } from './models/list-models.ts'
import { modelPlaces, type ModelPlaces } from './models/model-folders.ts'
import { writeMovieJob } from './simulation/write-movie.ts'
import { spikeInJob } from './spike-in/spike-in-job.ts'
import { evaluateJob, type TableScores } from './tables/evaluate-tables.ts'
import { setUpTrainerJob } from './training/setup-trainer-job.ts'
import { trainJob } from './training/train-job.ts'
import { Workspace } from './workspace/workspace.ts'

export interface EngineOptions {
  /** Workspace file; one in memory, gone with the engine, where absent. */
  workspace?: string
  places?: ModelPlaces
  /** How the inference process is started; by Node's child_process where absent. */
  startInference?: StartProcess
  /** Somebody looks at a window meanwhile: networks and trainings give way to it. */
  givesWay?: boolean
  /** Seconds without use after which the inference process ends. */
  inferenceIdle_s?: number
}

/** What each kind of job takes and gives. */
export interface JobTypes {
  simulate: { args: SimulateArgs; result: SimulateResult }
  localize: { args: LocalizeArgs; result: LocalizeResult }
  evaluate: { args: EvaluateArgs; result: TableScores }
  train: { args: TrainArgs; result: TrainResult }
  'spike-in': { args: SpikeInArgs; result: SpikeInResult }
  calibrate: { args: CalibrateArgs; result: CalibrateResult }
  'setup-trainer': { args: SetupTrainerArgs; result: SetupTrainerResult }
}

export interface Engine {
  readonly workspace: Workspace
  readonly inference: SharedInference
  readonly places: ModelPlaces
  info(args: InfoArgs): Promise<MovieDetails>
  models(): Promise<ModelList>
  doctor(): Promise<DoctorReport>
  /** Queues long work; arguments are checked here. */
  start<K extends JobKind>(kind: K, args: JobTypes[K]['args']): Job
  /** The job's result, once it has one. */
  wait<K extends JobKind>(job: { id: number; kind: K }): Promise<JobTypes[K]['result']>
  /** `start` and `wait` in one, cancelled by a signal. */
  run<K extends JobKind>(kind: K, args: JobTypes[K]['args'], signal?: AbortSignal): Promise<JobTypes[K]['result']>
  /** `pause`: it is to go on later, so that a training makes no model of what it has. */
  cancel(jobId: number, options?: { pause?: boolean }): void
  /** An interrupted, failed or cancelled job goes on. */
  resume(jobId: number): Job
  jobs(): Job[]
  on(listener: EngineListener): () => void
  /** Cancels what is open, keeps what was found, closes the workspace. */
  close(): Promise<void>
}

/** @throws StructLocError where the workspace cannot be opened */
export function createEngine({ workspace: path = ':memory:', places = modelPlaces(), givesWay = false, startInference: start = nodeProcess({ givesWay }), inferenceIdle_s }: EngineOptions = {}): Engine {
  const workspace = Workspace.open(path)
  const events = new Events()
  const inference = shareInference({ threads: availableParallelism(), start, idle_s: inferenceIdle_s, onLife: (life) => events.tell('inference', life), onProvider: (use) => events.tell('provider', use) })
  // Arguments come back from the jobs table as JSON, so they pass the door again.
  const checked = <S extends z.ZodType>(kind: JobKind, schema: S, work: (args: z.output<S>, context: Parameters<JobWork>[1]) => Promise<unknown>): JobWork =>
    (args, context) => work(parseAtDoor(schema, args, kind), context)
  const queue = new JobQueue(workspace.jobs, {
    simulate: checked('simulate', simulateArgs, writeMovieJob),
    localize: checked('localize', localizeArgs, (args, context) => localizeJob(args, { workspace, places, inference }, context)),
    evaluate: checked('evaluate', evaluateArgs, evaluateJob),
    train: checked('train', trainArgs, (args, context) => trainJob(args, context, { own: places.own, start, givesWay })),
    'spike-in': checked('spike-in', spikeInArgs, (args, context) => spikeInJob(args, { places, inference }, context)),
    calibrate: checked('calibrate', calibrateArgs, calibrateJob),
    'setup-trainer': checked('setup-trainer', setupTrainerArgs, setUpTrainerJob),
  }, events)
  const engine: Engine = {
    workspace, inference, places,
    info: async (args) => {
      const { movie, opening } = parseAtDoor(infoArgs, args, 'info')
      return movieDetails(movie, opening)
    },
    models: () => listModels(places),
    doctor: () => examine(places, start),
    start: (kind, args) => queue.start(kind, parseAtDoor(jobSchemas[kind], args, kind)),
    wait: <K extends JobKind>({ id }: { id: number; kind: K }) => queue.wait(id) as Promise<JobTypes[K]['result']>,
    async run(kind, args, signal) {
      const job = engine.start(kind, args)
      const stop = (): void => queue.cancel(job.id)
      if (signal?.aborted) stop()
      signal?.addEventListener('abort', stop, { once: true })
      try {
        return await engine.wait({ id: job.id, kind })
      } finally {
        signal?.removeEventListener('abort', stop)
      }
    },
    cancel: (jobId, options) => queue.cancel(jobId, options),
    resume: (jobId) => queue.resume(jobId),
    jobs: () => queue.list(),
    on: (listener) => queue.on(listener),
    async close() {
      await queue.close()
      await inference.close()
      workspace.close()
    },
  }
  return engine
}
