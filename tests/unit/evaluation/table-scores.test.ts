import { describe, expect, test } from 'vitest'
import { distributions, histogram, upperEnd } from '../../../core/evaluation/distributions.ts'
import { errorColumns } from '../../../core/evaluation/error-columns.ts'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { scoreParts } from '../../../core/evaluation/score-parts.ts'
import { quickScores, type ScoringRules } from '../../../core/evaluation/table-scores.ts'
import { createEmitters, createLocalizations } from '../../../core/localizations/table.ts'
import { found, randomEmitters } from '../../fixtures/tables.ts'

const rules: ScoringRules = { gate: 250, axialGate: 500, border: 0, minimumPhotons: 0, removeOffset: false, fieldOfView: { width: 10_000, height: 10_000 } }
const truth = randomEmitters(2000, 400, 10_000)
const seen = found(truth, 20)

describe('scores of a table', () => {
  test('are those of the matching, with the density of the lit frames', () => {
    const { scores } = quickScores(seen, truth, rules)
    expect(scores).toMatchObject({ jaccard: evaluate(seen, truth, rules).jaccard, rmseLateral: evaluate(seen, truth, rules).rmseLateral, localizations: 2000, emitters: 2000 })
    expect(scores.density_perUm2).toBeCloseTo(2000 / 400 / 100, 9)
  })

  test('leave out frames that were not localized, on both sides', () => {
    const { scores } = quickScores(seen, truth, { ...rules, frames: { first: 100, end: 200 } })
    expect(scores.emitters).toBe(500)
    expect(scores.tp + scores.fn).toBe(500)
  })

  test('in a region count pairs and misses by the true position: halves add up to the whole', () => {
    const whole = quickScores(seen, truth, rules).scores
    const left = quickScores(seen, truth, { ...rules, region: { x0: -1e6, y0: -1e6, x1: 5000, y1: 1e6 } }).scores
    const right = quickScores(seen, truth, { ...rules, region: { x0: 5000, y0: -1e6, x1: 1e6, y1: 1e6 } }).scores
    for (const key of ['tp', 'fp', 'fn'] as const) expect(left[key] + right[key]).toBe(whole[key])
  })

  test('of parts add up to the whole: blocks of frames, depths, crowding', () => {
    const { scores, compared } = quickScores(seen, truth, rules)
    const parts = scoreParts(compared)
    for (const bins of [parts.frames, parts.depth, parts.crowding]) {
      expect(bins.reduce((sum, { tp }) => sum + tp, 0)).toBe(scores.tp)
      expect(bins.reduce((sum, { fn }) => sum + fn, 0)).toBe(scores.fn)
    }
    expect(scoreParts(compared).frames).toHaveLength(40)
    expect(scoreParts(compared).frames[1]).toMatchObject({ low: 10, high: 20 })
  })
})

test('error columns: 3 and 4 nm apart is 5 nm; false positives, missed and uncounted rows are told apart', () => {
  const truth = createEmitters(3)
  const seen = createLocalizations(3)
  truth.frame.set([0, 0, 5])
  truth.x.set([1000, 3000, 1000])
  truth.y.set([1000, 3000, 1000])
  seen.frame.set([0, 0, 5])
  seen.x.set([1003, 7000, 1000])
  seen.y.set([1004, 7000, 1000])
  seen.z.set([-12, 0, 0])
  const errors = errorColumns(seen, truth, { ...rules, frames: { first: 0, end: 5 } })
  expect([errors.lateral[0], errors.axial[0]]).toEqual([5, 12])
  expect([...errors.truthRow]).toEqual([0, -1, -2])
  expect([...errors.foundRow]).toEqual([0, -1, -2])
  expect(errors.lateral[1]).toBeNaN()
})

describe('distributions', () => {
  test('histograms count every value in its bin, the upper edge in the last', () => {
    expect(histogram([0, 0.5, 1, 1.5, 2, 3, NaN, -1], [0, 2], 4)).toEqual({ edges: [0, 0.5, 1, 1.5, 2], counts: [1, 1, 1, 2], total: 7, median: 1 })
  })

  test('places inside the pixel: half a pixel apart falls into tenths 0 and 5, and the grid power of points on the grid is their number', () => {
    const table = createLocalizations(10)
    table.x.set([0, 50, 100, 150, 200, 250, 300, 350, 400, 450])
    table.y.fill(200)
    const { inPixel, gridPower, rows } = distributions(table, undefined, 100, { lateral: 10, axial: 10, photons: 10 })
    expect(rows).toBe(10)
    expect(inPixel.x).toEqual([0.5, 0, 0, 0, 0, 0.5, 0, 0, 0, 0])
    expect(inPixel.y[0]).toBe(1)
    expect(gridPower.y).toBeCloseTo(10, 6)
    expect(gridPower.x).toBeCloseTo(0, 6)
  })

  test('localizations a frame are means over blocks, the rows that pass alone', () => {
    const table = createLocalizations(6)
    table.frame.set([0, 0, 1, 2, 2, 2])
    expect(distributions(table, undefined, 100, { lateral: 1, axial: 1, photons: 1 }).perFrame).toEqual([{ frame: 0, mean: 2 }, { frame: 1, mean: 1 }, { frame: 2, mean: 3 }])
    expect(distributions(table, Uint32Array.of(0, 3), 100, { lateral: 1, axial: 1, photons: 1 }).perFrame.map(({ mean }) => mean)).toEqual([1, 0, 1])
  })

  test('the common upper end holds 99 % of the values', () => {
    const column = Float32Array.from({ length: 1000 }, (_, i) => i + 1)
    expect(upperEnd([column], 1)).toBeCloseTo(990, -1)
    expect(upperEnd([new Float32Array(5)], 7)).toBe(7)
  })
})
