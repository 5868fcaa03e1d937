// Nearest neighbours and nominal density.
import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { Box } from '../../../core/geometry.ts'
import { Random } from '../../../core/random/random.ts'
import { nearestNeighbours } from '../../../core/simulation/neighbours.ts'
import { countForNominal } from '../../../core/simulation/nominal-count.ts'
import { createSampling } from '../../../core/structure/registry.ts'
import { sharedData } from '../../fixtures/shared-data.ts'
import { mean } from '../../fixtures/statistics.ts'

const region: Box = { x: [0, 6400], y: [0, 6400], z: [-750, 750] }

describe('nearest neighbours', () => {
  it('are those that comparing all pairs finds', () => {
    const random = new Random(1)
    for (const count of [2, 3, 10, 200]) {
      const [x, y] = [0, 1].map(() => Float32Array.from({ length: count }, () => random.between(0, 1000)))
      const found = nearestNeighbours(x, y)
      for (let i = 0; i < count; i++) {
        let nearest = Infinity
        for (let j = 0; j < count; j++) if (j !== i) nearest = Math.min(nearest, Math.hypot(x[i] - x[j], y[i] - y[j]))
        expect(found[i]).toBeCloseTo(nearest, 6)
      }
    }
  })

  it('of a single point are infinitely far, of points at one place at distance 0', () => {
    expect([...nearestNeighbours([5], [6])]).toEqual([Infinity])
    expect([...nearestNeighbours([5, 5], [6, 6])]).toEqual([0, 0])
  })

  it.each([0.2, 1, 5])('under complete spatial randomness of %f µm⁻² are 1/(2√ρ) apart in the mean, away from edges', (perUm2) => {
    const side = 40_000
    const box: Box = { x: [0, side], y: [0, side], z: [-750, 750] }
    const { x, y } = createSampling({ kind: 'csr' }, box)(new Random(1)).draw(Math.round((perUm2 * side * side) / 1e6), new Random(2))
    const border = 4000
    const inner = (i: number): boolean => Math.min(x[i], y[i], side - x[i], side - y[i]) > border
    const distances = nearestNeighbours(x, y).filter((_, i) => inner(i))
    const expected = 1000 / (2 * Math.sqrt(perUm2))
    // Standard deviation √(4/π − 1) = 0.52 of the mean; neighbours are mutual, so about half the distances are independent.
    expect(Math.abs(mean(distances) / expected - 1)).toBeLessThan((4 * 0.52) / Math.sqrt(distances.length / 2))
  })
})

describe('nominal density', () => {
  it.each([0.3, 1, 4])('%f µm⁻² of complete spatial randomness is that density itself', (perUm2) => {
    const structure = createSampling({ kind: 'csr' }, region)(new Random(1))
    expect(Math.abs(countForNominal(structure, region, 1, perUm2) / (perUm2 * 40.96) - 1)).toBeLessThan(0.03)
  })

  it('is the same when part of the structure lies outside the field of view', () => {
    const wide: Box = { x: [-1600, 8000], y: [-1600, 8000], z: [-1000, 1000] }
    const share = (6400 * 6400 * 1500) / (9600 * 9600 * 2000)
    const structure = createSampling({ kind: 'csr' }, wide)(new Random(1))
    expect(Math.abs(countForNominal(structure, region, share, 1) / 40.96 - 1)).toBeLessThan(0.03)
  })

  it('of lone emitters is refused with what to do', () => {
    const structure = createSampling({ kind: 'csr' }, region)(new Random(1))
    expect(() => countForNominal(structure, region, 1, 0.001)).toThrow(/too few to have neighbours.*larger frame/)
  })

  const table = sharedData('smlm2016/MT0.N1.LD-activations.csv')
  // Emitters per 6.4 µm frame of MT0 and nominal density, as measured by another program.
  it.skipIf(!table).each([[10, 0.61], [13, 0.93], [20, 1.88], [30, 3.9], [40, 6.4], [60, 12.8]])('of MT0 at %d emitters a frame is %f µm⁻²', (count, nominal) => {
    const rows = readFileSync(table!, 'utf8').trim().split('\n').slice(1).map((line) => line.split(',').map(Number))
    const column = (k: number): number[] => rows.map((row) => row[k])
    const structure = createSampling({ kind: 'points', x: column(2), y: column(3), z: column(4) }, region)(new Random(1))
    expect(Math.abs(countForNominal(structure, region, 1, nominal) / count - 1)).toBeLessThan(0.04)
  })
})
