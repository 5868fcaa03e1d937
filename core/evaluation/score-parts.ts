// Scores of parts for plots: blocks of frames, depth, crowding.
import { scoresByCrowding, scoresByDepth, scoresByFrame, type BinScores } from './breakdown.ts'
import { roundDown } from '../rendering/scale.ts'
import type { Compared } from './table-scores.ts'

export interface ScoreParts {
  /** Blocks of frames [low, high). */
  frames: BinScores[]
  /** True z, nm. */
  depth: BinScores[]
  /** Lateral distance of an emitter to the next in its frame, nm; the last bin has no upper end. */
  crowding: BinScores[]
}

const mostBlocks = 40
const crowdingEdges = [0, 100, 200, 300, 400, 600, 800, 1000, 1500, 2500, Infinity]

export function scoreParts({ found, truth, matching }: Compared): ScoreParts {
  return {
    frames: byBlocks({ found, truth, matching }),
    depth: scoresByDepth(found, truth, matching, depthEdges(truth.z)),
    crowding: scoresByCrowding(found, truth, matching, crowdingEdges),
  }
}

function byBlocks({ found, truth, matching }: Compared): BinScores[] {
  const frames = [found.frame, truth.frame].flatMap((column) => (column.length > 0 ? [column.reduce((a, b) => Math.min(a, b)), column.reduce((a, b) => Math.max(a, b))] : []))
  if (frames.length === 0) return []
  const [first, last] = [Math.min(...frames), Math.max(...frames)]
  const size = Math.max(1, Math.ceil((last + 1 - first) / mostBlocks))
  const inBlocks = <T extends { frame: Int32Array }>(table: T): T => ({ ...table, frame: table.frame.map((frame) => Math.floor((frame - first) / size)) })
  return scoresByFrame(inBlocks(found), inBlocks(truth), matching).map(({ frame, ...rest }) =>
    ({ ...rest, low: first + frame * size, high: Math.min(last + 1, first + (frame + 1) * size) }))
}

/** About ten bins of a round height over the depths there are. */
function depthEdges(z: Float32Array): number[] {
  if (z.length === 0) return [0, 1]
  const [low, high] = [z.reduce((a, b) => Math.min(a, b)), z.reduce((a, b) => Math.max(a, b))]
  const step = Math.max(1, roundDown((high - low) / 8 || 1))
  const start = Math.floor(low / step)
  return Array.from({ length: Math.floor(high / step) - start + 2 }, (_, i) => (start + i) * step)
}
