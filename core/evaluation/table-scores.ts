// All scores of a table against the truth: those that are there at once, and those that take a while, each for itself.
import type { Camera } from '../camera/camera.ts'
import { selectRows, type EmitterTable, type LocalizationTable } from '../localizations/table.ts'
import { createPsf } from '../psf/create.ts'
import type { PsfSpec } from '../psf/psf.ts'
import { calibration, type CalibratedColumn, type Calibration } from './calibration.ts'
import { crlbRatio, type CrlbRatio } from './crlb-ratio.ts'
import { evaluate, shifted, type EvaluationOptions } from './evaluate.ts'
import type { Matching } from './matching.ts'
import { scores, type Scores } from './scores.ts'

export interface ScoringRules extends Required<Pick<EvaluationOptions, 'gate' | 'axialGate' | 'border' | 'minimumPhotons' | 'removeOffset'>> {
  /** nm, the whole field of view from its corner; without it no border is left out. */
  fieldOfView?: { width: number; height: number } | undefined
  /** Frames [first, end), from 0, that were localized. */
  frames?: { first: number; end: number } | undefined
  /** Only what lies here counts, nm: pairs and misses by the true position, false positives by their own. */
  region?: Region | undefined
}

export interface Region { x0: number; y0: number; x1: number; y1: number }

/** What is known of the light in which the truth was seen. */
export interface Light {
  psf: PsfSpec
  camera: Camera
  pixelSize: number
  background_photons: number
}

export interface QuickScores extends Scores {
  localizations: number
  emitters: number
  /** Emitters per µm² and frame that has any; null without a field of view. */
  density_perUm2: number | null
  calibration: Record<CalibratedColumn, Calibration | null>
  /** What was taken off (nm), with removeOffset. */
  removed: { x: number; y: number; z: number } | null
}

/** What the slower scores go on from: the tables that were compared. */
export interface Compared {
  /** Detections of the frames, offset taken off. */
  found: LocalizationTable
  truth: EmitterTable
  /** Rows of these two. */
  matching: Matching
}

/** Scores that take about as long as the matching. Lengths nm, shares 0 … 1, efficiencies %. */
export function quickScores(localizations: LocalizationTable, emitters: EmitterTable, rules: ScoringRules): { scores: QuickScores; compared: Compared } {
  const { frames, region, fieldOfView, ...options } = rules
  const own = inFrames(localizations, frames)
  const truth = inFrames(emitters, frames)
  const whole = evaluate(own, truth, { ...options, fieldOfView })
  const found = whole.removed ? shifted(own, whole.removed) : own
  const matching = region ? inRegion(found, truth, whole.matching, region) : whole.matching
  const litFrames = new Set(truth.frame).size
  return {
    compared: { found, truth, matching },
    scores: {
      ...scores(found, truth, matching, matching.falsePositives.length, matching.missed.length),
      localizations: own.frame.length, emitters: truth.frame.length,
      density_perUm2: fieldOfView && litFrames > 0 ? truth.frame.length / litFrames / ((fieldOfView.width * fieldOfView.height) / 1e6) : null,
      calibration: calibration(found, truth, matching),
      removed: whole.removed ?? null,
    },
  }
}

/** Emitters compared with their bound: no other within this distance (nm), and bright enough that it is finite. */
const bound = { isolation: 1500, minimumPhotons: 200 }

/** RMSE over the bound of lone emitters. A few seconds at most. */
export function ratioToBound({ found, truth, matching }: Compared, { psf, camera, pixelSize, background_photons }: Light): CrlbRatio | null {
  return crlbRatio(createPsf(psf, pixelSize), camera, found, truth, matching, { ...bound, background_photons })
}

/** The rows of frames [first, end); the table itself where no frames are named. */
export function inFrames<T extends { frame: Int32Array }>(table: T, frames: { first: number; end: number } | undefined): T {
  if (!frames) return table
  return selectRows(table, [...table.frame.keys()].filter((row) => table.frame[row] >= frames.first && table.frame[row] < frames.end))
}

function inRegion(found: LocalizationTable, truth: EmitterTable, matching: Matching, { x0, y0, x1, y1 }: Region): Matching {
  const inside = (table: { x: Float32Array; y: Float32Array }) => (row: number): boolean =>
    table.x[row] >= x0 && table.x[row] < x1 && table.y[row] >= y0 && table.y[row] < y1
  const kept = [...matching.truth.keys()].filter((i) => inside(truth)(matching.truth[i]))
  return {
    detection: Int32Array.from(kept, (i) => matching.detection[i]),
    truth: Int32Array.from(kept, (i) => matching.truth[i]),
    falsePositives: matching.falsePositives.filter(inside(found)),
    missed: matching.missed.filter(inside(truth)),
  }
}
