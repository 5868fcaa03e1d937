// The trainings of a study, a few at once. Each goes on where it was; one that has ended is left as it is.
import { mkdir } from 'node:fs/promises'
import { dirname } from 'node:path'
import { z } from 'zod'
import { armConfig, crowdingOf } from '../../../core/study/arms.ts'
import { trainingsOf, type Study, type Training } from '../../../core/study/declaration.ts'
import type { TrainingConfig } from '../../../core/training/config.ts'
import { trainArgs } from '../../contract/calls.ts'
import { goesOnLater, type JobContext } from '../jobs/job-queue.ts'
import { readJsonIfThere, writeJson } from '../json-file.ts'
import { trainJob } from '../training/train-job.ts'
import { densitiesPath, isTrained, trainingPlace, type StudyPlaces } from './study-folder.ts'

export interface TrainingOptions {
  /** Trainings at the same time, threads of each. */
  atOnce: number
  threads: number
  /** Trainings that are left out, such as those whose results are there although their folders are not. */
  leaveOut?(training: Training): boolean
  signal: AbortSignal
  notice(message: string): void
  /** Called when one has ended, so that it can be scored while others go on. */
  onTrained(training: Training): Promise<void>
}

const densities = z.array(z.tuple([z.number().positive(), z.number().positive()]))

/** The configuration of a training, its densities found and kept where the study declares none. */
export async function configOf(study: Study, training: Training, recipe: unknown, places: StudyPlaces): Promise<TrainingConfig> {
  const { arm } = training
  if (arm.crowdedAs === undefined || arm.densityMap) return armConfig(study, training, recipe)
  const path = densitiesPath(places, training)
  const known = await readJsonIfThere(path, densities)
  if (known) return armConfig(study, training, recipe, known)
  const found = crowdingOf(study, { ...training, seed: study.seeds[0] }, recipe)
  await mkdir(dirname(path), { recursive: true })
  await writeJson(path, found)
  return armConfig(study, training, recipe, found)
}

/** Trains what is not trained yet. An abort puts the open trainings aside: they go on with the next call. */
export async function trainArms(study: Study, recipe: unknown, places: StudyPlaces, options: TrainingOptions): Promise<void> {
  const waiting = trainingsOf(study).filter((training) => !options.leaveOut?.(training))
  const work = async (): Promise<void> => {
    for (let training = waiting.shift(); training && !options.signal.aborted; training = waiting.shift()) {
      const out = trainingPlace(places, training)
      if (!(await isTrained(out, study.targets))) await trainOne(await configOf(study, training, recipe, places), out, options)
      if (!options.signal.aborted) await options.onTrained(training)
    }
  }
  await Promise.all(Array.from({ length: options.atOnce }, work))
}

async function trainOne(config: TrainingConfig, out: string, { threads, signal, notice }: TrainingOptions): Promise<void> {
  await mkdir(out, { recursive: true })
  notice(`Training ${config.title}`)
  // The training is to go on later, so no model is made of what it has.
  const stop = new AbortController()
  const putAside = (): void => stop.abort(goesOnLater)
  signal.addEventListener('abort', putAside, { once: true })
  let told = performance.now()
  const context: JobContext = {
    signal: stop.signal,
    notice: (message) => notice(`${config.title}: ${message}`),
    report: ({ done, total, rate_hz, unit }) => {
      if (performance.now() - told < 60_000) return
      told = performance.now()
      notice(`${config.title}: ${done} of ${total} ${unit}, ${rate_hz.toFixed(0)}/s`)
    },
  }
  try {
    await trainJob(trainArgs.parse({ config, out, resume: true, threads }), context)
  } catch (error) {
    if (!signal.aborted) throw error
  } finally {
    signal.removeEventListener('abort', putAside)
  }
}
