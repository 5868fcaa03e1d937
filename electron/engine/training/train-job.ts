// The job 'train': trains a network on the simulator, chooses its threshold, leaves a model in its folder.
import { rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { z } from 'zod'
import { StructLocError } from '../../../core/errors.ts'
import type { TrainingConfig } from '../../../core/training/config.ts'
import type { trainArgs } from '../../contract/calls.ts'
import type { TrainResult } from '../../contract/results.ts'
import type { StartProcess } from '../inference/transport.ts'
import { goesOnLater, type JobContext } from '../jobs/job-queue.ts'
import { findModel } from '../models/list-models.ts'
import { modelPlaces, type ModelPlaces } from '../models/model-folders.ts'
import { writeJson } from '../json-file.ts'
import { calibrateModel } from './calibrate.ts'
import { crowdedAs } from './crowded-as.ts'
import { trainingPoint, type TrainerEvent } from './trainer-events.ts'
import { runTrainer, type DoneEvent } from './trainer-process.ts'
import { probeTrainer, trainerPython } from './trainer-python.ts'
import { configPath, prepareFolder, startedFromPath } from './training-folder.ts'
import { writeCard } from './write-card.ts'

export interface TrainSurroundings {
  /** Where trainings go that name no folder: the person's own models. */
  own?: string
  /** How the inference process is started that chooses the threshold. */
  start?: StartProcess
  /** What else wants a processor goes before the trainer. */
  givesWay?: boolean
}

/** A training's folder. */
export function trainingFolder({ out, config }: Pick<z.output<typeof trainArgs>, 'out' | 'config'>, own = modelPlaces().own): string {
  return out ?? join(own, config.id)
}

/**
 * A stop asked for by the signal is an end like others: the best state so far becomes the model, and 'resume' goes on later. One that
 * puts the training aside (`goesOnLater`) leaves its checkpoint alone.
 * Errors: 'not-found' (no Python environment, no model to start from), 'invalid-input' (the folder holds another training; a start from a
 * network of another kind), 'process-died',
 * 'cancelled' where nothing was learned before the stop, or it was put aside.
 */
export async function trainJob(args: z.output<typeof trainArgs>, context: JobContext, { own = modelPlaces().own, start, givesWay = false }: TrainSurroundings = {}): Promise<TrainResult> {
  const folder = resolve(trainingFolder(args, own))
  const python = resolve(trainerPython())
  const asked: TrainingConfig = args.targets === undefined ? args.config : { ...args.config, optimization: { ...args.config.optimization, targets: args.targets } }
  const config = args.crowdedAs ? await crowdedAs(asked, args.crowdedAs, folder, context) : asked
  const checkpoint = await prepareFolder(folder, config, args.resume)
  const nothing = new StructLocError('cancelled', `The training in ${folder} was stopped before its first step; there is no network yet.`)
  const firstWeights = checkpoint ? undefined : await chooseFirstWeights(folder, config, { ...modelPlaces(), own })
  const { torch, cuda } = await probeTrainer(python).catch((error: unknown) => { throw context.signal.aborted ? nothing : error })
  context.notice(`Trainer: torch ${torch} on ${cuda ?? `the CPU, ${args.threads} thread${args.threads === 1 ? '' : 's'}`}.`)
  if (args.resume && !checkpoint) context.notice(`${folder} has no checkpoint yet; starting from the beginning.`)
  const paused = (): boolean => context.signal.reason === goesOnLater
  context.signal.addEventListener('abort', () => context.notice(paused() ? 'Pausing; the trainer saves where it is …' : 'Stopping; the best state so far becomes the model …'), { once: true })
  const done = await runTrainer({
    python, config, configPath: configPath(folder), out: folder,
    resume: checkpoint !== undefined, firstWeights,
    minutes: args.minutes, threads: args.threads, workers: args.workers, device: 'auto', givesWay,
    signal: context.signal, onEvent: teller(config, args.minutes, context),
  })
  if (done.targets === 0) throw nothing
  if (paused() && done.reason === 'stopped') throw new StructLocError('cancelled', `Paused after ${done.targets} of ${config.optimization.targets} targets; it goes on from there.`)
  return finishModel(folder, config, done, context, start)
}

/**
 * The network that a training starts from, its model written down for the card; undefined where the first weights are random.
 * @throws StructLocError 'not-found', 'invalid-input' where it is a network of another kind
 */
async function chooseFirstWeights(folder: string, { startFrom, network }: TrainingConfig, places: ModelPlaces): Promise<string | undefined> {
  if (startFrom === undefined) return undefined
  const { card, onnx } = await findModel(startFrom, places)
  const { name, size } = card.architecture
  if (name !== network.architecture || size !== network.size) {
    throw new StructLocError('invalid-input', `The training is of a network '${network.architecture}' of size '${network.size}', and ${card.id}, from which it is to start, is '${name}' of size '${size}'. Take a model of the same kind and size, or change the network's.`)
  }
  const targets = card.training.targets + (card.training.startedFrom?.targets ?? 0)
  await writeJson(startedFromPath(folder), { id: card.id, sha256: card.sha256, targets })
  return onnx
}

/** Card and threshold of the network in a training's folder; it may have been trained elsewhere. */
export async function finishModel(folder: string, config: TrainingConfig, done: Pick<DoneEvent, 'reason' | 'targets'>, context: Pick<JobContext, 'report' | 'notice'>, start?: StartProcess): Promise<TrainResult> {
  // The card of an earlier state of the network must not stand beside the new one.
  await rm(join(folder, 'model.json'), { force: true })
  const { training } = await writeCard(folder, config)
  context.notice('Choosing the detection threshold on validation movies …')
  const began = performance.now()
  const { threshold, card } = await calibrateModel(folder, {
    take: config.validation.threshold, start,
    onMovie: (done, total) => {
      const rate_hz = done / ((performance.now() - began) / 1000)
      context.report({ done, total, unit: 'validation movies', rate_hz, secondsLeft: (total - done) / rate_hz, message: 'choosing the detection threshold' })
    },
  })
  return { folder, id: card.id, reason: done.reason, targets: training.targets, seconds: training.seconds, threshold, sha256: card.sha256 }
}

/** Tells people what the trainer tells us. */
function teller({ optimization }: TrainingConfig, minutes: number | undefined, { report, notice, tell }: JobContext): (event: TrainerEvent) => void {
  const began = performance.now()
  return (event) => {
    const point = trainingPoint(event)
    if (point) tell?.('training', point)
    if (event.event === 'progress') {
      const { targets: done, rate: rate_hz, loss } = event
      const timeLeft = minutes === undefined ? Infinity : Math.max(0, 60 * minutes - (performance.now() - began) / 1000)
      report({ done, total: optimization.targets, unit: 'targets', rate_hz, secondsLeft: Math.min(event.secondsLeft, timeLeft), message: `loss ${show(loss)}` })
    } else if (event.event === 'validation') {
      const { targets, loss, jaccard, rmseLateral, rmseAxial } = event
      notice(`${targets} targets: validation loss ${show(loss)}, JI ${jaccard === null ? '–' : `${(100 * jaccard).toFixed(0)} %`}, RMSE ${show(rmseLateral)} nm lateral, ${show(rmseAxial)} nm axial`)
    }
  }
}

const show = (value: number | null): string => (value === null ? '–' : value.toFixed(1))
