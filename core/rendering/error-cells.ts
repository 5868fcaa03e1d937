// Errors of matched detections by place: the field of view in square cells, a value each.
import type { Positions } from '../geometry.ts'
import { viewSize, type View } from './image.ts'

export interface Pairs {
  found: Positions
  truth: Positions
  /** found row and truth row of each pair. */
  detection: ArrayLike<number>
  target: ArrayLike<number>
}

/**
 * √(mean squared error) of the pairs in each cell (cells of edge `view.pixel`, by the true position), laterally or axially, nm.
 * Cells with fewer than `least` pairs have none (NaN).
 */
export function errorCells({ found, truth, detection, target }: Pairs, view: View, direction: 'lateral' | 'axial', least = 3): Float32Array {
  const { width, height } = viewSize(view)
  const sums = new Float32Array(width * height)
  const counts = new Uint32Array(width * height)
  for (let i = 0; i < detection.length; i++) {
    const [d, t] = [detection[i], target[i]]
    const column = Math.floor((truth.x[t] - view.x[0]) / view.pixel)
    const row = Math.floor((truth.y[t] - view.y[0]) / view.pixel)
    if (column < 0 || row < 0 || column >= width || row >= height) continue
    const cell = row * width + column
    counts[cell]++
    sums[cell] += direction === 'axial' ? (found.z[d] - truth.z[t]) ** 2 : (found.x[d] - truth.x[t]) ** 2 + (found.y[d] - truth.y[t]) ** 2
  }
  return sums.map((sum, cell) => (counts[cell] >= least ? Math.sqrt(sum / counts[cell]) : NaN))
}
