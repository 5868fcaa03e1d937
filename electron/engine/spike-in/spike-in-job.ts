// The job 'spike-in': simulated emitters are added to copies of a movie's frames, the models run over the frames and over the
// copy, and are scored on the added emitters: truth on real data.
import { resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import type { z } from 'zod'
import { scoreSpikes } from '../../../core/evaluation/spike-in.ts'
import { StructLocError } from '../../../core/errors.ts'
import { concatTables, createLocalizations, type EmitterTable, type LocalizationTable } from '../../../core/localizations/table.ts'
import { spikes, type SpikeSpec } from '../../../core/simulation/spike-in.ts'
import type { spikeInArgs } from '../../contract/calls.ts'
import type { CameraOrigin, SpikeInResult, SpikeInScores } from '../../contract/results.ts'
import { localizeFrames } from '../inference/localize-frames.ts'
import type { StoredModel } from '../inference/model-folder.ts'
import type { SharedInference } from '../inference/shared-inference.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { besides } from '../localize/movie-description.ts'
import { checkWritable } from '../localize/prepare.ts'
import { programVersion } from '../localize/provenance.ts'
import { readingOf } from '../localize/reading.ts'
import { findModel } from '../models/list-models.ts'
import type { ModelPlaces } from '../models/model-folders.ts'
import type { MovieSource } from '../movies/movie-source.ts'
import { openMovie } from '../movies/open-movie.ts'
import { createTiffWriter } from '../movies/tiff-writer.ts'
import { placeFile } from '../tables/place-file.ts'
import { writeLocalizationsCsv, writeTruth } from '../tables/write-tables.ts'
import { spikedSource } from './spiked-source.ts'

type Args = z.output<typeof spikeInArgs>
const usualFrames = 200
/** Frames of the copy written at a time: about a million pixels. */
const writtenPixels = 2 ** 20

export interface SpikeInSurroundings {
  places: ModelPlaces
  inference: SharedInference
}

/** Errors: those of movie and models; frames that are not there; 'cancelled' (nothing is left behind). */
export async function spikeInJob(args: Args, { places, inference }: SpikeInSurroundings, context: JobContext): Promise<SpikeInResult> {
  const began = performance.now()
  const out = resolve(args.out)
  await checkWritable(out)
  const models = await Promise.all(args.models.map((model) => findModel(model, places)))
  const movie = await openMovie(resolve(args.movie), context.signal, args.opening)
  try {
    const plan = await planOf(args, movie, models[0])
    const { spec } = plan
    const tell = teller(2 * models.length * (spec.end - spec.first), context)
    const localize = (model: StoredModel, source: MovieSource, words: string): Promise<LocalizationTable> =>
      inference.use(model, { provider: args.provider }, (open) => collect(localizeFrames(source, open, spec.acquisition.camera, spec, {
        signal: context.signal, pixelSize: spec.acquisition.pixelSize, decoding: decodingOf(model, args), onChunk: tell(`${model.card.id}: ${words}`),
      })))
    const before: LocalizationTable[] = []
    for (const model of models) before.push(await localize(model, movie, 'the frames as they are'))
    const added = spikes({ ...spec, ...(args.apart > 0 ? { occupied: { ...before[0], distance: args.apart } } : {}) })
    const { truth } = added
    if (truth.frame.length === 0) throw new StructLocError('invalid-input', `No emitter was added to frames ${spec.first + 1} to ${spec.end}: raise the density (${args.density_perUm2} per µm²), or lower the distances that are to be kept (${args.isolation} and ${args.apart} nm).`)
    const copy = spikedSource(movie, added)
    const found = []
    for (const [i, model] of models.entries()) found.push({ model, before: before[i], after: await localize(model, copy, 'with added emitters') })
    return await write(args, out, plan, truth, copy, found, began, context.signal)
  } catch (error) {
    if (context.signal.aborted) throw new StructLocError('cancelled', 'The spike-in test was stopped; nothing is left of it.', { cause: error })
    throw error
  } finally {
    await movie.close()
  }
}

interface Plan {
  spec: SpikeSpec
  cameraFrom: CameraOrigin
}

async function planOf(args: Args, { info }: MovieSource, first: StoredModel): Promise<Plan> {
  const range = args.frames ?? { first: 0, end: Math.min(usualFrames, info.frames) }
  if (range.first >= range.end || range.end > info.frames) throw new StructLocError('invalid-input', `Frames ${range.first + 1}:${range.end} were asked for; ${info.path} has frames 1:${info.frames}.`)
  const acquisition = args.acquisition ?? first.card.acquisition
  const { camera, cameraFrom, pixelSize } = await readingOf(info, args, first.card)
  const { sampling, density_perUm2, isolation, seed } = args
  return { cameraFrom, spec: { acquisition: { ...acquisition, camera, pixelSize }, sampling, density_perUm2, isolation, seed, width_px: info.width, height_px: info.height, ...range } }
}

const decodingOf = ({ card }: StoredModel, { threshold }: Args): typeof card.decoding => ({ ...card.decoding, ...(threshold === undefined ? {} : { threshold }) })

async function collect(chunks: ReturnType<typeof localizeFrames>): Promise<LocalizationTable> {
  const tables = [createLocalizations(0)]
  for await (const { localizations } of chunks) tables.push(localizations)
  return concatTables(tables)
}

/** Progress over all runs of all models. */
function teller(total: number, { report }: JobContext): (message: string) => (progress: { framesDone: number; framesTotal: number }) => void {
  const began = performance.now()
  let before = 0
  return (message) => ({ framesDone, framesTotal }) => {
    const done = before + framesDone
    if (framesDone === framesTotal) before += framesTotal
    const rate_hz = done / ((performance.now() - began) / 1000)
    report({ done, total, unit: 'frames', rate_hz, secondsLeft: (total - done) / rate_hz, message })
  }
}

async function write(
  args: Args, out: string, { spec, cameraFrom }: Plan, truth: EmitterTable, copy: MovieSource,
  found: readonly { model: StoredModel; before: LocalizationTable; after: LocalizationTable }[], began: number, signal: AbortSignal,
): Promise<SpikeInResult> {
  const { first, end, acquisition, width_px, height_px } = spec
  const { gate, axialGate, border, minimumPhotons } = args
  const fieldOfView = { width: width_px * acquisition.pixelSize, height: height_px * acquisition.pixelSize }
  const movie = args.keepMovie ? besides(out, '.frames.tif') : undefined
  // Tables count frames as the movie does whose frames they can be laid over: the copy where it is kept.
  const counted = <T extends { frame: Int32Array }>(table: T): T => (movie ? { ...table, frame: table.frame.map((frame) => frame - first) } : table)
  if (movie) await writeCopy(movie, copy, spec, signal)
  const truthPath = besides(out, '.added.csv')
  await writeTruth(truthPath, counted(truth))
  const scores: SpikeInScores[] = []
  for (const { model: { card }, before, after } of found) {
    const table = besides(out, `.${card.id}.csv`)
    await writeLocalizationsCsv(table, counted(after))
    const { matching: _, ...scored } = scoreSpikes(before, after, truth, { gate, axialGate, border, minimumPhotons, fieldOfView })
    scores.push({ model: { id: card.id, sha256: card.sha256 }, threshold: args.threshold ?? card.decoding.threshold, ...scored, before: before.frame.length, after: after.frame.length, table })
  }
  const result: SpikeInResult = {
    out, truth: truthPath, movie, frames: { first, end }, emitters: truth.frame.length, cameraFrom,
    seconds: (performance.now() - began) / 1000, scores,
  }
  const { isolation, seed, density_perUm2, sampling } = spec
  await placeFile(out, [`${JSON.stringify({
    structloc: 'spike-in', date: new Date().toISOString(), source: resolve(args.movie), acquisition, sampling, density_perUm2, isolation, apart: args.apart, seed,
    matching: { gate, axialGate, border, minimumPhotons }, ...result, frames: { first: first + 1, last: end },
    tablesCountFrames: movie ? 'as the copy' : 'as the movie', versions: { structloc: programVersion() },
  }, null, 2)}\n`])
  return result
}

/** The copy's frames [first, end) and the description beside them. */
async function writeCopy(path: string, copy: MovieSource, { first, end, acquisition, width_px: width, height_px: height }: SpikeSpec, signal: AbortSignal): Promise<void> {
  await checkWritable(path)
  const writer = await createTiffWriter(path, { width, height, pixelType: 'uint16', frames: end - first })
  const step = Math.max(1, Math.floor(writtenPixels / (width * height)))
  try {
    for (let at = first; at < end; at += step) {
      const adu = await copy.read(at, Math.min(step, end - at), signal)
      await writer.append(adu instanceof Uint16Array ? adu : Uint16Array.from(adu, (value) => Math.max(0, Math.min(65_535, Math.round(value)))))
    }
    await writer.close()
  } catch (error) {
    await writer.abort()
    throw error
  }
  const { camera, pixelSize } = acquisition
  await placeFile(besides(path, '.json'), [`${JSON.stringify({ structloc: 'movie', camera, pixelSize, width_px: width, height_px: height }, null, 2)}\n`])
}
