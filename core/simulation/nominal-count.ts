// How many emitters a structure must show to be as crowded as complete spatial randomness of a given ('nominal') density:
// the mean lateral nearest-neighbour distances agree. Distances are pooled over emitters, frames have Poisson counts, and edge
// effects are those of the field of view on both sides, since both means are found by simulation.
import { StructLocError } from '../errors.ts'
import { contains, extent, type Box, type Positions } from '../geometry.ts'
import { Random } from '../random/random.ts'
import type { Structure } from '../structure/sampling.ts'
import { nearestNeighbours } from './neighbours.ts'

/** Emitters over which a mean is taken: random spread (0.52 for CSR) / √N = 0.3 % of the distance, 0.6 % of the density. */
const POOLED = 40_000
const MOST_FRAMES = 40_000
const SEED = 20260118
/** Bisections of the logarithm of the count. */
const STEPS = 14
const LEAST_COUNT = 0.1

type Draw = (mean: number, random: Random) => Pick<Positions, 'x' | 'y'>

/**
 * Mean nearest-neighbour distance (nm) in frames with on average `count` emitters drawn by `draw`, pooled over emitters;
 * NaN where no frame has two.
 */
function meanDistance(draw: Draw, count: number): number {
  const frames = Math.min(MOST_FRAMES, Math.ceil(POOLED / count))
  let [sum, pooled] = [0, 0]
  for (let frame = 0; frame < frames; frame++) {
    const { x, y } = draw(count, new Random(SEED, frame))
    if (x.length < 2) continue
    for (const distance of nearestNeighbours(x, y)) sum += distance
    pooled += x.length
  }
  return sum / pooled
}

/** Emitters of a structure inside a region, in Poisson numbers. `share`: how many of its molecules lie there. */
function insideOf(structure: Structure, region: Box, share: number): Draw {
  return (mean, random) => {
    const all = structure.draw(random.poisson(mean / share), random)
    const keep = [...all.x.keys()].filter((i) => contains(region, all.x[i], all.y[i], all.z[i]))
    return { x: Float32Array.from(keep, (i) => all.x[i]), y: Float32Array.from(keep, (i) => all.y[i]) }
  }
}

/** Complete spatial randomness in a field of view (nm), in Poisson numbers. */
function randomIn([width, height]: readonly number[]): Draw {
  return (mean, random) => {
    const count = random.poisson(mean)
    const along = (length: number): Float32Array => Float32Array.from({ length: count }, () => random.uniform() * length)
    return { x: along(width), y: along(height) }
  }
}

/** Mean nearest-neighbour distance (nm) of CSR with on average `count` emitters a frame in a field of view of width × height nm. */
export function csrMeanDistance(count: number, width: number, height: number): number {
  return meanDistance(randomIn([width, height]), count)
}

/**
 * The mean number of emitters per frame in `region` at which the structure's mean nearest-neighbour distance is that of CSR of
 * `nominal_perUm2` in the same field of view. `share`: the part of the structure's molecules that lies in the region.
 * Errors: a nominal density at which a frame holds too few emitters to have neighbours.
 */
export function countForNominal(structure: Structure, region: Box, share: number, nominal_perUm2: number): number {
  const [width, height] = extent(region)
  const random = nominal_perUm2 * width * height / 1e6
  const wanted = csrMeanDistance(random, width, height)
  const draw = insideOf(structure, region, share)
  let [low, high] = [LEAST_COUNT, 2 * random]
  if (!(low < high) || !(meanDistance(draw, low) > wanted)) {
    throw new StructLocError('invalid-input',
      `A nominal density of ${nominal_perUm2} per µm² cannot be matched: on average ${random.toPrecision(2)} emitters per frame of ${width / 1000}×${height / 1000} µm are too few to have neighbours. Ask for more, for a larger frame, or for a density by count.`)
  }
  for (let step = 0; step < STEPS; step++) {
    const middle = Math.sqrt(low * high)
    if (meanDistance(draw, middle) > wanted) low = middle
    else high = middle
  }
  return Math.sqrt(low * high)
}
