import { describe, expect, test } from 'vitest'
import { verdict, type Verdict } from '../../../core/study/claims.ts'
import { metric, pooled, scoreBlocks } from '../../../core/study/blocks.ts'
import { differs, estimate, studentInterval, type Estimate } from '../../../core/study/intervals.ts'
import { atRecall, commonRecall } from '../../../core/study/recall-curve.ts'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { createEmitters, createLocalizations } from '../../../core/localizations/table.ts'
import { Random } from '../../../core/random/random.ts'

describe('scores of blocks of frames', () => {
  const random = new Random(3)
  const [truth, found] = [createEmitters(300), createLocalizations(280)]
  for (const table of [truth, found]) {
    table.frame.forEach((_, row) => {
      table.frame[row] = row % 50
      table.x[row] = 600 + 60 * (row % 90) + 20 * random.normal()
      table.y[row] = 3000 + 20 * random.normal()
      table.z[row] = 50 * random.normal()
    })
  }
  truth.photons.fill(1000)
  const whole = evaluate(found, truth, {})

  test('add up to the scores of the whole movie', () => {
    const blocks = scoreBlocks(found, truth, whole.matching, 50, 7)
    expect(blocks).toHaveLength(8)
    const sums = pooled(blocks)
    expect(sums.slice(0, 3)).toEqual([whole.tp, whole.fp, whole.fn])
    expect(metric('jaccard', sums)).toBeCloseTo(100 * whole.jaccard!, 6)
    // The sums are kept in whole nm².
    for (const name of ['rmseLateral', 'rmseAxial', 'rmseVolumetric', 'efficiency3d'] as const) expect(metric(name, sums)).toBeCloseTo(whole[name]!, 2)
  })

  test('count a block as often as it is drawn', () => {
    expect(pooled([[1, 2], [10, 20], [100, 200]], [2, 2, 0])).toEqual([201, 402])
  })
})

describe('an estimate', () => {
  const n = 40
  const random = new Random(8)
  const draws = Array.from({ length: n }, () => 5 + 2 * random.normal())
  const meanOf = (values: readonly number[], picks: ArrayLike<number> | undefined): number => {
    const used = picks ? Array.from(picks, (i) => values[i]) : values
    return used.reduce((a, b) => a + b) / used.length
  }

  test('of a mean has the interval ±1.96 s/√n over blocks', () => {
    const { value, blocks } = estimate(1, (_, pick) => meanOf(draws, pick('movie', n)), 4000)
    const s = Math.sqrt(draws.reduce((sum, draw) => sum + (draw - value) ** 2, 0) / n)
    const half = (1.96 * s) / Math.sqrt(n)
    expect(blocks![0]).toBeCloseTo(value - half, 1)
    expect(blocks![1]).toBeCloseTo(value + half, 1)
  })

  test('holds the true mean in 95 of 100 cases', () => {
    let held = 0
    const cases = 300
    for (let i = 0; i < cases; i++) {
      const values = Array.from({ length: n }, () => 5 + 2 * random.normal())
      const { blocks } = estimate(1, (_, pick) => meanOf(values, pick('movie', n)), 300)
      if (blocks![0] <= 5 && blocks![1] >= 5) held++
    }
    // Binomial, five standard deviations; the percentile interval of 40 blocks is a little short.
    expect(held / cases).toBeGreaterThan(0.95 - 5 * Math.sqrt((0.95 * 0.05) / cases) - 0.01)
  })

  test('of a paired difference draws the same blocks for both, so that what they share drops out', () => {
    const { value, blocks } = estimate(1, (_, pick) => meanOf(draws.map((draw) => draw + 1), pick('movie', n)) - meanOf(draws, pick('movie', n)))
    expect(value).toBeCloseTo(1, 10)
    expect(blocks![0]).toBeCloseTo(1, 10)
    expect(blocks![1]).toBeCloseTo(1, 10)
  })

  test('draws the blocks of different movies independently', () => {
    const one = estimate(1, (_, pick) => meanOf(draws, pick('a', n)), 2000).blocks!
    const two = estimate(1, (_, pick) => (meanOf(draws, pick('a', n)) + meanOf(draws, pick('b', n))) / 2, 2000).blocks!
    expect((two[1] - two[0]) / (one[1] - one[0])).toBeCloseTo(Math.SQRT1_2, 1)
  })

  test("over seeds is Student's: 1, 2, 3 give 2 ± 4.303/√3", () => {
    const [low, high] = studentInterval([1, 2, 3])!
    expect(low).toBeCloseTo(2 - 4.303 / Math.sqrt(3), 6)
    expect(high).toBeCloseTo(2 + 4.303 / Math.sqrt(3), 6)
    expect(studentInterval([1])).toBeNull()
    // R: qt(0.975, 20) = 2.085963
    const many = Array.from({ length: 21 }, (_, i) => i)
    expect(studentInterval(many)![1] - 10).toBeCloseTo((2.085963 * Math.sqrt(38.5)) / Math.sqrt(21), 1)
  })

  test('where most resamples have nothing to score, or blocks have no part, has no interval', () => {
    expect(estimate(1, (_, pick) => (pick('movie', 4) ? NaN : 1)).blocks).toBeNull()
    expect(estimate(1, () => 1).blocks).toBeNull()
  })
})

describe('a claim', () => {
  const base = { value: 2, each: [1, 2, 3] }
  const cases: [Verdict, 1 | -1, Estimate | undefined][] = [
    ['confirmed', 1, { ...base, blocks: [1, 3], seeds: [0.5, 3.5] }],
    ['refuted', -1, { ...base, blocks: [1, 3], seeds: [0.5, 3.5] }],
    ['open', 1, { ...base, blocks: [-1, 5], seeds: [0.5, 3.5] }],
    ['open', 1, { ...base, blocks: [1, 3], seeds: [-1, 5] }],
    ['open', 1, { ...base, each: [2], blocks: [1, 3], seeds: null }],
    ['not measured', 1, undefined],
  ]
  test.each(cases)('is %s', (expected, sign, difference) => { expect(verdict(sign, difference)).toBe(expected) })

  test('is not settled by one training of each arm', () => {
    expect(differs({ ...base, each: [2], blocks: [1, 3], seeds: null })).toBeUndefined()
    expect(differs({ ...base, each: [2], blocks: [-1, 3], seeds: null })).toBe(false)
  })
})

describe('at equal recall', () => {
  // Two thresholds: 90 of 100 found at 20 nm lateral RMSE, 60 at 10 nm.
  const curve = [[90, 10, 10, 90 * 400, 0], [60, 0, 40, 60 * 100, 0]]
  test('a score is read off between thresholds', () => {
    expect(atRecall('rmseLateral', curve, 90)).toBeCloseTo(20)
    expect(atRecall('rmseLateral', curve, 75)).toBeCloseTo(15)
    expect(atRecall('rmseLateral', curve, 60)).toBeCloseTo(10)
    expect(atRecall('rmseLateral', curve, 95)).toBeNaN()
  })
  test('the recall is the highest that all reach', () => {
    expect(commonRecall([curve, [[80, 0, 20, 0, 0], [20, 0, 80, 0, 0]]])).toBeCloseTo(80)
  })
})
