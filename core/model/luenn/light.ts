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
export const lightReach_px = 9
/** Of the squares in which the background is even. */
const cell_px = 32
const rounds = 40

interface Window { left: number; top: number; width: number; height: number; shares: Float32Array; total: number }

/** Errors: none; a frame without light gives zeros. */
export function findLight(frame: FrameLight, psf: Psf, places: readonly Place[]): Light {
  const { width, height } = frame
  const counts = new Float32Array(width * height)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) counts[row * width + column] = Math.max(0, frame.photons[row * frame.stride + column])
  }
  const reach = Math.min(lightReach_px, psf.reach_px)
  const windows = places.map((place) => windowOf(psf, place, reach, width, height))
  const cells = new Cells(width, height)
  const background = cells.darkest(counts)
  const photons = Float64Array.from(windows, (window) => firstGuess(window, counts, width, (column, row) => background[cells.at(column, row)]))

  const expected = new Float32Array(width * height)
  const fewest = 1e-6
  for (let round = 0; round < rounds; round++) {
    for (let row = 0; row < height; row++) for (let column = 0; column < width; column++) expected[row * width + column] = background[cells.at(column, row)] + fewest
    windows.forEach((window, i) => each(window, width, (pixel, share) => { expected[pixel] += photons[i] * share }))
    for (let pixel = 0; pixel < counts.length; pixel++) expected[pixel] = counts[pixel] / expected[pixel]
    windows.forEach((window, i) => {
      let sum = 0
      each(window, width, (pixel, share) => { sum += share * expected[pixel] })
      if (window.total > 0) photons[i] *= sum / window.total
    })
    cells.means(expected).forEach((ratio, cell) => { background[cell] *= ratio })
  }
  return { photons, background: Float64Array.from(places, ({ x, y }) => background[cells.at(x / psf.pixelSize, y / psf.pixelSize)]) }
}

/** The pixels about an emitter, and which share of its photons each gets. */
function windowOf(psf: Psf, { x, y, z }: Place, reach: number, frameWidth: number, frameHeight: number): Window {
  const { pixelSize } = psf
  const [column, row] = [Math.floor(x / pixelSize), Math.floor(y / pixelSize)]
  const [left, top] = [Math.max(0, column - reach), Math.max(0, row - reach)]
  const width = Math.max(0, Math.min(frameWidth, column + reach + 1) - left)
  const height = Math.max(0, Math.min(frameHeight, row + reach + 1) - top)
  const shares = new Float32Array(width * height)
  psf.add(shares, width, height, x - left * pixelSize, y - top * pixelSize, z, 1)
  return { left, top, width, height, shares, total: shares.reduce((sum, share) => sum + share, 0) }
}

/** Least squares over an emitter's own window, as if it were alone. */
function firstGuess(window: Window, counts: Float32Array, frameWidth: number, background: (column: number, row: number) => number): number {
  let [over, squares] = [0, 0]
  each(window, frameWidth, (pixel, share) => {
    over += share * (counts[pixel] - background(pixel % frameWidth, Math.floor(pixel / frameWidth)))
    squares += share * share
  })
  return squares > 0 ? Math.max(1, over / squares) : 0
}

function each({ left, top, width, height, shares }: Window, frameWidth: number, visit: (pixel: number, share: number) => void): void {
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) visit((top + row) * frameWidth + left + column, shares[row * width + column])
  }
}

/** A frame in squares of about `cell_px`. */
class Cells {
  private readonly columns: number
  private readonly rows: number
  private readonly width: number
  private readonly height: number

  constructor(width: number, height: number) {
    this.width = width
    this.height = height
    this.columns = Math.max(1, Math.round(width / cell_px))
    this.rows = Math.max(1, Math.round(height / cell_px))
  }

  /** The cell of a place in pixels; places outside the frame belong to its outermost cells. */
  at(column: number, row: number): number {
    const across = Math.min(this.columns - 1, Math.max(0, Math.floor((column * this.columns) / this.width)))
    const down = Math.min(this.rows - 1, Math.max(0, Math.floor((row * this.rows) / this.height)))
    return down * this.columns + across
  }

  means(values: Float32Array): Float64Array {
    const sums = new Float64Array(this.columns * this.rows)
    const counts = new Float64Array(this.columns * this.rows)
    for (let pixel = 0; pixel < values.length; pixel++) {
      const cell = this.at(pixel % this.width, Math.floor(pixel / this.width))
      sums[cell] += values[pixel]
      counts[cell]++
    }
    return sums.map((sum, cell) => sum / counts[cell])
  }

  /** The value that a third of each cell's pixels stays under: near the background where emitters are few. */
  darkest(values: Float32Array): Float64Array {
    const lists = Array.from({ length: this.columns * this.rows }, (): number[] => [])
    for (let pixel = 0; pixel < values.length; pixel++) lists[this.at(pixel % this.width, Math.floor(pixel / this.width))].push(values[pixel])
    return Float64Array.from(lists, (list) => Math.max(1e-3, Float64Array.from(list).sort()[Math.floor(list.length / 3)]))
  }
}
