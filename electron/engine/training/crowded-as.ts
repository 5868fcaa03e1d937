// A training that is to be as crowded, window by window, as one on other structures: its densities are found by simulation, once.
import { Worker } from 'node:worker_threads'
import { StructLocError } from '../../../core/errors.ts'
import type { SamplingSpec } from '../../../core/structure/sampling.ts'
import { trainingSchema, type TrainingConfig } from '../../../core/training/config.ts'
import { fromCodedError } from '../../contract/errors.ts'
import { entry } from '../entries.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { readJsonIfThere } from '../json-file.ts'
import type { CrowdingTask, CrowdingWord } from './crowding-worker.ts'
import { configPath } from './training-folder.ts'

/**
 * The configuration with the `densityMap` that makes it as crowded as `sampling` would be. A training that was begun in the folder keeps the
 * densities that were found then.
 * @throws StructLocError those of the simulator; 'cancelled' by the signal
 */
export async function crowdedAs(config: TrainingConfig, sampling: SamplingSpec, folder: string, { notice, signal }: Pick<JobContext, 'notice' | 'signal'>): Promise<TrainingConfig> {
  const begun = await readJsonIfThere(configPath(folder), trainingSchema).catch(() => undefined)
  if (begun?.densityMap) return { ...config, densityMap: begun.densityMap }
  notice(`Looking for the densities at which ${config.sampling.kind} is as crowded as ${sampling.kind}; this takes a minute …`)
  return { ...config, densityMap: await findDensities({ config: { ...config, sampling }, sampling: config.sampling }, signal) }
}

async function findDensities(task: CrowdingTask, signal: AbortSignal): Promise<[number, number][]> {
  signal.throwIfAborted()
  const worker = new Worker(entry('crowding-worker'), { workerData: task })
  const answered = Promise.withResolvers<[number, number][]>()
  const cancel = (): void => answered.reject(new StructLocError('cancelled', 'The training was stopped before its first step; there is no network yet.'))
  signal.addEventListener('abort', cancel, { once: true })
  worker.on('message', (word: CrowdingWord) => { 'map' in word ? answered.resolve(word.map) : answered.reject(fromCodedError(word.error)) })
  worker.on('error', answered.reject)
  worker.on('exit', (code) => answered.reject(new StructLocError('internal', `The thread that looks for densities ended with ${code}.`)))
  try {
    return await answered.promise
  } finally {
    signal.removeEventListener('abort', cancel)
    await worker.terminate()
  }
}
