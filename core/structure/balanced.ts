// Equal marginals: seeds of a structure are drawn with weights wx(x)·wy(y)·wz(z) such that x, y and z are each uniform over the
// domain on average over structures, as under complete spatial randomness. A helix, for one, piles up depth at its turning
// points; without this the arms of a comparison would differ in their depth distribution. A fourth weight holds for the region
// that counts as truth, so that it gets the share of emitters that its volume says. The weights are found by
// iterative proportional fitting over a fixed set of realizations, each normalised by itself as when it is drawn from.
import { axes, contains, extent, type Box, type Positions } from '../geometry.ts'
import { Random } from '../random/random.ts'
import type { Structure } from './sampling.ts'
import { fromSeeds } from './seeds.ts'

const BINS = 24
const REALIZATIONS = 1500
const THINNED = 120
const ROUNDS = 40
/** Seeds of which a balanced structure's molecules are drawn. */
const POOL = 3000
const SEED = 20260117

type Tables = Record<'x' | 'y' | 'z', Float64Array>

interface Weights {
  domain: Box
  truth: Box
  tables: Tables
  /** Factor of seeds inside the truth region. */
  inside: number
}

type Maker = (random: Random) => Structure

/**
 * Wraps a maker of structures: those it makes have uniform marginals over the domain on average. `sketch` makes the same
 * structures with fewer seeds; the weights are found with it. `truth`: the part of the domain whose emitters are targets.
 */
export function balanced(make: Maker, sketch: Maker, domain: Box, truth: Box): Maker {
  const fitted = fit(sketch, domain, truth)
  return (random) => {
    const pool = make(random).draw(POOL, random)
    return fromSeeds(pool, weigh(pool, fitted))
  }
}

/** Place of a value among bin centres: the lower bin and the share of the upper. */
function place(value: number, [low, high]: readonly [number, number]): { bin: number; share: number } {
  const position = Math.min(BINS - 1, Math.max(0, ((value - low) / (high - low)) * BINS - 0.5))
  const bin = Math.min(BINS - 2, Math.floor(position))
  return { bin, share: position - bin }
}

function weigh(pool: Positions, { domain, truth, tables, inside }: Weights): Float64Array {
  const out = new Float64Array(pool.x.length)
  for (let i = 0; i < out.length; i++) out[i] = contains(truth, pool.x[i], pool.y[i], pool.z[i]) ? inside : 1
  for (const axis of axes) {
    const table = tables[axis]
    for (let i = 0; i < out.length; i++) {
      const { bin, share } = place(pool[axis][i], domain[axis])
      out[i] *= table[bin] * (1 - share) + table[bin + 1] * share
    }
  }
  return out
}

const volume = (box: Box): number => extent(box).reduce((product, side) => product * side)

function emptyTables(value: number): Tables {
  return { x: new Float64Array(BINS).fill(value), y: new Float64Array(BINS).fill(value), z: new Float64Array(BINS).fill(value) }
}

function fit(make: Maker, domain: Box, truth: Box): Weights {
  const pools: Positions[] = []
  for (let i = 0; i < REALIZATIONS; i++) {
    const random = new Random(SEED, i)
    pools.push(make(random).draw(THINNED, random))
  }
  const wanted = volume(truth) / volume(domain)
  const weights: Weights = { domain, truth, tables: emptyTables(1), inside: 1 }
  for (let round = 0; round < ROUNDS; round++) adjust(weights, pools, wanted)
  return weights
}

/** One round of proportional fitting. */
function adjust(weights: Weights, pools: readonly Positions[], wanted: number): void {
  const { domain, truth, tables } = weights
  const marginals = emptyTables(0)
  let inside = 0
  for (const pool of pools) {
    const weight = weigh(pool, weights)
    const unit = 1 / (weight.reduce((sum, value) => sum + value, 0) * pools.length)
    for (let i = 0; i < weight.length; i++) {
      if (contains(truth, pool.x[i], pool.y[i], pool.z[i])) inside += weight[i] * unit
      for (const axis of axes) {
        const [low, high] = domain[axis]
        const bin = Math.min(BINS - 1, Math.floor(((pool[axis][i] - low) / (high - low)) * BINS))
        marginals[axis][bin] += weight[i] * unit
      }
    }
  }
  const bounded = (factor: number): number => Math.min(2, Math.max(0.5, factor))
  for (const axis of axes) for (let bin = 0; bin < BINS; bin++) tables[axis][bin] *= bounded(1 / (BINS * marginals[axis][bin]))
  if (wanted < 1) weights.inside *= bounded((wanted * (1 - inside)) / (inside * (1 - wanted)))
}
