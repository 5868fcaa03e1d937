// The job 'evaluate': a table of localizations against a table of true emitters.
import type { z } from 'zod'
import { calibration, type CalibratedColumn, type Calibration } from '../../../core/evaluation/calibration.ts'
import { checkerboard, type Checkerboard } from '../../../core/evaluation/checkerboard.ts'
import { crlbRatio, type CrlbRatio } from '../../../core/evaluation/crlb-ratio.ts'
import { evaluate, shifted } from '../../../core/evaluation/evaluate.ts'
import { nominalDensity } from '../../../core/evaluation/nominal-density.ts'
import type { Scores } from '../../../core/evaluation/scores.ts'
import { selectRows } from '../../../core/localizations/table.ts'
import { createPsf } from '../../../core/psf/create.ts'
import type { evaluateArgs } from '../../contract/calls.ts'
import type { JobContext } from '../jobs/job-queue.ts'
import { findField, readProvenance, type Field } from './field-of-view.ts'
import { readLocalizations, readTruth } from './read-tables.ts'

/** Lengths nm, shares 0 … 1, efficiencies %. */
export interface TableScores extends Scores {
  localizations: number
  emitters: number
  /** Frames that were scored, from 1; null: all. */
  frames: { first: number; last: number } | null
  fieldOfView: Field
  /** Emitters per µm² and frame that has any, and the density of complete spatial randomness that is as crowded. */
  density_perUm2: number | null
  nominalDensity_perUm2: number | null
  /** Errors over stated uncertainties; null where the table states none. */
  calibration: Record<CalibratedColumn, Calibration | null>
  /** Null with fewer than 100 pairs. */
  checkerboard: Checkerboard | null
  /** Against the bound of the frames t − 1, t, t + 1, over emitters without a neighbour; null where the light is not described. */
  crlbRatio: CrlbRatio | null
  /** What was taken off, with removeOffset. */
  removed: { x: number; y: number; z: number } | null
  gate: number
  axialGate: number
  border: number
}

/** Emitters compared with their bound: no other within this distance (nm), and bright enough that it is finite. */
const bound = { isolation: 1500, minimumPhotons: 200 }

/** Errors: tables that are missing or damaged, naming file and line. */
export async function evaluateJob(args: z.output<typeof evaluateArgs>, _context: JobContext): Promise<TableScores> {
  const { gate, axialGate, border, minimumPhotons, removeOffset } = args
  const frames = args.frames ?? (await readProvenance(args.localizations))?.frames
  const localizations = within(await readLocalizations(args.localizations), frames)
  const allTruth = await readTruth(args.truth)
  const { field, light } = await findField(args, allTruth)
  const truth = within(allTruth, frames)
  const { width, height, pixelSize } = field
  const fieldOfView = width > 0 && height > 0 ? { width, height } : undefined
  const { matching, removed = null, ...scores } = evaluate(localizations, truth, { gate, axialGate, border, fieldOfView, minimumPhotons, removeOffset })
  const found = removed ? shifted(localizations, removed) : localizations
  const litFrames = new Set(truth.frame).size
  return {
    ...scores, localizations: localizations.frame.length, emitters: truth.frame.length, frames: frames ? { first: frames.first + 1, last: frames.end } : null, fieldOfView: field,
    density_perUm2: fieldOfView && litFrames > 0 ? truth.frame.length / litFrames / ((width * height) / 1e6) : null,
    nominalDensity_perUm2: fieldOfView ? nominalDensity(truth, fieldOfView) : null,
    calibration: calibration(found, truth, matching),
    checkerboard: checkerboard(found, truth, matching, pixelSize),
    crlbRatio: light
      ? crlbRatio(createPsf(light.acquisition.psf, light.acquisition.pixelSize), light.acquisition.camera, found, truth, matching, { ...bound, background_photons: light.background_photons })
      : null,
    removed, gate, axialGate, border,
  }
}


function within<T extends { frame: Int32Array }>(table: T, frames: { first: number; end: number } | undefined): T {
  if (!frames) return table
  return selectRows(table, [...table.frame.keys()].filter((row) => table.frame[row] >= frames.first && table.frame[row] < frames.end))
}
