// Round numbers for scale bars, axes and legends: 1, 2 or 5 times a power of ten.

/** The largest 1-2-5 number that is at most `limit` (> 0). */
export function roundDown(limit: number): number {
  const power = 10 ** Math.floor(Math.log10(limit) + 1e-9)
  const digit = limit / power
  return power * (digit >= 5 - 1e-9 ? 5 : digit >= 2 - 1e-9 ? 2 : 1)
}

/** Round values within [low, high], at most `most` of them, in steps of a 1-2-5 number. */
export function ticks([low, high]: readonly [number, number], most = 6): number[] {
  if (!(high > low)) return [low]
  let step = roundDown((high - low) / most)
  while (Math.floor(high / step + 1e-9) - Math.ceil(low / step - 1e-9) + 1 > most) step = nextRound(step)
  const first = Math.ceil(low / step - 1e-9)
  const count = Math.floor(high / step + 1e-9) - first + 1
  // Numbers such as 0.1 · 3 are rounded to the digits of the step; + 0 turns −0 into 0.
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9))
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toFixed(digits)) + 0)
}

function nextRound(step: number): number {
  return roundDown(step * 2.5)
}

/** Length (nm) of a scale bar of at most `share` of the picture's width, and its text. */
export function scaleBar(width_nm: number, share = 0.25): { length: number; share: number; label: string } {
  const length = roundDown(width_nm * share)
  return { length, share: length / width_nm, label: length >= 1000 ? `${length / 1000} µm` : `${length} nm` }
}
