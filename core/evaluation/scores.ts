// Scores of a matching as the SMLM Challenge 2016 defines them (Sage et al. 2019).
import type { Matching, Spots } from './matching.ts'

export interface Scores {
  tp: number
  fp: number
  fn: number
  /** TP / (TP + FP + FN), a share; null where there is nothing at all. */
  jaccard: number | null
  recall: number | null
  precision: number | null
  /** √(Σ(dx² + dy²)/TP), nm; null without a match, like all that follow. */
  rmseLateral: number | null
  rmseAxial: number | null
  /** √(Σ(dx² + dy² + dz²)/TP), never divided by the number of axes. */
  rmseVolumetric: number | null
  /** 100 − √((100 − JI%)² + α²·RMSE²), %, with α = 1 nm⁻¹ laterally and 0.5 nm⁻¹ axially; may be negative. */
  efficiencyLateral: number | null
  efficiencyAxial: number | null
  /** Mean of both. */
  efficiency3d: number | null
  /** Mean of detection minus truth, nm. */
  offsetX: number | null
  offsetY: number | null
  offsetZ: number | null
}

const ALPHA_LATERAL = 1
const ALPHA_AXIAL = 0.5

/** What scores are computed from. Sums of parts (blocks of frames) add up. */
export interface ScoreSums {
  tp: number
  fp: number
  fn: number
  /** Σ(dx² + dy²) and Σdz² over the matched pairs, nm². */
  lateral: number
  axial: number
}

/** The scores of matched pairs, with the numbers of false positives and misses. */
export function scores(detections: Spots, truth: Spots, matching: Pick<Matching, 'detection' | 'truth'>, fp: number, fn: number): Scores {
  const tp = matching.detection.length
  const [sums, offset] = [{ tp, fp, fn, lateral: 0, axial: 0 }, { x: 0, y: 0, z: 0 }]
  for (let i = 0; i < tp; i++) {
    const [d, t] = [matching.detection[i], matching.truth[i]]
    const [dx, dy, dz] = [detections.x[d] - truth.x[t], detections.y[d] - truth.y[t], detections.z[d] - truth.z[t]]
    offset.x += dx
    offset.y += dy
    offset.z += dz
    sums.lateral += dx * dx + dy * dy
    sums.axial += dz * dz
  }
  const perMatch = (sum: number): number | null => ratio(sum, tp)
  return { ...scoresOfSums(sums), offsetX: perMatch(offset.x), offsetY: perMatch(offset.y), offsetZ: perMatch(offset.z) }
}

const ratio = (part: number, whole: number): number | null => (whole > 0 ? part / whole : null)

/** The scores that follow from sums. */
export function scoresOfSums({ tp, fp, fn, lateral, axial }: ScoreSums): Omit<Scores, 'offsetX' | 'offsetY' | 'offsetZ'> {
  const jaccard = ratio(tp, tp + fp + fn)
  const root = (sum: number): number | null => (tp > 0 ? Math.sqrt(sum / tp) : null)
  const [rmseLateral, rmseAxial] = [root(lateral), root(axial)]
  const efficiency = (rmse: number | null, alpha: number): number | null =>
    jaccard === null || rmse === null ? null : 100 - Math.hypot(100 - 100 * jaccard, alpha * rmse)
  const [efficiencyLateral, efficiencyAxial] = [efficiency(rmseLateral, ALPHA_LATERAL), efficiency(rmseAxial, ALPHA_AXIAL)]
  return {
    tp, fp, fn, jaccard, recall: ratio(tp, tp + fn), precision: ratio(tp, tp + fp),
    rmseLateral, rmseAxial, rmseVolumetric: root(lateral + axial),
    efficiencyLateral, efficiencyAxial,
    efficiency3d: efficiencyLateral === null || efficiencyAxial === null ? null : (efficiencyLateral + efficiencyAxial) / 2,
  }
}
