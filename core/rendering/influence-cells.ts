// Prior influence by place: the field of view in square cells.
import { viewSize, type View } from './image.ts'

export interface InfluenceCells {
  /** Share of a cell's rows without a partner or farther from it than the limit; NaN in cells with too few rows. */
  share: Float32Array
  /** Mean distance in σ, no partner and larger distances counted as `most`. */
  mean: Float32Array
  counts: Uint32Array
}

/**
 * Cells of edge `view.pixel`. Rows whose value is NaN are left out.
 * @param limit σ from which on the priors disagree; @param least rows a cell must have; @param most the largest distance that counts, σ
 */
export function influenceCells(
  { x, y }: { x: ArrayLike<number>; y: ArrayLike<number> }, values: Float32Array, view: View,
  { limit, least = 3, most = 10, rows }: { limit: number; least?: number; most?: number; rows?: ArrayLike<number> | undefined },
): InfluenceCells {
  const { width, height } = viewSize(view)
  const [share, mean, counts] = [new Float32Array(width * height), new Float32Array(width * height), new Uint32Array(width * height)]
  const length = rows ? rows.length : values.length
  for (let i = 0; i < length; i++) {
    const row = rows ? rows[i] : i
    const value = values[row]
    const [column, line] = [Math.floor((x[row] - view.x[0]) / view.pixel), Math.floor((y[row] - view.y[0]) / view.pixel)]
    if (Number.isNaN(value) || !(column >= 0 && line >= 0 && column < width && line < height)) continue
    const cell = line * width + column
    counts[cell]++
    if (value > limit) share[cell]++
    mean[cell] += Math.min(value, most)
  }
  for (let cell = 0; cell < counts.length; cell++) {
    share[cell] = counts[cell] >= least ? share[cell] / counts[cell] : NaN
    mean[cell] = counts[cell] >= least ? mean[cell] / counts[cell] : NaN
  }
  return { share, mean, counts }
}
