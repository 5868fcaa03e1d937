// Scores at equal recall: a threshold trades detections for precision, so networks are also compared where they find the same share of
// the emitters. Sums at several thresholds make a curve over recall, between them straight.
import { metric, type Metric, type Sums } from './blocks.ts'

/** The highest recall (%) that all of the networks reach: that of the weakest at its lowest threshold. */
export function commonRecall(curves: readonly (readonly Sums[])[]): number {
  return Math.min(...curves.map((curve) => Math.max(...curve.map((sums) => metric('recall', sums)))))
}

/** A score at a recall (%) from sums at rising thresholds; NaN where the recall is not reached. */
export function atRecall(name: Metric, curve: readonly Sums[], recall: number): number {
  const points = curve.map((sums) => ({ recall: metric('recall', sums), value: metric(name, sums) })).sort((a, b) => a.recall - b.recall)
  const above = points.findIndex((point) => point.recall >= recall - 1e-9)
  if (above < 0) return NaN
  const high = points[above]
  const low = points[above - 1]
  if (!low || high.recall === low.recall) return high.value
  const share = Math.min(1, Math.max(0, (recall - low.recall) / (high.recall - low.recall)))
  return low.value + share * (high.value - low.value)
}
