// The demo: simulates movies, localizes each with two models, scores, and writes tables and a report.
import { mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { performance } from 'node:perf_hooks'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import type { Engine } from '../engine.ts'
import { findModel } from '../models/list-models.ts'
import { modelPlaces } from '../models/model-folders.ts'
import { readLocalizations, readTruth } from '../tables/read-tables.ts'
import { demoAcquisition, demoFrames, demoMovies, demoSize_px, fieldOfView, type DemoMovie } from './demo-movies.ts'
import type { DemoOutcome, ModelOnMovie, MovieOutcome } from './outcome.ts'
import { reportPage } from './page.ts'

export interface DemoOptions {
  /** Folder to write; made where it is missing. */
  out: string
  /** Ids or folders: first the model trained on complete spatial randomness, second the one trained on structures. */
  models: readonly [string, string]
  frames?: number
  movies?: readonly DemoMovie[]
  signal?: AbortSignal
  /** Told before each of the steps. */
  onStep?: (step: { index: number; total: number; what: string }) => void
}

/** Errors: those of the jobs 'simulate' and 'localize'; an unknown model. */
export async function runDemo(engine: Engine, options: DemoOptions): Promise<DemoOutcome> {
  const { out, models, frames = demoFrames, movies = demoMovies, signal, onStep } = options
  const start = performance.now()
  const folder = resolve(out)
  await mkdir(folder, { recursive: true })
  // One after the other: of two that are missing, the first is named.
  const stored = [await findModel(models[0], modelPlaces()), await findModel(models[1], modelPlaces())] as const
  const total = movies.length * (1 + models.length) + 1
  let index = 0
  const step = (what: string): void => onStep?.({ index: ++index, total, what })
  const outcomes: MovieOutcome[] = []
  for (const movie of movies) {
    const place = join(folder, movie.id)
    await mkdir(place, { recursive: true })
    step(`simulating ${movie.id}`)
    const made = await engine.run('simulate', {
      out: join(place, 'movie.tif'), truth: join(place, 'truth.csv'), acquisition: demoAcquisition,
      sampling: movie.sampling, density: movie.density, width_px: demoSize_px, height_px: demoSize_px, frames, seed: movie.seed,
    }, signal)
    const truth = await readTruth(made.truth)
    const byModel: ModelOnMovie[] = []
    for (const { card, folder: modelFolder } of stored) {
      step(`localizing ${movie.id} with ${card.id}`)
      const csv = join(place, `${card.id}.csv`)
      const run = await engine.run('localize', { movie: made.movie, model: modelFolder, out: csv }, signal)
      const localizations = await readLocalizations(run.arrow)
      byModel.push({ card, csv, localizations, evaluation: evaluate(localizations, truth, { fieldOfView }), framesPerSecond: run.framesPerSecond })
    }
    outcomes.push({ movie, frames, emittersPerFrame: made.emittersPerFrame, truth, byModel })
  }
  step('writing the report')
  const report = join(folder, 'report.html')
  const outcome: DemoOutcome = { folder, report, cards: stored.map(({ card }) => card), movies: outcomes, seconds: (performance.now() - start) / 1000 }
  await writeFile(report, reportPage(outcome))
  return outcome
}
