// The job 'evaluate': a table of localizations against a table of true emitters.
import type { z } from 'zod'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import type { Scores } from '../../../core/evaluation/scores.ts'
import type { EmitterTable } from '../../../core/localizations/table.ts'
import type { evaluateArgs } from '../../contract/calls.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { besides, readDescription } from '../localize/movie-description.ts'
import { readLocalizations, readTruth } from './read-tables.ts'

/** Lengths nm, shares 0 … 1, efficiencies %. */
export interface Evaluation extends Scores {
  localizations: number
  emitters: number
  fieldOfView: { width: number; height: number; from: FieldOrigin }
  gate: number
  axialGate: number
  border: number
}

type FieldOrigin = 'given' | 'described' | 'extent'
type Checked = z.output<typeof evaluateArgs>

/** Errors: tables that are missing or damaged, naming file and line. */
export async function evaluateJob(args: Checked, _context: JobContext): Promise<Evaluation> {
  const { gate, axialGate, border } = args
  const localizations = await readLocalizations(args.localizations)
  const truth = await readTruth(args.truth)
  const fieldOfView = await findField(args, truth)
  const { matching: _matching, ...scores } = evaluate(localizations, truth, { gate, axialGate, border, fieldOfView })
  return { ...scores, localizations: localizations.frame.length, emitters: truth.frame.length, fieldOfView, gate, axialGate, border }
}

/** The default of a movie that says nothing, nm. */
const usualPixelSize = 100

async function findField({ localizations, truth: truthPath, pixelSize, width_px, height_px }: Checked, truth: EmitterTable): Promise<Evaluation['fieldOfView']> {
  const described = await readDescription(besides(localizations, '.json'))
    ?? await readDescription(besides(truthPath, '.json'))
    ?? await readDescription(besides(truthPath.replace(/[._-]?truth\.csv$/i, '.csv'), '.json'))
  const size = pixelSize ?? described?.pixelSize ?? usualPixelSize
  if (width_px !== undefined) return { width: width_px * size, height: (height_px ?? width_px) * size, from: 'given' }
  if (described?.width_px !== undefined) return { width: described.width_px * size, height: (described.height_px ?? described.width_px) * size, from: 'described' }
  const end = (values: Float32Array): number => Math.ceil(values.reduce((most, value) => Math.max(most, value), 0) / size) * size
  return { width: end(truth.x), height: end(truth.y), from: 'extent' }
}
