// Two straight lines without width, parallel or crossing: does a network see two? Its detections' distances from the middle between the
// lines tell whether the gap stays empty; matched ones tell how far they are drawn towards the other line.
import { positions, type Positions } from '../geometry.ts'
import type { EmitterTable, LocalizationTable } from '../localizations/table.ts'
import type { Matching } from '../evaluation/matching.ts'
import type { Sums } from './blocks.ts'

export interface TwoLines {
  centre: readonly [number, number]
  /** Direction of the line half way between the two, radians. */
  direction: number
  length: number
  /** Depth at both ends, nm: −depth … depth. */
  depth: number
  /** Distance of parallel lines, nm; 0 where they cross. */
  distance: number
  /** Angle between crossing lines, radians; 0 where they are parallel. */
  angle: number
}

/** Lines in the middle of a field of view (nm), as long as its border of 450 nm allows, tilted in depth, off the pixel grid's axes. */
export function twoLines(width: number, height: number, { distance = 0, angle = 0 }: { distance?: number; angle?: number }): TwoLines {
  return { centre: [width / 2, height / 2], direction: (27 * Math.PI) / 180, length: 0.72 * Math.min(width, height), depth: 300, distance, angle }
}

/** Molecules on both lines, evenly spread. */
export function moleculesOn(lines: TwoLines, each = 2000): Positions {
  const out = positions(2 * each)
  for (let i = 0; i < 2 * each; i++) {
    const side = i % 2 === 0 ? 1 : -1
    const t = lines.length * (((i >> 1) + 0.5) / each - 0.5)
    const turned = lines.direction + (side * lines.angle) / 2
    const aside = (side * lines.distance) / 2
    out.x[i] = lines.centre[0] + t * Math.cos(turned) - aside * Math.sin(lines.direction)
    out.y[i] = lines.centre[1] + t * Math.sin(turned) + aside * Math.cos(lines.direction)
    out.z[i] = (2 * lines.depth * t) / lines.length
  }
  return out
}

/** Along the middle line, and from it (positive: the side of the first line). */
function coordinates({ centre, direction }: TwoLines, x: number, y: number): { t: number; u: number } {
  const [dx, dy] = [x - centre[0], y - centre[1]]
  const [c, s] = [Math.cos(direction), Math.sin(direction)]
  return { t: dx * c + dy * s, u: dy * c - dx * s }
}

/** Half the distance between the lines at t. */
const half = ({ distance, angle }: TwoLines, t: number): number => distance / 2 + Math.abs(t) * Math.tan(angle / 2)

/** Bins of the lines' distance, nm; parallel lines fill only one. */
export const separationEdges: readonly number[] = [0, 50, 100, 150, 200, 300, 400]

/** The bin of a separation, its lower edge included; -1 beyond the last. */
export const binOf = (separation: number): number => separationEdges.findIndex((_, bin) => bin + 1 < separationEdges.length && separation < separationEdges[bin + 1])

/**
 * Of each block, for each bin of separation: detections in the middle third between the lines' places, detections within a sixth of the
 * separation of either line, matched pairs, Σ of their shift towards the other line (nm), Σ of its square, Σ of the separation.
 */
export function lineBlocks(lines: TwoLines, found: LocalizationTable, truth: EmitterTable, matching: Matching, frames: number, size: number): number[][] {
  const bins = separationEdges.length - 1
  const blocks = Array.from({ length: Math.ceil(frames / size) }, () => new Array<number>(6 * bins).fill(0))
  const at = (frame: number): number[] => blocks[Math.min(blocks.length - 1, Math.floor(frame / size))]
  for (let row = 0; row < found.frame.length; row++) {
    const { t, u } = coordinates(lines, found.x[row], found.y[row])
    const separation = 2 * half(lines, t)
    const bin = binOf(separation)
    if (bin < 0 || Math.abs(t) > lines.length / 2) continue
    if (Math.abs(u) < separation / 6) at(found.frame[row])[6 * bin]++
    else if (Math.abs(Math.abs(u) - separation / 2) < separation / 6) at(found.frame[row])[6 * bin + 1]++
  }
  matching.detection.forEach((d, i) => {
    const row = matching.truth[i]
    const there = coordinates(lines, truth.x[row], truth.y[row])
    const separation = 2 * half(lines, there.t)
    const bin = binOf(separation)
    if (bin < 0 || separation === 0) return
    const inwards = -Math.sign(there.u) * (coordinates(lines, found.x[d], found.y[d]).u - there.u)
    const sums = at(truth.frame[row])
    sums[6 * bin + 2]++
    sums[6 * bin + 3] += inwards
    sums[6 * bin + 4] += inwards * inwards
    sums[6 * bin + 5] += separation
  })
  return blocks.map((sums) => sums.map((value) => Math.round(10 * value) / 10))
}

/** Shift towards the other line, nm, of a bin of separation. */
export function shiftInwards(sums: Sums, bin: number): number {
  return sums[6 * bin + 3] / sums[6 * bin + 2]
}

/** Depth of the valley between the lines: 1 − density in the middle third over that at the lines; 1 if empty, 0 if there is none. */
export function valley(sums: Sums, bin: number): number {
  return 1 - sums[6 * bin] / (sums[6 * bin + 1] / 2)
}

/** Counts of detections by their distance from the middle of parallel lines, bins of 10 nm from −300 to 300. */
export function profile(lines: TwoLines, found: LocalizationTable): number[] {
  const counts = new Array<number>(60).fill(0)
  for (let row = 0; row < found.frame.length; row++) {
    const { t, u } = coordinates(lines, found.x[row], found.y[row])
    const bin = Math.floor((u + 300) / 10)
    if (Math.abs(t) <= lines.length / 2 && bin >= 0 && bin < counts.length) counts[bin]++
  }
  return counts
}
