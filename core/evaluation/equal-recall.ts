// Scores at equal recall. A threshold trades detections for precision, so tables are only comparable where they find the same
// share of the emitters: of each, the most probable detections that reach the recall are scored.
import { selectRows, type EmitterTable, type LocalizationTable } from '../localizations/table.ts'
import { evaluate, type Evaluation, type EvaluationOptions } from './evaluate.ts'

export interface AtRecall extends Evaluation {
  /** Detections below this probability were left out; row numbers in `matching` are those of the given table. */
  threshold: number
}

/** The scores of the fewest most probable detections that find at least `recall` of the emitters; null if all do not. */
export function scoresAtRecall(found: LocalizationTable, truth: EmitterTable, recall: number, options: EvaluationOptions = {}): AtRecall | null {
  const levels = [...new Set(found.probability)].sort((a, b) => a - b)
  const at = (threshold: number): AtRecall => {
    const rows = Int32Array.from(found.probability.keys()).filter((row) => found.probability[row] >= threshold)
    const result = evaluate(selectRows(found, rows), truth, options)
    const given = (kept: Int32Array): Int32Array => kept.map((row) => rows[row])
    const matching = { ...result.matching, detection: given(result.matching.detection), falsePositives: given(result.matching.falsePositives) }
    return { ...result, matching, threshold }
  }
  const enough = (result: AtRecall): boolean => (result.recall ?? 0) >= recall
  if (levels.length === 0) return null
  let best = at(levels[0])
  if (!enough(best)) return null
  // The recall falls with the threshold (but for rare exchanges of partners), so the highest that reaches it is bisected.
  let [low, high] = [0, levels.length]
  while (high - low > 1) {
    const middle = (low + high) >> 1
    const result = at(levels[middle])
    if (enough(result)) [low, best] = [middle, result]
    else high = middle
  }
  return best
}

/** Several tables at the recall that the weakest of them reaches with all its detections. */
export function atEqualRecall(tables: readonly LocalizationTable[], truth: EmitterTable, options: EvaluationOptions = {}): (AtRecall | null)[] {
  const recall = Math.min(...tables.map((table) => evaluate(table, truth, options).recall ?? 0))
  return tables.map((table) => scoresAtRecall(table, truth, recall, options))
}
