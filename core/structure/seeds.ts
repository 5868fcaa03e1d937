// A structure made of a finite set of seeds (possible molecule positions), drawn with replacement, with or without weights.
import { axes, positions, type Box, type Positions } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import type { Structure } from './sampling.ts'

/** The seeds that lie in the domain. */
export function inside(seeds: Positions, domain: Box): Positions {
  const keep: number[] = []
  for (let i = 0; i < seeds.x.length; i++) {
    if (axes.every((axis) => seeds[axis][i] >= domain[axis][0] && seeds[axis][i] < domain[axis][1])) keep.push(i)
  }
  const out = positions(keep.length)
  for (const axis of axes) for (let i = 0; i < keep.length; i++) out[axis][i] = seeds[axis][keep[i]]
  return out
}

/** Draws seeds with equal probability, or with the given weights. A structure without seeds draws nothing. */
export function fromSeeds(seeds: Positions, weights?: Float64Array): Structure {
  const total = seeds.x.length
  const cumulative = weights && Float64Array.from(weights)
  if (cumulative) for (let i = 1; i < total; i++) cumulative[i] += cumulative[i - 1]
  const pick = (random: Random): number =>
    cumulative ? firstAbove(cumulative, random.uniform() * cumulative[total - 1]) : random.integer(total)
  return {
    draw(count, random) {
      const out = positions(total === 0 ? 0 : count)
      for (let i = 0; i < out.x.length; i++) {
        const seed = pick(random)
        for (const axis of axes) out[axis][i] = seeds[axis][seed]
      }
      return out
    },
  }
}

/** Index of the first element of an ascending array that exceeds `value`. */
function firstAbove(ascending: Float64Array, value: number): number {
  let [low, high] = [0, ascending.length - 1]
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle] > value) high = middle
    else low = middle + 1
  }
  return low
}
