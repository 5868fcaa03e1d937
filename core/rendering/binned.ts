// Frames with fewer pixels, for views that have no place for all of them.

type Values = Uint16Array | Float32Array

/** Pixels of a side, `binning` of which become one; the last may stand for fewer. */
export const binnedSide = (pixels: number, binning: number): number => Math.ceil(pixels / binning)

/**
 * Means of `binning`×`binning` pixels each. In whole numbers where the values are, rounded to the nearest.
 * @param values frames of width × height pixels one after another, row-major
 * @param into takes them where it is given: of the same type and just as large
 * @returns as many frames of ⌈width/binning⌉ × ⌈height/binning⌉ pixels
 */
export function binnedFrames(values: Values, width: number, height: number, binning: number, into?: Values): Values {
  if (binning === 1 && !into) return values
  const [columns, rows] = [binnedSide(width, binning), binnedSide(height, binning)]
  const frames = values.length / (width * height)
  const means = into ?? (values instanceof Uint16Array ? new Uint16Array(frames * rows * columns) : new Float32Array(frames * rows * columns))
  /** Added before the fraction is cut off. */
  const half = values instanceof Uint16Array ? 0.5 : 0
  const full = Math.floor(width / binning)
  const sums = new Float64Array(columns)
  for (let row = 0; row < frames * rows; row++) {
    const [frame, first] = [Math.floor(row / rows), (row % rows) * binning]
    const high = Math.min(binning, height - first)
    const start = (frame * height + first) * width
    const to = row * columns
    if (binning === 2 && high === 2 && full === columns) {
      // The commonest one is written out: it takes a third of the time so.
      for (let column = 0, at = start, below = start + width; column < full; column++, at += 2, below += 2) {
        means[to + column] = 0.25 * (values[at] + values[at + 1] + values[below] + values[below + 1]) + half
      }
      continue
    }
    sums.fill(0)
    for (let j = 0; j < high; j++) addLine(sums, values, start + j * width, full, width, binning)
    for (let column = 0; column < columns; column++) means[to + column] = sums[column] / ((column < full ? binning : width - full * binning) * high) + half
  }
  return means
}

/** Adds a line of pixels, from `start` on, to the sums of its columns. */
function addLine(sums: Float64Array, values: Values, start: number, full: number, width: number, binning: number): void {
  let at = start
  for (let column = 0; column < full; column++) {
    let sum = 0
    for (const end = at + binning; at < end; at++) sum += values[at]
    sums[column] += sum
  }
  for (const end = start + width; at < end; at++) sums[full] += values[at]
}
