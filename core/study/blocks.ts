// Scores of a movie as sums over blocks of frames: a block is longer than emitters stay on, so blocks are independent and can be
// resampled for intervals.
import type { Matching, Spots } from '../evaluation/matching.ts'
import { scoresOfSums, type ScoreSums } from '../evaluation/scores.ts'

/** Sums of a block: what adds up over blocks, in the order that a measure fixes. */
export type Sums = readonly number[]

/** True positives, false positives, misses, Σ(dx² + dy²), Σdz² (nm², whole numbers) of each block. */
export function scoreBlocks(found: Spots, truth: Spots, matching: Matching, frames: number, size: number): number[][] {
  const blocks = Array.from({ length: Math.ceil(frames / size) }, () => [0, 0, 0, 0, 0])
  const of = (frame: number): number[] => blocks[Math.min(blocks.length - 1, Math.floor(frame / size))]
  matching.detection.forEach((d, i) => {
    const t = matching.truth[i]
    const sums = of(truth.frame[t])
    sums[0]++
    sums[3] += (found.x[d] - truth.x[t]) ** 2 + (found.y[d] - truth.y[t]) ** 2
    sums[4] += (found.z[d] - truth.z[t]) ** 2
  })
  for (const row of matching.falsePositives) of(found.frame[row])[1]++
  for (const row of matching.missed) of(truth.frame[row])[2]++
  return blocks.map((sums) => sums.map(Math.round))
}

/** The sum over blocks, each as often as `picks` names it; over all where absent. */
export function pooled(blocks: readonly Sums[], picks?: ArrayLike<number>): number[] {
  const total = new Array<number>(blocks[0].length).fill(0)
  const add = (sums: Sums): void => { for (let k = 0; k < total.length; k++) total[k] += sums[k] }
  if (picks) for (let i = 0; i < picks.length; i++) add(blocks[picks[i]])
  else for (const sums of blocks) add(sums)
  return total
}

export const metricNames = ['jaccard', 'recall', 'precision', 'rmseLateral', 'rmseAxial', 'rmseVolumetric', 'efficiency3d'] as const
export type Metric = (typeof metricNames)[number]

/** A score from the five sums: shares and efficiency in %, lengths nm; NaN where there is nothing to score. */
export function metric(name: Metric, [tp, fp, fn, lateral, axial]: Sums): number {
  const sums: ScoreSums = { tp, fp, fn, lateral, axial }
  const value = scoresOfSums(sums)[name] ?? NaN
  return name === 'jaccard' || name === 'recall' || name === 'precision' ? 100 * value : value
}
