// Candidate pixels: the few pixels of a frame in which the network sees something. Decoders work from these alone, so
// that little crosses the border of the inference process and stitching tiles is putting lists together.
import type { FrameMaps } from './maps.ts'
import { mixtureLayout, type OutputLayout } from './output-layout.ts'

/** Pixels of a mixture network whose detection probability does not exceed this are never candidates. */
export const candidateFloor = mixtureLayout.floor

/** Candidate pixels of one frame, in any order. Pixels are those of the network's output: LUENN's are finer than the camera's. */
export interface Candidates {
  /** Of the whole frame, px. */
  width: number
  height: number
  /** row · width + column of each candidate. */
  pixel: Int32Array
  /** The values of each candidate one after another: ten in the order of `mapChannels`, or LUENN's two. */
  values: Float32Array
}

/** Candidates of several frames: those of frame t are `starts[t]` … `starts[t + 1] - 1`. */
export interface CandidateRun {
  starts: Int32Array
  pixel: Int32Array
  values: Float32Array
}

/** Which part of a tile counts, and where it lies in its frame. All in pixels of the camera. */
export interface TilePlace {
  /** Part of the tile to keep. */
  left: number
  top: number
  width: number
  height: number
  /** Where the top-left pixel of that part lies in the frame, and the frame's width. */
  frameLeft: number
  frameTop: number
  frameWidth: number
}

/**
 * Candidates of a network's output.
 * @param maps [frames, channels, height · upsampling, width · upsampling], row-major
 * @param width,height of the tile in pixels of the camera
 * @param place the part to keep; pixel numbers in the result are those of the frame, as fine as the output
 */
export function pickRun(
  maps: Float32Array, frames: number, width: number, height: number, place: TilePlace, floor = candidateFloor, layout: OutputLayout = mixtureLayout,
): CandidateRun {
  const { channels, upsampling: fine, vector } = layout
  const wide = width * fine
  const plane = wide * height * fine
  const [left, top, right, bottom] = [place.left, place.top, place.left + place.width, place.top + place.height].map((edge) => edge * fine)
  const starts = new Int32Array(frames + 1)
  let found = new Int32Array(1024)
  let count = 0
  for (let t = 0; t < frames; t++) {
    const base = t * channels * plane
    for (let row = top; row < bottom; row++) {
      const line = base + row * wide
      for (let i = line + left; i < line + right; i++) {
        if (vector ? !(maps[i] * maps[i] + maps[i + plane] * maps[i + plane] > floor * floor) : !(maps[i] > floor)) continue
        if (count === found.length) {
          const larger = new Int32Array(2 * count)
          larger.set(found)
          found = larger
        }
        found[count++] = i - base
      }
    }
    starts[t + 1] = count
  }
  const pixel = new Int32Array(count)
  const values = new Float32Array(count * channels)
  for (let t = 0; t < frames; t++) {
    const base = t * channels * plane
    for (let n = starts[t]; n < starts[t + 1]; n++) {
      const at = found[n]
      const row = Math.floor(at / wide)
      const column = at - row * wide
      pixel[n] = (row - top + place.frameTop * fine) * place.frameWidth * fine + column - left + place.frameLeft * fine
      for (let c = 0; c < channels; c++) values[n * channels + c] = maps[base + c * plane + at]
    }
  }
  return { starts, pixel, values }
}

/** Candidates of one frame's dense maps. */
export function pickCandidates(maps: FrameMaps, floor = candidateFloor, layout: OutputLayout = mixtureLayout): Candidates {
  const [width, height] = [maps.width / layout.upsampling, maps.height / layout.upsampling]
  const place = { left: 0, top: 0, width, height, frameLeft: 0, frameTop: 0, frameWidth: width }
  const { pixel, values } = pickRun(maps.data, 1, width, height, place, floor, layout)
  return { width: maps.width, height: maps.height, pixel, values }
}

/** Frame t of several runs over the tiles of the same frames of width × height camera pixels, put together. */
export function stitchFrame(tiles: readonly CandidateRun[], t: number, width: number, height: number, { channels, upsampling }: OutputLayout = mixtureLayout): Candidates {
  let count = 0
  for (const tile of tiles) count += tile.starts[t + 1] - tile.starts[t]
  const pixel = new Int32Array(count)
  const values = new Float32Array(count * channels)
  let at = 0
  for (const tile of tiles) {
    const [first, end] = [tile.starts[t], tile.starts[t + 1]]
    pixel.set(tile.pixel.subarray(first, end), at)
    values.set(tile.values.subarray(first * channels, end * channels), at * channels)
    at += end - first
  }
  return { width: width * upsampling, height: height * upsampling, pixel, values }
}
