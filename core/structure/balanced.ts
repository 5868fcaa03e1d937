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
  // Found when the first structure is wanted: a mixture has many parts, and a few windows need few of them.
  let fitted: Weights | undefined
  return (random) => {
    fitted ??= fit(sketch, domain, truth)
    const pool = make(random).draw(POOL, random)
    return fromSeeds(pool, weigh(placed(pool, domain, truth), fitted))
  }
}

/** Where positions lie in the tables of one axis: the lower of the two bin centres around each, and the share of the upper. */
interface Places { bin: Uint8Array; share: Float64Array }

/** What the weights of some positions follow from. */
interface Placed { count: number; inTruth: Uint8Array; places: Record<'x' | 'y' | 'z', Places> }

function placesOf(values: Float32Array, [low, high]: readonly [number, number]): Places {
  const places = { bin: new Uint8Array(values.length), share: new Float64Array(values.length) }
  for (let i = 0; i < values.length; i++) {
    const position = Math.min(BINS - 1, Math.max(0, ((values[i] - low) / (high - low)) * BINS - 0.5))
    const bin = Math.min(BINS - 2, Math.floor(position))
    places.bin[i] = bin
    places.share[i] = position - bin
  }
  return places
}

function placed(pool: Positions, domain: Box, truth: Box): Placed {
  return {
    count: pool.x.length,
    inTruth: Uint8Array.from(pool.x, (x, i) => contains(truth, x, pool.y[i], pool.z[i]) ? 1 : 0),
    places: { x: placesOf(pool.x, domain.x), y: placesOf(pool.y, domain.y), z: placesOf(pool.z, domain.z) },
  }
}

function weigh({ count, inTruth, places }: Placed, { tables, inside }: Weights): Float64Array {
  const out = new Float64Array(count)
  for (let i = 0; i < count; i++) out[i] = inTruth[i] ? inside : 1
  for (const axis of axes) {
    const table = tables[axis]
    const { bin, share } = places[axis]
    for (let i = 0; i < count; i++) out[i] *= table[bin[i]] * (1 - share[i]) + table[bin[i] + 1] * share[i]
  }
  return out
}

const volume = (box: Box): number => extent(box).reduce((product, side) => product * side)

function emptyTables(value: number): Tables {
  return { x: new Float64Array(BINS).fill(value), y: new Float64Array(BINS).fill(value), z: new Float64Array(BINS).fill(value) }
}

function fit(make: Maker, domain: Box, truth: Box): Weights {
  const pools: Placed[] = []
  for (let i = 0; i < REALIZATIONS; i++) {
    const random = new Random(SEED, i)
    pools.push(placed(make(random).draw(THINNED, random), domain, truth))
  }
  const wanted = volume(truth) / volume(domain)
  const weights: Weights = { tables: emptyTables(1), inside: 1 }
  for (let round = 0; round < ROUNDS; round++) adjust(weights, pools, wanted)
  return weights
}

/** One round of proportional fitting. */
function adjust(weights: Weights, pools: readonly Placed[], wanted: number): void {
  const { tables } = weights
  const marginals = emptyTables(0)
  let inside = 0
  for (const pool of pools) {
    const weight = weigh(pool, weights)
    const unit = 1 / (weight.reduce((sum, value) => sum + value, 0) * pools.length)
    for (let i = 0; i < pool.count; i++) if (pool.inTruth[i]) inside += weight[i] * unit
    for (const axis of axes) {
      const { bin, share } = pool.places[axis]
      // Bin centres lie half a bin from the lower edge: past the middle between two of them begins the upper bin.
      for (let i = 0; i < pool.count; i++) marginals[axis][share[i] < 0.5 ? bin[i] : bin[i] + 1] += weight[i] * unit
    }
  }
  const bounded = (factor: number): number => Math.min(2, Math.max(0.5, factor))
  for (const axis of axes) for (let bin = 0; bin < BINS; bin++) tables[axis][bin] *= bounded(1 / (BINS * marginals[axis][bin]))
  if (wanted < 1) weights.inside *= bounded((wanted * (1 - inside)) / (inside * (1 - wanted)))
}
