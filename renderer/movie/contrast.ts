// Grey values of a frame: their histogram, and the limits between which they are shown.

export interface Contrast {
  /** ADU of the look-up table's first and last colour. */
  low: number
  high: number
  /** Exponent of the share in between: below 1 lifts what is faint. */
  gamma: number
}

export interface Histogram {
  /** Least and largest value. */
  least: number
  largest: number
  /** Pixels by value, equal steps from least to largest. */
  counts: Uint32Array
}

/** At most this many pixels are looked at; more change nothing that can be seen. */
const mostPixels = 2 ** 16
/** Shares of pixels below the lower and above the upper limit that auto contrast chooses. */
const autoShares = [0.005, 0.998] as const

/** Evenly spread values of a frame; those that are no number are left out. */
export function sampled(values: ArrayLike<number>): Float32Array {
  // An odd step does not fall on the same columns again and again.
  const step = values.length <= mostPixels ? 1 : Math.ceil(values.length / mostPixels) | 1
  const some = new Float32Array(Math.ceil(values.length / step))
  let count = 0
  for (let i = 0; i < values.length; i += step) if (Number.isFinite(values[i])) some[count++] = values[i]
  return some.subarray(0, count)
}

/** @param values from `sampled` @param range values beyond it count at its ends; that of the values where absent */
export function histogram(values: Float32Array, range = extremes(values), bins = 128): Histogram {
  const counts = new Uint32Array(bins)
  const { least, largest } = range
  const perUnit = bins / (largest - least)
  for (const value of values) counts[Math.min(Math.max(Math.floor((value - least) * perUnit), 0), bins - 1)]++
  return { least, largest, counts }
}

/** Least and largest value; they differ. */
export function extremes(values: Float32Array): { least: number; largest: number } {
  let [least, largest] = [Infinity, -Infinity]
  for (const value of values) {
    if (value < least) least = value
    if (value > largest) largest = value
  }
  return values.length === 0 ? { least: 0, largest: 1 } : { least, largest: largest > least ? largest : least + 1 }
}

/**
 * The part of the values that a histogram is drawn of: the limits with room to drag them on both sides, no more than there is. A few
 * bright pixels would otherwise press everything else to the left edge.
 */
export function histogramRange({ least, largest }: { least: number; largest: number }, { low, high }: Pick<Contrast, 'low' | 'high'>): { least: number; largest: number } {
  const room = high - low
  const [from, to] = [Math.max(Math.min(least, high), low - room), Math.min(Math.max(largest, low + 1e-6), high + room)]
  return { least: Math.min(from, low), largest: Math.max(to, high) }
}

/** Limits that leave out the darkest 0.5 % and the brightest 0.2 % of the pixels. @param values from `sampled` */
export function autoLimits(values: Float32Array): { low: number; high: number } {
  if (values.length === 0) return { low: 0, high: 1 }
  const sorted = values.slice().sort()
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  const [low, high] = [at(autoShares[0]), at(autoShares[1])]
  return { low, high: high > low ? high : low + 1 }
}

/** Share (0 … 1) of the look-up table at which a value is shown. */
export function shown(value: number, { low, high, gamma }: Contrast): number {
  return Math.min(Math.max((value - low) / (high - low), 0), 1) ** gamma
}
