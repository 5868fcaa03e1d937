// What the demo found, as the report shows it.
import type { Evaluation } from '../../../core/evaluation/evaluate.ts'
import type { EmitterTable, LocalizationTable } from '../../../core/localizations/table.ts'
import type { ModelCard } from '../../../core/model/card.ts'
import type { DemoMovie } from './demo-movies.ts'

/** What one model made of one movie. */
export interface ModelOnMovie {
  card: ModelCard
  csv: string
  localizations: LocalizationTable
  evaluation: Evaluation
  framesPerSecond: number
}

export interface MovieOutcome {
  movie: DemoMovie
  frames: number
  emittersPerFrame: number
  truth: EmitterTable
  byModel: readonly ModelOnMovie[]
}

export interface DemoOutcome {
  folder: string
  report: string
  cards: readonly ModelCard[]
  movies: readonly MovieOutcome[]
  seconds: number
}
