// How frames are cut for the network: a whole frame where memory allows, else tiles that overlap by the network's reach.
import type { TilePlace } from './candidates.ts'

/** A tile: the part of the padded frame that the network sees, and the part of its output that counts. Pixels. */
export interface Tile {
  left: number
  top: number
  width: number
  height: number
  place: TilePlace
}

export interface Tiling {
  /** Size of the frame after padding at the right and the bottom. */
  paddedWidth: number
  paddedHeight: number
  tiles: Tile[]
  /** Output frames of a run. */
  framesPerRun: number
}

/** What of a model's architecture decides the cutting. */
export interface Reach {
  /** Width and height of what the network sees must be multiples of this. */
  multiple: number
  /** Pixels beyond this distance cannot change a pixel's output. */
  halo_px: number
}

/** Tiles are not made smaller than this, nor than twice the halo: they would be nearly all overlap. */
const leastTile_px = 32

const roundUp = (value: number, multiple: number): number => Math.ceil(value / multiple) * multiple

/**
 * Cuts frames of width × height px so that a run over T + 2 input frames has at most `budget_px` pixels (a single tile of
 * the smallest sensible size may have more), at the least cost. Tiles begin at multiples of `multiple` and overlap by the
 * halo; at the frame's own edges they end where the frame ends, so that a tiled frame equals the whole one.
 * @param frames the most output frames a run can have
 */
export function planTiles(width: number, height: number, reach: Reach, frames: number, budget_px: number): Tiling {
  const { multiple } = reach
  const halo = roundUp(reach.halo_px, multiple)
  const paddedWidth = roundUp(width, multiple)
  const paddedHeight = roundUp(height, multiple)
  const longest = Math.max(paddedWidth, paddedHeight)
  const smallest = roundUp(Math.max(leastTile_px, 2 * halo), multiple)

  let best: { xs: Part[]; ys: Part[]; framesPerRun: number } | undefined
  let bestCost = Infinity
  for (let n = 1; ; n++) {
    const edge = Math.max(smallest, roundUp(Math.ceil(longest / n), multiple))
    const xs = cut(paddedWidth, width, edge, multiple, halo)
    const ys = cut(paddedHeight, height, edge, multiple, halo)
    const largest = Math.max(...xs.map((part) => part.size)) * Math.max(...ys.map((part) => part.size))
    const inputFrames = Math.min(frames + 2, Math.floor(budget_px / largest))
    const framesPerRun = Math.max(1, inputFrames - 2)
    // About half of the work is done once for each input frame, half for each output frame.
    const cost = sum(xs) * sum(ys) * (framesPerRun + 1) / framesPerRun
    if (inputFrames >= 3 && cost < bestCost) {
      best = { xs, ys, framesPerRun }
      bestCost = cost
    }
    // Smaller tiles can only cost more once all frames fit; where nothing fits the smallest tiles are the answer.
    if (inputFrames === frames + 2 || edge === smallest) {
      best ??= { xs, ys, framesPerRun }
      break
    }
  }
  const tiles = best.ys.flatMap((y) => best.xs.map((x): Tile => ({
    left: x.from, top: y.from, width: x.size, height: y.size,
    place: { left: x.keep - x.from, top: y.keep - y.from, width: x.kept, height: y.kept, frameLeft: x.keep, frameTop: y.keep, frameWidth: width },
  })))
  return { paddedWidth, paddedHeight, tiles, framesPerRun: best.framesPerRun }
}

/** Part of an axis: `keep` and `kept` say what counts, `from` and `size` what is seen. */
interface Part {
  keep: number
  kept: number
  from: number
  size: number
}

const sum = (parts: Part[]): number => parts.reduce((total, part) => total + part.size, 0)

/** Cuts one axis into parts of about `edge`. */
function cut(padded: number, length: number, edge: number, multiple: number, halo: number): Part[] {
  const parts = Math.ceil(padded / edge)
  const step = roundUp(Math.ceil(padded / parts), multiple)
  const result: Part[] = []
  for (let keep = 0; keep < length; keep += step) {
    const from = Math.max(0, keep - halo)
    const end = Math.min(padded, keep + step + halo)
    result.push({ keep, kept: Math.min(step, length - keep), from, size: end - from })
  }
  return result
}
