// Candidate pixels: the few pixels of a frame in which the network sees something. Decoders work from these alone, so
// that little crosses the border of the inference process and stitching tiles is putting lists together.
import { mapChannelCount } from './maps.ts'
import type { FrameMaps } from './maps.ts'

/** Pixels whose detection probability does not exceed this are never candidates. Decoders use higher limits. */
export const candidateFloor = 0.02

/** Candidate pixels of one frame, in any order. */
export interface Candidates {
  /** Of the whole frame, px. */
  width: number
  height: number
  /** row · width + column of each candidate. */
  pixel: Int32Array
  /** The ten values of each candidate one after another, in the order of `mapChannels`. */
  values: Float32Array
}

/** Candidates of several frames: those of frame t are `starts[t]` … `starts[t + 1] - 1`. */
export interface CandidateRun {
  starts: Int32Array
  pixel: Int32Array
  values: Float32Array
}

/** Which part of a tile counts, and where it lies in its frame. All in pixels. */
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
 * @param maps [frames, 10, height, width], row-major, channels as in `mapChannels`
 * @param place the part to keep; pixel numbers in the result are those of the frame
 */
export function pickRun(maps: Float32Array, frames: number, width: number, height: number, place: TilePlace, floor = candidateFloor): CandidateRun {
  const plane = width * height
  const starts = new Int32Array(frames + 1)
  let found = new Int32Array(1024)
  let count = 0
  for (let t = 0; t < frames; t++) {
    const base = t * mapChannelCount * plane
    for (let row = place.top; row < place.top + place.height; row++) {
      const line = base + row * width
      for (let i = line + place.left; i < line + place.left + place.width; i++) {
        if (!(maps[i] > floor)) continue
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
  const values = new Float32Array(count * mapChannelCount)
  for (let t = 0; t < frames; t++) {
    const base = t * mapChannelCount * plane
    for (let n = starts[t]; n < starts[t + 1]; n++) {
      const at = found[n]
      const row = Math.floor(at / width)
      pixel[n] = (row - place.top + place.frameTop) * place.frameWidth + (at - row * width) - place.left + place.frameLeft
      for (let c = 0; c < mapChannelCount; c++) values[n * mapChannelCount + c] = maps[base + c * plane + at]
    }
  }
  return { starts, pixel, values }
}

/** Candidates of one frame's dense maps. */
export function pickCandidates(maps: FrameMaps, floor = candidateFloor): Candidates {
  const { width, height } = maps
  const place = { left: 0, top: 0, width, height, frameLeft: 0, frameTop: 0, frameWidth: width }
  const { pixel, values } = pickRun(maps.data, 1, width, height, place, floor)
  return { width, height, pixel, values }
}

/** Frame t of several runs over the tiles of the same frames, put together. */
export function stitchFrame(tiles: readonly CandidateRun[], t: number, width: number, height: number): Candidates {
  let count = 0
  for (const tile of tiles) count += tile.starts[t + 1] - tile.starts[t]
  const pixel = new Int32Array(count)
  const values = new Float32Array(count * mapChannelCount)
  let at = 0
  for (const tile of tiles) {
    const [first, end] = [tile.starts[t], tile.starts[t + 1]]
    pixel.set(tile.pixel.subarray(first, end), at)
    values.set(tile.values.subarray(first * mapChannelCount, end * mapChannelCount), at * mapChannelCount)
    at += end - first
  }
  return { width, height, pixel, values }
}
