// Scores one network of a study: its threshold on the validation movies, then every test movie. Each movie's part is kept on disk, so a
// killed study repeats one movie at most.
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { concatTables, createLocalizations, selectRows, type EmitterTable, type LocalizationTable } from '../../../core/localizations/table.ts'
import { movieResultSchema, type MovieResult, type NetworkResult } from '../../../core/study/network-result.ts'
import { layoutOf } from '../../../core/model/output-layout.ts'
import type { StudyMovie } from '../../../core/study/test-movies.ts'
import type { TrainingConfig } from '../../../core/training/config.ts'
import { localizeFrames } from '../inference/localize-frames.ts'
import { loadModel } from '../inference/model-folder.ts'
import { createInference, type OpenModel } from '../inference/supervisor.ts'
import { readJsonIfThere, writeJson } from '../json-file.ts'
import { ofTheBest, thresholds } from '../training/calibrate.ts'
import { simulatedSource } from '../training/simulated-source.ts'
import { writeCard } from '../training/write-card.ts'
import { fieldOfView, scoreMovie } from './score-movie.ts'

export interface ScoringOptions {
  /** Where parts are kept. */
  parts: string
  blockFrames: number
  threads: number
  signal: AbortSignal
  notice(message: string): void
}

export type NetworkScores = Pick<NetworkResult, 'sha256' | 'training' | 'validation' | 'movies'> & {
  /** Version of ONNX Runtime; undefined where every part was there already. */
  runtime: string | undefined
}

/** Version of what is measured: parts of another are measured anew. */
const measures = 1

const validationPart = z.strictObject({ key: z.string(), efficiency3d: z.array(z.number().nullable()) })
const testPart = z.strictObject({ key: z.string(), result: movieResultSchema })

/** @throws StructLocError 'cancelled' where the signal says so; what was scored is kept */
export async function scoreNetwork(folder: string, config: TrainingConfig, movies: readonly StudyMovie[], options: ScoringOptions): Promise<NetworkScores> {
  const { parts, threads, signal, notice, blockFrames } = options
  if (!existsSync(join(folder, 'model.json'))) await writeCard(folder, config)
  const stored = await loadModel(folder)
  const { card } = stored
  await mkdir(parts, { recursive: true })
  const inference = createInference({ threads })
  try {
    let model: OpenModel | undefined
    const localize = async ({ spec }: StudyMovie): Promise<{ truth: EmitterTable; found: LocalizationTable }> => {
      model ??= await inference.open(stored, { provider: 'cpu' })
      const { movie, truth } = await simulatedSource(spec, signal)
      const tables = [createLocalizations(0)]
      for await (const chunk of localizeFrames(movie, model, spec.acquisition.camera, { first: 0, end: spec.frames }, { decoding: { ...card.decoding, threshold: thresholds[0] }, signal })) {
        tables.push(chunk.localizations)
      }
      return { truth, found: concatTables(tables) }
    }
    const validation: (number | null)[][] = []
    for (const movie of movies.filter(({ family }) => family === 'validation')) {
      const path = join(parts, `${movie.name}.json`)
      const key = keyOf(card.sha256, movie, thresholds)
      let part = await readJsonIfThere(path, validationPart)
      if (part?.key !== key) {
        const { truth, found } = await localize(movie)
        part = { key, efficiency3d: thresholds.map((threshold) => efficiencyAt(movie, truth, found, threshold)) }
        await writeJson(path, part)
      }
      validation.push(part.efficiency3d)
    }
    const sweep = thresholds.map((threshold, i) => ({ threshold, efficiency3d: meanOf(validation.map((values) => values[i])) }))
    const threshold = ofTheBest(sweep.map((one) => ({ ...one, efficiency3d: one.efficiency3d ?? undefined }))) ?? card.decoding.threshold
    const results: MovieResult[] = []
    const tests = movies.filter(({ family }) => family !== 'validation')
    for (const movie of tests) {
      const path = join(parts, `${movie.name}.json`)
      const key = keyOf(card.sha256, movie, threshold)
      let part = await readJsonIfThere(path, testPart).catch(() => undefined)
      if (part?.key !== key) {
        const { truth, found } = await localize(movie)
        part = { key, result: scoreMovie(movie, truth, found, { threshold, blockFrames, framesSeen: layoutOf(card.architecture).neighbours === 0 ? 1 : 3 }) }
        await writeJson(path, part)
        notice(`${card.title}, ${card.training.targets} targets: ${movie.name} (${results.length + 1} of ${tests.length})`)
      }
      results.push(part.result)
    }
    const { curve: _, ...training } = card.training
    return { sha256: card.sha256, training, validation: { threshold, sweep }, movies: results, runtime: inference.status().runtime }
  } finally {
    await inference.close()
  }
}

/** What a part depends on, in short. */
function keyOf(sha256: string, { spec, family, pictured }: StudyMovie, threshold: number | readonly number[]): string {
  return createHash('sha256').update(JSON.stringify([measures, sha256, family, spec, threshold, ...(pictured ? ['pictured'] : [])])).digest('hex').slice(0, 16)
}

function efficiencyAt(movie: StudyMovie, truth: EmitterTable, found: LocalizationTable, threshold: number): number | null {
  const kept = selectRows(found, Int32Array.from(found.probability.keys()).filter((row) => found.probability[row] > threshold))
  return evaluate(kept, truth, { fieldOfView: fieldOfView(movie) }).efficiency3d
}

/** The mean of the values; null where one is missing. */
function meanOf(values: readonly (number | null)[]): number | null {
  return values.reduce<number | null>((sum, value) => (sum === null || value === null ? null : sum + value / values.length), 0)
}
