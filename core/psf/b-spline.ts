// The uniform cubic B-spline: the weights of the four knots about a place, for values and for derivatives
// (de Boor, A Practical Guide to Splines, 1978).

/** Fills `out` with the weights of the knots −1, 0, 1 and 2 at the place 0 ≤ t ≤ 1 between knots 0 and 1. */
export function splineWeights(out: Float64Array, t: number): void {
  const s = 1 - t
  out[0] = (s * s * s) / 6
  out[1] = 2 / 3 - t * t * (1 - t / 2)
  out[2] = 2 / 3 - s * s * (1 - s / 2)
  out[3] = (t * t * t) / 6
}

/** The derivatives of those weights by t. */
export function splineSlopes(out: Float64Array, t: number): void {
  const s = 1 - t
  out[0] = (-s * s) / 2
  out[1] = t * (1.5 * t - 2)
  out[2] = -s * (1.5 * s - 2)
  out[3] = (t * t) / 2
}
