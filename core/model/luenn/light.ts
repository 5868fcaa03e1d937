// Photons of emitters whose places are known, and the background about them: LUENN tells neither. The likeliest for Poisson
// counts, by expectation maximisation (Shepp & Vardi, IEEE Trans. Med. Imaging 1, 113, 1982): every pixel's photons are shared out among
// the emitters and the background in the ratio in which they are expected there. What is found is never negative.
import type { Psf } from '../../psf/psf.ts'

/** A frame in photons; `stride` is the distance of its rows in `photons`. Pixels. */
export interface FrameLight {
  photons: Float32Array
  stride: number
  width: number
  height: number
}

/** nm from the frame's outer corner. */
export interface Place {
  x: number
  y: number
  z: number
}

/** Photons of each emitter, and the background (photons a pixel) where it lies. */
export interface Light {
  photons: Float64Array
  background: Float64Array
}

/** Pixels beyond this distance from an emitter get so little of its light that they need not be looked at. */
const reach_px = 9
/** Of the squares in which the background is even. */
const cell_px = 32
const mostRounds = 40
/** Rounds end when no emitter's photons change by more than this share. */
const settled = 1e-3
/** Keeps ratios finite where nothing is expected. */
const tiny = 1e-6

/** The pixels about an emitter, and which share of its photons each gets. */
interface Window { pixels: Int32Array; shares: Float32Array; total: number }

/** Errors: none; a frame without light gives zeros. */
export function findLight(frame: FrameLight, psf: Psf, places: readonly Place[]): Light {
  const { width, height } = frame
  const counts = new Float32Array(width * height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) counts[row * width + column] = Math.max(0, frame.photons[row * frame.stride + column])
  }
  const reach = Math.min(reach_px, psf.reach_px)
  const windows = places.map((place) => windowOf(psf, place, reach, width, height))
  const cells = cellsOf(width, height)
  const background = darkest(counts, cells)
  const photons = Float64Array.from(windows, (window) => firstGuess(window, counts, background, cells.of))

  const ratio = new Float32Array(width * height)
  for (let round = 0, change = 1; round < mostRounds && change > settled; round++) {
    for (let pixel = 0; pixel < ratio.length; pixel++) ratio[pixel] = background[cells.of[pixel]] + tiny
    for (let i = 0; i < windows.length; i++) {
      const { pixels, shares } = windows[i]
      for (let k = 0; k < pixels.length; k++) ratio[pixels[k]] += photons[i] * shares[k]
    }
    const sums = new Float64Array(background.length)
    for (let pixel = 0; pixel < ratio.length; pixel++) {
      ratio[pixel] = counts[pixel] / ratio[pixel]
      sums[cells.of[pixel]] += ratio[pixel]
    }
    change = 0
    for (let i = 0; i < windows.length; i++) {
      const { pixels, shares, total } = windows[i]
      let sum = 0
      for (let k = 0; k < pixels.length; k++) sum += shares[k] * ratio[pixels[k]]
      if (total === 0) continue
      photons[i] *= sum / total
      change = Math.max(change, Math.abs(sum / total - 1))
    }
    for (let cell = 0; cell < background.length; cell++) {
      background[cell] *= sums[cell] / cells.sizes[cell]
      change = Math.max(change, Math.abs(sums[cell] / cells.sizes[cell] - 1))
    }
  }
  const about = ({ x, y }: Place): number => {
    const [column, row] = [Math.floor(x / psf.pixelSize), Math.floor(y / psf.pixelSize)]
    return background[cells.of[Math.min(height - 1, Math.max(0, row)) * width + Math.min(width - 1, Math.max(0, column))]]
  }
  return { photons, background: Float64Array.from(places, about) }
}

function windowOf(psf: Psf, { x, y, z }: Place, reach: number, frameWidth: number, frameHeight: number): Window {
  const { pixelSize } = psf
  const [column, row] = [Math.floor(x / pixelSize), Math.floor(y / pixelSize)]
  const [left, top] = [Math.max(0, column - reach), Math.max(0, row - reach)]
  const width = Math.max(0, Math.min(frameWidth, column + reach + 1) - left)
  const height = Math.max(0, Math.min(frameHeight, row + reach + 1) - top)
  const shares = new Float32Array(width * height)
  psf.add(shares, width, height, x - left * pixelSize, y - top * pixelSize, z, 1)
  const pixels = Int32Array.from(shares, (_, k) => (top + Math.floor(k / width)) * frameWidth + left + (k % width))
  return { pixels, shares, total: shares.reduce((sum, share) => sum + share, 0) }
}

/** Least squares over an emitter's own window, as if it were alone. */
function firstGuess({ pixels, shares }: Window, counts: Float32Array, background: Float64Array, cell: Int32Array): number {
  let [over, squares] = [0, 0]
  for (let k = 0; k < pixels.length; k++) {
    over += shares[k] * (counts[pixels[k]] - background[cell[pixels[k]]])
    squares += shares[k] ** 2
  }
  return squares > 0 ? Math.max(1, over / squares) : 0
}

interface Cells {
  /** The cell of each pixel. */
  of: Int32Array
  /** Pixels of each cell. */
  sizes: Float64Array
}

/** A frame in squares of about `cell_px`. */
function cellsOf(width: number, height: number): Cells {
  const [columns, rows] = [width, height].map((length) => Math.max(1, Math.round(length / cell_px)))
  const of = new Int32Array(width * height)
  const sizes = new Float64Array(columns * rows)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const cell = Math.floor((row * rows) / height) * columns + Math.floor((column * columns) / width)
      of[row * width + column] = cell
      sizes[cell]++
    }
  }
  return { of, sizes }
}

/** The value that a third of each cell's pixels stays under: near the background where emitters are few. */
function darkest(counts: Float32Array, { of, sizes }: Cells): Float64Array {
  const lists = Array.from(sizes, (size) => new Float32Array(size))
  const filled = new Int32Array(sizes.length)
  counts.forEach((count, pixel) => { lists[of[pixel]][filled[of[pixel]]++] = count })
  return Float64Array.from(lists, (list) => Math.max(1e-3, list.sort()[Math.floor(list.length / 3)]))
}
