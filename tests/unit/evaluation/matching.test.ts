// Pairs of detections and true emitters.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { challengeMatching, match, type Matching, type MatchingOptions, type Spots } from '../../../core/evaluation/matching.ts'
import { spots } from './spots.ts'

const options = (changed: Partial<MatchingOptions> = {}): MatchingOptions => ({ ...challengeMatching, ...changed })
const pairsOf = ({ detection, truth }: Matching): [number, number][] => [...detection].map((d, i): [number, number] => [d, truth[i]]).sort((a, b) => a[0] - b[0])

const squared = (a: Spots, i: number, b: Spots, j: number): number => (a.x[i] - b.x[j]) ** 2 + (a.y[i] - b.y[j]) ** 2 + (a.z[i] - b.z[j]) ** 2
const allowed = (a: Spots, i: number, b: Spots, j: number): boolean =>
  a.frame[i] === b.frame[j] && Math.hypot(a.x[i] - b.x[j], a.y[i] - b.y[j]) <= 250 && Math.abs(a.z[i] - b.z[j]) <= 500

/** All ways to pair: the best by number of pairs, then by the sum of squared distances. */
function best(a: Spots, b: Spots): { pairs: number; cost: number } {
  const rows = a.frame.length
  const search = (i: number, used: Set<number>): { pairs: number; cost: number } => {
    if (i === rows) return { pairs: 0, cost: 0 }
    let top = search(i + 1, used)
    for (let j = 0; j < b.frame.length; j++) {
      if (used.has(j) || !allowed(a, i, b, j)) continue
      const rest = search(i + 1, new Set(used).add(j))
      const with_ = { pairs: rest.pairs + 1, cost: rest.cost + squared(a, i, b, j) }
      if (with_.pairs > top.pairs || (with_.pairs === top.pairs && with_.cost < top.cost)) top = with_
    }
    return top
  }
  return search(0, new Set())
}

/** The definition of 'greedy', word for word: again and again the nearest pair of what is left. */
function greedy(a: Spots, b: Spots): [number, number][] {
  const [left, right] = [new Set(a.frame.keys()), new Set(b.frame.keys())]
  const pairs: [number, number][] = []
  for (;;) {
    let nearest: [number, number] | undefined
    for (const i of left) for (const j of right) {
      if (allowed(a, i, b, j) && (!nearest || squared(a, i, b, j) < squared(a, ...nearest.slice(0, 1) as [number], b, nearest[1]))) nearest = [i, j]
    }
    if (!nearest) return pairs.sort((p, q) => p[0] - q[0])
    left.delete(nearest[0])
    right.delete(nearest[1])
    pairs.push(nearest)
  }
}

const row = fc.tuple(fc.integer({ min: 0, max: 1 }), ...[600, 600, 900].map((most) => fc.float({ min: 0, max: most, noNaN: true })))
const tables = fc.tuple(...[0, 1].map(() => fc.array(row, { maxLength: 6 }).map((rows) => spots(rows as number[][]))))

describe('matching', () => {
  it('pairs the nearest first, by 3D distance', () => {
    const truth = spots([[0, 1000, 1000, 0], [0, 1100, 1000, 0]])
    const found = spots([[0, 1060, 1000, 0], [0, 1000, 1000, 300]])
    expect(pairsOf(match(found, truth))).toEqual([[0, 1], [1, 0]])
  })

  it('greedy is the definition, whatever the rows', () => {
    fc.assert(fc.property(tables, ([a, b]) => {
      expect(pairsOf(match(a, b, options()))).toEqual(greedy(a, b))
    }), { numRuns: 200, seed: 1 })
  })

  it('optimal has as many pairs as possible and among those the least squared distance', () => {
    fc.assert(fc.property(tables, ([a, b]) => {
      const pairs = pairsOf(match(a, b, options({ method: 'optimal' })))
      const cost = pairs.reduce((sum, [i, j]) => sum + squared(a, i, b, j), 0)
      const wanted = best(a, b)
      expect(pairs.length).toBe(wanted.pairs)
      expect(Math.abs(cost - wanted.cost)).toBeLessThan(1e-6 * (1 + wanted.cost))
    }), { numRuns: 200, seed: 2 })
  })

  it('every row is in exactly one place, with either method', () => {
    fc.assert(fc.property(tables, fc.constantFrom('greedy' as const, 'optimal' as const), ([a, b], method) => {
      const { detection, truth, falsePositives, missed } = match(a, b, options({ method }))
      expect([...detection, ...falsePositives].sort((p, q) => p - q)).toEqual([...a.frame.keys()])
      expect([...truth, ...missed].sort((p, q) => p - q)).toEqual([...b.frame.keys()])
    }), { numRuns: 100, seed: 3 })
  })

  it('a chain of neighbours gets one pair less by greed than by the optimum', () => {
    const stolen = spots([[0, 1000, 1000, 0], [0, 1240, 1000, 0]])
    const ends = spots([[0, 800, 1000, 0], [0, 1100, 1000, 0]])
    expect(match(stolen, ends).detection.length).toBe(1)
    expect(match(stolen, ends, options({ method: 'optimal' })).detection.length).toBe(2)
  })

  it.each([
    ['lateral gate of 250 nm', [249.9, 0, 0], [250.1, 0, 0]],
    ['lateral gate in the diagonal', [176, 176, 0], [178, 178, 0]],
    ['axial gate of 500 nm', [0, 0, -499.9], [0, 0, 500.1]],
  ])('%s', (_name, inside, outside) => {
    const truth = spots([[0, 1000, 1000, 0]])
    const at = (d: number[]): Spots => spots([[0, 1000 + d[0], 1000 + d[1], d[2]]])
    expect(match(at(inside), truth).detection.length).toBe(1)
    expect(match(at(outside), truth).detection.length).toBe(0)
  })

  it('emitters of different frames never pair', () => {
    expect(match(spots([[3, 1000, 1000, 0]]), spots([[4, 1000, 1000, 0]])).detection.length).toBe(0)
  })

  it('rows within 450 nm of the border are left out on both sides, each by its own position', () => {
    const fieldOfView = { width: 6400, height: 3200 }
    const truth = spots([[0, 440, 1000, 0], [0, 3000, 2760, 0], [0, 5960, 1000, 0], [0, 3000, 460, 0]])
    const found = spots([[0, 445, 1000, 0], [0, 3000, 2740, 0], [0, 5940, 1000, 0], [0, 3000, 470, 0]])
    const { detection, truth: there, falsePositives, missed } = match(found, truth, options({ fieldOfView }))
    expect([[...detection], [...there], [...falsePositives], [...missed]]).toEqual([[3], [3], [1, 2], []])
    expect(match(found, truth).detection.length).toBe(4)
  })

  it('handles 300,000 rows in one frame', () => {
    const side = 550
    const grid = (offset: number): Spots => spots(Array.from({ length: side * side }, (_, i) => [0, 1000 * (i % side) + offset, 1000 * Math.floor(i / side), 0]))
    const { detection, falsePositives, missed } = match(grid(10), grid(300))
    expect([detection.length, falsePositives.length, missed.length]).toEqual([0, side * side, side * side])
  })
})
