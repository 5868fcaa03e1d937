// In training every kind of structure fills the domain like complete spatial randomness does on average: x, y and z are uniform,
// and the region of the targets gets the share of its volume.
import { beforeAll, describe, expect, it } from 'vitest'
import { contains, type Box } from '../../../core/geometry.ts'
import { Random } from '../../../core/random/random.ts'
import { broadMixture } from '../../../core/structure/broad-mixture.ts'
import { createSampling, structureKinds } from '../../../core/structure/registry.ts'
import { mean, variance } from '../../fixtures/statistics.ts'

const truth: Box = { x: [0, 4000], y: [0, 4000], z: [-750, 750] }
const domain: Box = { x: [-800, 4800], y: [-800, 4800], z: [-850, 850] }
const STRUCTURES = 700
const DRAWN = 30
const BINS = 8

/** Kinds with fewer molecules than by default: what is tested does not depend on their number. */
const samplings = [
  { kind: 'vesicles', seeds_perUm2: 200 },
  { kind: 'sheet', seeds_perUm2: 60 },
  { kind: 'clusters' },
  { kind: 'nuclear-pores' },
  { kind: 'mitochondria', seeds_perUm2: 80 },
  { kind: 'actin-mesh', seeds_perUm: 8 },
  { kind: 'crossings', seeds_perUm: 80 },
  { kind: 'parallel-filaments', seeds_perUm: 80 },
]

/** How far a mean over structures is from what it should be, beyond 8 % of it, in standard errors. */
function excess(values: readonly number[], expected: number): number {
  return Math.max(0, Math.abs(mean(values) - expected) - 0.08 * expected) / Math.sqrt(variance(values) / values.length)
}

describe.each(samplings.map((sampling) => [sampling.kind, sampling] as const))('%s with equal marginals', (_, sampling) => {
  const shares = { x: [] as number[][], y: [] as number[][], z: [] as number[][] }
  const inside: number[] = []

  beforeAll(() => {
    const make = createSampling(sampling, domain, { balanced: truth })
    for (let i = 0; i < STRUCTURES; i++) {
      const random = new Random(91, i)
      const places = make(random).draw(DRAWN, random)
      for (const axis of ['x', 'y', 'z'] as const) {
        const [low, high] = domain[axis]
        const counts = Array.from({ length: BINS }, () => 0)
        for (const value of places[axis]) counts[Math.floor(((value - low) / (high - low)) * BINS)] += 1 / DRAWN
        shares[axis].push(counts)
      }
      inside.push(places.x.filter((x, k) => contains(truth, x, places.y[k], places.z[k])).length / DRAWN)
    }
  })

  it.each(['x', 'y', 'z'] as const)('%s is uniform over the domain in every eighth', (axis) => {
    for (let bin = 0; bin < BINS; bin++) expect(excess(shares[axis].map((counts) => counts[bin]), 1 / BINS)).toBeLessThan(3.5)
  })

  it('the region of the targets gets the share of its volume', () => {
    expect(excess(inside, (4000 * 4000 * 1500) / (5600 * 5600 * 1700))).toBeLessThan(3.5)
  })
})

describe('the broad mixture', () => {
  it('contains every kind that needs no file, with shares that add up to 100 %', () => {
    const parts = broadMixture.parts as { weight: number; sampling: { kind: string } }[]
    expect(parts.map(({ sampling }) => sampling.kind).toSorted()).toEqual(structureKinds.map(({ name }) => name).filter((name) => name !== 'points' && name !== 'mixture').toSorted())
    expect(parts.reduce((sum, { weight }) => sum + weight, 0)).toBe(100)
  })

  it('can be drawn from as in training', () => {
    const make = createSampling(broadMixture, domain, { balanced: truth })
    const { x } = make(new Random(12)).draw(200, new Random(12, 1))
    expect(x.length).toBe(200)
  })
})
