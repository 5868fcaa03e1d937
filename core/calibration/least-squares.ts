// Weighted least squares by Levenberg and Marquardt (J. SIAM 11, 431, 1963), for fits of a few parameters.

/** The sum of squares at a place, with its normal equations: `matrix` = JᵀWJ (row-major), `gradient` = JᵀW·(data − model). */
export interface Normal {
  cost: number
  matrix: Float64Array
  gradient: Float64Array
}

export interface Solved {
  values: Float64Array
  cost: number
}

/** Solves the symmetric system by Gauss's elimination with scaling; undefined where it is singular. */
export function solveSymmetric(matrix: Float64Array, right: Float64Array): Float64Array | undefined {
  const n = right.length
  const scale = Float64Array.from({ length: n }, (_, i) => 1 / Math.sqrt(matrix[i * n + i] > 0 ? matrix[i * n + i] : 1))
  const rows = Array.from({ length: n }, (_, i) => Float64Array.from({ length: n + 1 }, (_, k) => scale[i] * (k < n ? matrix[i * n + k] * scale[k] : right[i])))
  for (let column = 0; column < n; column++) {
    let pivot = column
    for (let row = column + 1; row < n; row++) if (Math.abs(rows[row][column]) > Math.abs(rows[pivot][column])) pivot = row
    if (!(Math.abs(rows[pivot][column]) > 1e-13)) return undefined
    ;[rows[column], rows[pivot]] = [rows[pivot], rows[column]]
    for (let row = 0; row < n; row++) {
      if (row === column) continue
      const factor = rows[row][column] / rows[column][column]
      for (let k = column; k <= n; k++) rows[row][k] -= factor * rows[column][k]
    }
  }
  return Float64Array.from({ length: n }, (_, i) => (scale[i] * rows[i][n]) / rows[i][i])
}

/** The values at which the sum of squares is least, from `start` on; `most` steps at most. */
export function leastSquares(start: ArrayLike<number>, normalAt: (values: Float64Array) => Normal, most = 30): Solved {
  let values = Float64Array.from(start)
  const n = values.length
  let here = normalAt(values)
  let damping = 1e-3
  for (let step = 0; step < most; step++) {
    const damped = here.matrix.slice()
    for (let i = 0; i < n; i++) damped[i * n + i] *= 1 + damping
    const change = solveSymmetric(damped, here.gradient)
    if (!change || change.some(Number.isNaN)) return { values, cost: here.cost }
    const next = values.map((value, i) => value + change[i])
    const there = normalAt(next)
    if (there.cost <= here.cost) {
      const settled = here.cost - there.cost <= 1e-9 * here.cost
      values = next
      here = there
      damping = Math.max(damping / 5, 1e-9)
      if (settled) break
    } else {
      damping *= 8
      if (damping > 1e9) break
    }
  }
  return { values, cost: here.cost }
}

/** The normal equations of a model without derivatives of its own: differences over `steps`. Unit weights. */
export function byDifferences(data: ArrayLike<number>, model: (values: Float64Array) => Float64Array, steps: readonly number[]): (values: Float64Array) => Normal {
  return (values) => {
    const n = values.length
    const here = model(values)
    const slopes = steps.map((step, k) => {
      const there = model(values.map((value, i) => (i === k ? value + step : value)))
      return there.map((value, i) => (value - here[i]) / step)
    })
    const [matrix, gradient] = [new Float64Array(n * n), new Float64Array(n)]
    let cost = 0
    for (let i = 0; i < here.length; i++) {
      const residual = data[i] - here[i]
      cost += residual * residual
      for (let a = 0; a < n; a++) {
        gradient[a] += slopes[a][i] * residual
        for (let b = 0; b < n; b++) matrix[a * n + b] += slopes[a][i] * slopes[b][i]
      }
    }
    return { cost, matrix, gradient }
  }
}
