// What detections look like beside each other: pair correlation, and triples on a line.
import { rowsByFrame } from '../evaluation/nominal-density.ts'
import type { Matching, Spots } from '../evaluation/matching.ts'

/** Lateral distances (nm) between rows of a frame are counted in bins of this width up to the last. */
export const pairBin = 50
export const pairBins = 20

/** Pairs of rows in the same frame by their lateral distance. The ratio of two such counts is a ratio of pair correlations. */
export function pairCounts(spots: Pick<Spots, 'frame' | 'x' | 'y'>): number[] {
  const counts = new Array<number>(pairBins).fill(0)
  const most = pairBin * pairBins
  for (const rows of rowsByFrame(spots.frame).values()) {
    const sorted = rows.toSorted((a, b) => spots.x[a] - spots.x[b])
    sorted.forEach((a, i) => {
      for (let j = i + 1; j < sorted.length && spots.x[sorted[j]] - spots.x[a] < most; j++) {
        const bin = Math.floor(Math.hypot(spots.x[sorted[j]] - spots.x[a], spots.y[sorted[j]] - spots.y[a]) / pairBin)
        if (bin < pairBins) counts[bin]++
      }
    })
  }
  return counts
}

/** Of a triple, both neighbours are within this distance (nm) and seen under more than this angle. */
const reach = 600
const straight = Math.cos((150 * Math.PI) / 180)

/**
 * Are detections drawn onto lines? Of each block: triples (a matched emitter and its two nearest matched neighbours within 600 nm),
 * those whose true positions lie nearly on a line (over 150°), and those whose detections do. At random a sixth does.
 */
export function lineTriples(found: Spots, truth: Spots, matching: Matching, frames: number, size: number): number[][] {
  const blocks = Array.from({ length: Math.ceil(frames / size) }, () => [0, 0, 0])
  const pairs = rowsByFrame(Int32Array.from(matching.truth, (row) => truth.frame[row]))
  for (const [frame, members] of pairs) {
    const sums = blocks[Math.min(blocks.length - 1, Math.floor(frame / size))]
    for (const one of members) {
      const near = members.filter((other) => other !== one)
        .map((other) => ({ other, distance: Math.hypot(...between(truth, matching.truth, one, other)) }))
        .filter(({ distance }) => distance < reach).sort((a, b) => a.distance - b.distance)
      if (near.length < 2) continue
      const [a, b] = [near[0].other, near[1].other]
      sums[0]++
      if (cosine(between(truth, matching.truth, one, a), between(truth, matching.truth, one, b)) < straight) sums[1]++
      if (cosine(between(found, matching.detection, one, a), between(found, matching.detection, one, b)) < straight) sums[2]++
    }
  }
  return blocks
}

function between(spots: Spots, rows: Int32Array, one: number, other: number): [number, number] {
  return [spots.x[rows[other]] - spots.x[rows[one]], spots.y[rows[other]] - spots.y[rows[one]]]
}

function cosine(a: readonly [number, number], b: readonly [number, number]): number {
  return (a[0] * b[0] + a[1] * b[1]) / (Math.hypot(...a) * Math.hypot(...b))
}
