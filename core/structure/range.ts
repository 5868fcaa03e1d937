// Parameters that are drawn anew for every object of a structure, uniformly between two values.
import { z } from 'zod'

/** The schema of `[lowest, highest]` within `least` … `most`; equal values fix the parameter. */
export function rangeWithin(least: number, most: number) {
  const value = z.number().min(least).max(most)
  return z.tuple([value, value]).refine(([low, high]) => low <= high, 'the first value must not exceed the second')
}

export type Range = readonly [low: number, high: number]
