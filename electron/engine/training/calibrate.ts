// Detection lags in young networks: the usual thresholds throw away much of what they know. So every model gets its own, by the
// mean 3D efficiency over the validation movies (validation-movies.ts). The efficiency is flat around its best: of the thresholds
// that are as good within a quarter of a point the lowest is taken, since a doubtful localization can be filtered out later and
// one that was never written cannot be brought back, or the highest, where the configuration asks for precise localizations. The
// threshold goes into the card, with the scores.
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { concatTables, createLocalizations, selectRows, type EmitterTable, type LocalizationTable } from '../../../core/localizations/table.ts'
import type { ModelCard } from '../../../core/model/card.ts'
import { loadModel } from '../inference/model-folder.ts'
import { createInference, type OpenModel } from '../inference/supervisor.ts'
import type { StartProcess } from '../inference/transport.ts'
import { localizeFrames } from '../inference/localize-frames.ts'
import { simulatedSource } from './simulated-source.ts'
import { validationMovies, validationRule, type ValidationMovie, type ValidationRule } from './validation-movies.ts'
import { saveCard } from './write-card.ts'

/** Thresholds tried: 0.2, 0.25 … 0.8. */
export const thresholds: readonly number[] = Array.from({ length: 13 }, (_, i) => (20 + 5 * i) / 100)

export interface CalibrationOptions {
  /** Of thresholds that are equally good. */
  take?: 'lowest' | 'highest'
  rule?: ValidationRule
  threads?: number
  start?: StartProcess
  signal?: AbortSignal
  /** Called after each movie. */
  onMovie?: (done: number, total: number) => void
}

export interface Calibration {
  threshold: number
  /** Mean 3D efficiency (%) of each threshold tried; undefined where some movie shows nothing that can be scored. */
  sweep: { threshold: number; efficiency3d: number | undefined }[]
  card: ModelCard
}

/** Efficiencies (in points of %) closer than this count as equal. */
const EQUAL = 0.25

/** Of the thresholds (rising) whose efficiency is as good as the best, the lowest or the highest; undefined where none could be scored. */
export function ofTheBest(sweep: Calibration['sweep'], take: 'lowest' | 'highest' = 'lowest'): number | undefined {
  const best = Math.max(...sweep.map(({ efficiency3d }) => efficiency3d ?? -Infinity))
  return sweep.filter(({ efficiency3d }) => efficiency3d !== undefined && efficiency3d >= best - EQUAL).at(take === 'lowest' ? 0 : -1)?.threshold
}

interface Found {
  movie: ValidationMovie
  truth: EmitterTable
  /** Everything above the lowest threshold. */
  localizations: LocalizationTable
}

/** Finds the threshold of the model in a folder and writes it, with the scores it gives, into its card. */
export async function calibrateModel(folder: string, options: CalibrationOptions = {}): Promise<Calibration> {
  const { take, rule = validationRule, threads = 0, start, signal, onMovie } = options
  const model = await loadModel(folder)
  const inference = createInference({ threads, start })
  const found: Found[] = []
  try {
    const open = await inference.open(model, { provider: 'cpu' })
    const movies = validationMovies(model.card, rule)
    for (const movie of movies) {
      found.push(await localize(open, movie, signal))
      onMovie?.(found.length, movies.length)
    }
  } finally {
    await inference.close()
  }
  const sweep = thresholds.map((threshold) => ({ threshold, efficiency3d: meanEfficiency(found, threshold) }))
  const threshold = ofTheBest(sweep, take) ?? model.card.decoding.threshold
  const card: ModelCard = { ...model.card, decoding: { ...model.card.decoding, threshold }, scores: found.map((one) => scoreEntry(one, threshold)) }
  await saveCard(folder, card)
  return { threshold, sweep, card }
}

async function localize(model: OpenModel, movie: ValidationMovie, signal?: AbortSignal): Promise<Found> {
  const { movie: source, truth } = await simulatedSource(movie.spec, signal)
  const tables = [createLocalizations(0)]
  const decoding = { ...model.card.decoding, threshold: thresholds[0] }
  for await (const chunk of localizeFrames(source, model, movie.spec.acquisition.camera, { first: 0, end: movie.spec.frames }, { decoding, signal })) {
    tables.push(chunk.localizations)
  }
  return { movie, truth, localizations: concatTables(tables) }
}

function scored({ movie, truth, localizations }: Found, threshold: number): ReturnType<typeof evaluate> {
  const { probability } = localizations
  const kept = selectRows(localizations, [...probability.keys()].filter((row) => probability[row] > threshold))
  const { acquisition, width_px, height_px } = movie.spec
  return evaluate(kept, truth, { fieldOfView: { width: width_px * acquisition.pixelSize, height: height_px * acquisition.pixelSize } })
}

function meanEfficiency(found: readonly Found[], threshold: number): number | undefined {
  let sum = 0
  for (const one of found) {
    const { efficiency3d } = scored(one, threshold)
    if (efficiency3d === null) return undefined
    sum += efficiency3d / found.length
  }
  return sum
}

function scoreEntry(found: Found, threshold: number): ModelCard['scores'][number] {
  const { jaccard, rmseLateral, rmseAxial, rmseVolumetric, efficiency3d, tp, fn } = scored(found, threshold)
  const { sampling, nominal_perUm2, spec } = found.movie
  return {
    movie: `validation: ${sampling}, ${spec.frames} frames of ${spec.width_px}×${spec.height_px} px, seed ${spec.seed}`,
    density: `${nominal_perUm2} µm⁻² nominal`,
    jaccard: jaccard ?? 0, rmseLateral, rmseAxial, rmseVolumetric, efficiency3d, emitters: tp + fn,
  }
}
