// The error function by cubic Hermite interpolation of a table (error under 1e-9): fast enough for every pixel edge.

const STEPS = 64
const LIMIT = 6

const table = /* @__PURE__ */ (() => {
  const values = new Float64Array(STEPS * LIMIT + 2)
  for (let i = 0; i < values.length; i++) values[i] = exactErf(i / STEPS)
  return values
})()

const slopes = /* @__PURE__ */ (() =>
  Float64Array.from(table, (_, i) => (2 / Math.sqrt(Math.PI)) * Math.exp(-((i / STEPS) ** 2)) / STEPS))()

/** erf(x) by Kummer's series erf x = 2/√π · e^(−x²) · Σ 2ⁿ x^(2n+1) / (2n+1)!! (all terms positive: no cancellation). */
function exactErf(x: number): number {
  let term = x
  let sum = x
  for (let n = 1; term > sum * 1e-17; n++) {
    term *= (2 * x * x) / (2 * n + 1)
    sum += term
  }
  return Math.min(1, (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum)
}

/** The error function, to 1e-9. */
export function erf(x: number): number {
  const a = x < 0 ? -x : x
  if (a >= LIMIT) return x < 0 ? -1 : 1
  const position = a * STEPS
  const i = position | 0
  const t = position - i
  const s = 1 - t
  const value = s * s * ((1 + 2 * t) * table[i] + t * slopes[i]) + t * t * ((1 + 2 * s) * table[i + 1] - s * slopes[i + 1])
  return x < 0 ? -value : value
}
