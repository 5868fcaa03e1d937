// Scores of a spike-in test: simulated emitters were added to real frames, so that for them, and only for them, the truth is known.
// What else is detected may be real: false positives are not defined. What arises in the copy away from the added ones is counted.
import { selectRows, type EmitterTable, type LocalizationTable } from '../localizations/table.ts'
import { calibration, type CalibratedColumn, type Calibration } from './calibration.ts'
import { evaluate, type EvaluationOptions } from './evaluate.ts'
import { challengeMatching, match, type Matching } from './matching.ts'
import type { Scores } from './scores.ts'

export interface SpikeScores extends Pick<Scores, 'recall' | 'rmseLateral' | 'rmseAxial' | 'rmseVolumetric' | 'offsetX' | 'offsetY' | 'offsetZ'> {
  /** Added emitters that count, and those that were found. */
  added: number
  found: number
  /** Share of the added emitters at whose place something is detected without them, too. */
  chance: number | null
  calibration: Record<CalibratedColumn, Calibration | null>
  /** Detections in the copy that are neither an added emitter nor were there before. */
  arisen: number
  /** Detections of the frames as they were that the copy no longer has. */
  vanished: number
  /** Rows of `after` and `added`. */
  matching: Matching
}

/**
 * @param before localizations of the frames as they are; @param after of the copy with the `added` emitters, the same frames
 * @param options gates and border as for ordinary truth; lengths nm
 */
export function scoreSpikes(before: LocalizationTable, after: LocalizationTable, added: EmitterTable, options: Omit<EvaluationOptions, 'removeOffset'> = {}): SpikeScores {
  const rules = { ...challengeMatching, ...options }
  const { matching, tp, fn, recall, rmseLateral, rmseAxial, rmseVolumetric, offsetX, offsetY, offsetZ } = evaluate(after, added, options)
  const others = selectRows(after, matching.falsePositives)
  return {
    added: tp + fn, found: tp, recall, rmseLateral, rmseAxial, rmseVolumetric, offsetX, offsetY, offsetZ,
    chance: evaluate(before, added, options).recall,
    calibration: calibration(after, added, matching),
    arisen: match(others, before, rules).falsePositives.length,
    vanished: match(after, before, rules).missed.length,
    matching,
  }
}
