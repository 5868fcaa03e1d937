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
  // A tile smaller than its halo on either side would be nearly all overlap.
  const smallest = Math.min(longest, Math.max(multiple, roundUp(2 * halo, multiple)))

  let best: Tiling | undefined
  let bestCost = Infinity
  for (let n = 1; ; n++) {
    const edge = roundUp(Math.ceil(longest / n), multiple)
    if (edge < smallest) break
    const tiles: Tile[] = []
    for (const y of cut(paddedHeight, height, edge, multiple, halo)) {
      for (const x of cut(paddedWidth, width, edge, multiple, halo)) {
        tiles.push({
          left: x.from, top: y.from, width: x.size, height: y.size,
          place: { left: x.keep - x.from, top: y.keep - y.from, width: x.kept, height: y.kept, frameLeft: x.keep, frameTop: y.keep, frameWidth: width },
        })
      }
    }
    const largest = Math.max(...tiles.map((tile) => tile.width * tile.height))
    const inputFrames = Math.min(frames + 2, Math.floor(budget_px / largest))
    const fits = inputFrames >= 3
    const framesPerRun = Math.max(1, inputFrames - 2)
    // About half of the work is done once for each input frame, half for each output frame.
    const cost = tiles.reduce((sum, tile) => sum + tile.width * tile.height, 0) * (framesPerRun + 1) / framesPerRun
    if (fits ? cost < bestCost : best === undefined || bestCost === Infinity) {
      best = { paddedWidth, paddedHeight, tiles, framesPerRun }
      if (fits) bestCost = cost
    }
    if (edge === multiple) break
  }
  return best!
}

/** Cuts one axis into parts of about `edge`; `keep` and `kept` say what counts, `from` and `size` what is seen. */
function cut(padded: number, length: number, edge: number, multiple: number, halo: number): { keep: number; kept: number; from: number; size: number }[] {
  const parts = Math.ceil(padded / edge)
  const step = roundUp(Math.ceil(padded / parts), multiple)
  const result = []
  for (let keep = 0; keep < length; keep += step) {
    const from = Math.max(0, keep - halo)
    const end = Math.min(padded, keep + step + halo)
    result.push({ keep, kept: Math.min(step, length - keep), from, size: end - from })
  }
  return result
}
