// The error of every localization, as columns of its table: to filter, colour and pick by.
import type { EmitterTable, LocalizationTable } from '../localizations/table.ts'
import { evaluate, shifted } from './evaluate.ts'
import type { ScoringRules } from './table-scores.ts'

export interface ErrorColumns {
  /** Lateral distance to the true emitter and axial distance, nm; NaN without a true emitter and where nothing counts (border, frames). */
  lateral: Float32Array
  axial: Float32Array
  /** Row of the true emitter; -1 false positive, -2 not counted. */
  truthRow: Int32Array
  /** Of each true emitter, the row of its detection; -1 missed, -2 not counted. */
  foundRow: Int32Array
}

/** All rows, whatever the region: the matching is that of the scores. */
export function errorColumns(found: LocalizationTable, truth: EmitterTable, rules: ScoringRules): ErrorColumns {
  const { frames, fieldOfView, gate, axialGate, border, minimumPhotons, removeOffset } = rules
  // Rows of other frames lie outside every frame that both have: they match nothing and are marked below.
  const { matching, removed } = evaluate(found, truth, { gate, axialGate, border, minimumPhotons, removeOffset, fieldOfView })
  const moved = removed ? shifted(found, removed) : found
  const result: ErrorColumns = {
    lateral: new Float32Array(found.frame.length).fill(NaN), axial: new Float32Array(found.frame.length).fill(NaN),
    truthRow: new Int32Array(found.frame.length).fill(-2), foundRow: new Int32Array(truth.frame.length).fill(-2),
  }
  const covered = (frame: number): boolean => !frames || (frame >= frames.first && frame < frames.end)
  matching.detection.forEach((row, i) => {
    const t = matching.truth[i]
    if (!covered(found.frame[row])) return
    result.lateral[row] = Math.hypot(moved.x[row] - truth.x[t], moved.y[row] - truth.y[t])
    result.axial[row] = Math.abs(moved.z[row] - truth.z[t])
    result.truthRow[row] = t
    result.foundRow[t] = row
  })
  for (const row of matching.falsePositives) if (covered(found.frame[row])) result.truthRow[row] = -1
  for (const row of matching.missed) if (covered(truth.frame[row])) result.foundRow[row] = -1
  return result
}
