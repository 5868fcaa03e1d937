// Scores localizations against truth: matching, then counting.
import type { EmitterTable, LocalizationTable } from '../localizations/table.ts'
import { challengeMatching, match, type Matching, type MatchingOptions, type Spots } from './matching.ts'
import { scores, type Scores } from './scores.ts'

export interface EvaluationOptions extends Partial<MatchingOptions> {
  /** Truth rows with fewer photons count neither as found nor as missed, and what matches them is no false positive. */
  minimumPhotons?: number
  /**
   * Take the mean offset of the matched pairs off the detections and match again (PSF models differ in their origin).
   * The offsets in the result are then what is left; `removed` is what was taken off.
   */
  removeOffset?: boolean
}

export interface Evaluation extends Scores {
  /** Pairs that count, false positives and misses: row numbers in the given tables. */
  matching: Matching
  /** What was taken off the detections (nm), with `removeOffset`. */
  removed?: { x: number; y: number; z: number }
}

/** Field of view in nm, gates in nm; see `EvaluationOptions` for the rest. */
export function evaluate(localizations: LocalizationTable | Spots, truth: EmitterTable, options: EvaluationOptions = {}): Evaluation {
  const { minimumPhotons = 0, removeOffset = false, ...given } = options
  const rules: MatchingOptions = { ...challengeMatching, ...given }
  const first = count(localizations, truth, match(localizations, truth, rules), minimumPhotons)
  if (!removeOffset || first.tp === 0) return first
  const removed = { x: first.offsetX!, y: first.offsetY!, z: first.offsetZ! }
  const moved = shifted(localizations, removed)
  return { ...count(moved, truth, match(moved, truth, rules), minimumPhotons), removed }
}

function count(found: Spots, truth: EmitterTable, matching: Matching, minimumPhotons: number): Evaluation {
  const bright = (row: number): boolean => truth.photons[row] >= minimumPhotons
  const keep = Array.from(matching.truth.keys()).filter((i) => bright(matching.truth[i]))
  const counted: Matching = {
    detection: Int32Array.from(keep, (i) => matching.detection[i]),
    truth: Int32Array.from(keep, (i) => matching.truth[i]),
    falsePositives: matching.falsePositives,
    missed: matching.missed.filter(bright),
  }
  return { ...scores(found, truth, counted, counted.falsePositives.length, counted.missed.length), matching: counted }
}

/** The same detections moved by minus `offset` (nm). */
export function shifted<T extends Spots>(found: T, offset: { x: number; y: number; z: number }): T {
  const moved = { ...found }
  for (const axis of ['x', 'y', 'z'] as const) moved[axis] = found[axis].map((value) => value - offset[axis])
  return moved
}
