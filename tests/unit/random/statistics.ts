// Statistics that tests of random code share. A deviation is given in standard deviations of what chance alone does.

export interface Moments { mean: number; variance: number; skewness: number; kurtosis: number }

/** Mean, variance, skewness and kurtosis (3 for a normal distribution) of `count` values. */
export function moments(count: number, draw: () => number): Moments {
  const values = Float64Array.from({ length: count }, draw)
  const mean = values.reduce((sum, value) => sum + value, 0) / count
  const central = (power: number): number => values.reduce((sum, value) => sum + (value - mean) ** power, 0) / count
  const variance = central(2)
  return { mean, variance, skewness: central(3) / variance ** 1.5, kurtosis: central(4) / variance ** 2 }
}

/** How many standard errors the mean of `count` values of variance `variance` lies from `expected`. */
export function meanDeviation(mean: number, expected: number, variance: number, count: number): number {
  return Math.abs(mean - expected) / Math.sqrt(variance / count)
}

/**
 * Pearson's chi-square of counts against expected counts, as a standard normal value (Wilson and Hilferty 1931). Large
 * positive values: the counts do not follow the expectation. Bins with an expectation under 5 are joined with the next.
 */
export function chiSquareScore(observed: ArrayLike<number>, expected: ArrayLike<number>): number {
  let [sum, bins, o, e] = [0, 0, 0, 0]
  for (let i = 0; i < observed.length; i++) {
    o += observed[i]
    e += expected[i]
    if (e < 5) continue
    sum += (o - e) ** 2 / e
    bins++
    o = e = 0
  }
  const degrees = bins - 1
  return (Math.cbrt(sum / degrees) - (1 - 2 / (9 * degrees))) / Math.sqrt(2 / (9 * degrees))
}

/** Counts of values in equal bins over [low, high). */
export function histogram(values: ArrayLike<number>, bins: number, low: number, high: number): Float64Array {
  const out = new Float64Array(bins)
  for (let i = 0; i < values.length; i++) {
    const bin = Math.floor(((values[i] - low) / (high - low)) * bins)
    if (bin >= 0 && bin < bins) out[bin]++
  }
  return out
}

/** Largest distance between the cumulative distributions of two samples (Kolmogorov and Smirnov). */
export function cumulativeDistance(a: ArrayLike<number>, b: ArrayLike<number>): number {
  const [first, second] = [Float64Array.from(a).sort(), Float64Array.from(b).sort()]
  let [i, j, largest] = [0, 0, 0]
  while (i < first.length && j < second.length) {
    if (first[i] <= second[j]) i++
    else j++
    largest = Math.max(largest, Math.abs(i / first.length - j / second.length))
  }
  return largest
}
