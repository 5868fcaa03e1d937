// Distances to the nearest neighbour in the plane: what crowding means here.

/**
 * Lateral distance (nm) of every point to its nearest neighbour; Infinity for a single point. A sweep over the points in order
 * of x, each looking left and right as far as its nearest so far.
 */
export function nearestNeighbours(x: ArrayLike<number>, y: ArrayLike<number>): Float64Array {
  const order = Int32Array.from({ length: x.length }, (_, i) => i).sort((a, b) => x[a] - x[b])
  const out = new Float64Array(x.length).fill(Infinity)
  for (let at = 0; at < order.length; at++) {
    const i = order[at]
    let squared = Infinity
    for (const step of [-1, 1]) {
      for (let other = at + step; other >= 0 && other < order.length; other += step) {
        const dx = x[order[other]] - x[i]
        if (dx * dx >= squared) break
        squared = Math.min(squared, dx * dx + (y[order[other]] - y[i]) ** 2)
      }
    }
    out[i] = Math.sqrt(squared)
  }
  return out
}
