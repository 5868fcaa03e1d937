// The job 'evaluate': a table of localizations against a table of true emitters.
import type { z } from 'zod'
import { checkerboard, type Checkerboard } from '../../../core/evaluation/checkerboard.ts'
import type { CrlbRatio } from '../../../core/evaluation/crlb-ratio.ts'
import { nominalDensity } from '../../../core/evaluation/nominal-density.ts'
import { quickScores, ratioToBound, type QuickScores } from '../../../core/evaluation/table-scores.ts'
import type { evaluateArgs } from '../../contract/calls.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { findField, readProvenance, type Field } from './field-of-view.ts'
import { readLocalizations, readTruth } from './read-tables.ts'

/** Lengths nm, shares 0 … 1, efficiencies %. */
export interface TableScores extends QuickScores {
  /** Frames that were scored, from 1; null: all. */
  frames: { first: number; last: number } | null
  fieldOfView: Field
  /** The density of complete spatial randomness that is as crowded. */
  nominalDensity_perUm2: number | null
  /** Null with fewer than 100 pairs. */
  checkerboard: Checkerboard | null
  /** Against the bound of the frames t − 1, t, t + 1, over emitters without a neighbour; null where the light is not described. */
  crlbRatio: CrlbRatio | null
  gate: number
  axialGate: number
  border: number
}

/** Errors: tables that are missing or damaged, naming file and line. */
export async function evaluateJob(args: z.output<typeof evaluateArgs>, _context: JobContext): Promise<TableScores> {
  const { gate, axialGate, border, minimumPhotons, removeOffset } = args
  const frames = args.frames ?? (await readProvenance(args.localizations))?.frames
  const reading = args.pixelSize === undefined ? {} : { pixelSize: args.pixelSize }
  const [localizations, truth] = [await readLocalizations(args.localizations, reading), await readTruth(args.truth, reading)]
  const { field, light } = await findField(args, truth)
  const { width, height, pixelSize } = field
  const fieldOfView = width > 0 && height > 0 ? { width, height } : undefined
  const { scores, compared } = quickScores(localizations, truth, { gate, axialGate, border, fieldOfView, minimumPhotons, removeOffset, frames })
  return {
    ...scores, frames: frames ? { first: frames.first + 1, last: frames.end } : null, fieldOfView: field,
    nominalDensity_perUm2: fieldOfView ? nominalDensity(compared.truth, fieldOfView) : null,
    checkerboard: checkerboard(compared.found, compared.truth, compared.matching, pixelSize),
    crlbRatio: light ? ratioToBound(compared, { ...light.acquisition, background_photons: light.background_photons }) : null,
    gate, axialGate, border,
  }
}
