// Scores of parts of a matching: by depth, by crowding, by frame.
import type { Matching, Spots } from './matching.ts'
import { neighbourDistances, rowsByFrame } from './nominal-density.ts'
import { scores, type Scores } from './scores.ts'

export interface BinScores extends Scores {
  /** The bin: low ≤ value < high. */
  low: number
  high: number
}

type ValueOf = (row: number) => number

/** Scores by bins with the given ascending edges; rows outside all bins are left out. */
function byBins(found: Spots, truth: Spots, matching: Matching, edges: readonly number[], ofTruth: ValueOf, ofDetection: ValueOf): BinScores[] {
  const binOf = (value: number): number => {
    const above = edges.findIndex((edge) => edge > value)
    return above < 0 ? -1 : above - 1
  }
  const bins = edges.slice(1).map((high, k) => ({ low: edges[k], high, detection: [] as number[], truth: [] as number[], fp: 0, fn: 0 }))
  matching.truth.forEach((row, i) => {
    const bin = bins[binOf(ofTruth(row))]
    bin?.truth.push(row)
    bin?.detection.push(matching.detection[i])
  })
  const count = (rows: Int32Array, value: ValueOf, kind: 'fp' | 'fn'): void => {
    for (const row of rows) {
      const bin = bins[binOf(value(row))]
      if (bin) bin[kind]++
    }
  }
  count(matching.falsePositives, ofDetection, 'fp')
  count(matching.missed, ofTruth, 'fn')
  return bins.map(({ low, high, fp, fn, ...pairs }) =>
    ({ low, high, ...scores(found, truth, { detection: Int32Array.from(pairs.detection), truth: Int32Array.from(pairs.truth) }, fp, fn) }))
}

/** Scores by depth (edges in nm): true emitters by their true z, false positives by their own. */
export function scoresByDepth(found: Spots, truth: Spots, matching: Matching, edges: readonly number[]): BinScores[] {
  return byBins(found, truth, matching, edges, (row) => truth.z[row], (row) => found.z[row])
}

/**
 * Scores by crowding: the lateral distance (edges in nm; end with Infinity to include all) of a true emitter to the next in its frame.
 * The only emitter of a frame counts with the largest finite distance. A false positive counts with the crowding of the true
 * emitter nearest to it; one in a frame without any counts like a lone emitter.
 */
export function scoresByCrowding(found: Spots, truth: Spots, matching: Matching, edges: readonly number[]): BinScores[] {
  const alone = Number.MAX_VALUE
  const distances = neighbourDistances(truth).map((distance) => Math.min(distance, alone))
  const frames = rowsByFrame(truth.frame)
  const nearest = (row: number): number => {
    let [least, value] = [Infinity, alone]
    for (const other of frames.get(found.frame[row]) ?? []) {
      const squared = (truth.x[other] - found.x[row]) ** 2 + (truth.y[other] - found.y[row]) ** 2
      if (squared < least) [least, value] = [squared, distances[other]]
    }
    return value
  }
  return byBins(found, truth, matching, edges, (row) => distances[row], nearest)
}

/** Scores of every frame that holds a row which counts, in order. */
export function scoresByFrame(found: Spots, truth: Spots, matching: Matching): (Scores & { frame: number })[] {
  const frames = new Map<number, { detection: number[]; truth: number[]; fp: number; fn: number }>()
  const at = (frame: number): { detection: number[]; truth: number[]; fp: number; fn: number } => {
    const known = frames.get(frame)
    if (known) return known
    const fresh = { detection: [], truth: [], fp: 0, fn: 0 }
    frames.set(frame, fresh)
    return fresh
  }
  matching.truth.forEach((row, i) => {
    const pairs = at(truth.frame[row])
    pairs.truth.push(row)
    pairs.detection.push(matching.detection[i])
  })
  for (const row of matching.falsePositives) at(found.frame[row]).fp++
  for (const row of matching.missed) at(truth.frame[row]).fn++
  return [...frames].sort((a, b) => a[0] - b[0]).map(([frame, { fp, fn, ...pairs }]) =>
    ({ frame, ...scores(found, truth, { detection: Int32Array.from(pairs.detection), truth: Int32Array.from(pairs.truth) }, fp, fn) }))
}
