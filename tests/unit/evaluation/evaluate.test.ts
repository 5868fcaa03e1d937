// Scores as the SMLM Challenge 2016 defines them.
import { describe, expect, it } from 'vitest'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { Random } from '../../../core/random/random.ts'
import { emitters, spots } from './spots.ts'

const fieldOfView = { width: 6400, height: 6400 }

describe('scores', () => {
  it('of two of three found with one false positive follow the formulas', () => {
    const truth = emitters([[0, 1000, 1000, 0, 1000], [0, 3000, 3000, 100, 1000], [1, 2000, 2000, 0, 1000]])
    const found = spots([[0, 1030, 1040, 60], [0, 3000, 3000, 20], [1, 4000, 4000, 0]])
    const { matching, ...result } = evaluate(found, truth)
    const [lateral, axial] = [Math.sqrt((30 ** 2 + 40 ** 2) / 2), Math.sqrt((60 ** 2 + 80 ** 2) / 2)]
    const efficiencies = [100 - Math.hypot(50, lateral), 100 - Math.hypot(50, 0.5 * axial)]
    const expected = {
      tp: 2, fp: 1, fn: 1, jaccard: 0.5, recall: 2 / 3, precision: 2 / 3,
      rmseLateral: lateral, rmseAxial: axial, rmseVolumetric: Math.hypot(lateral, axial),
      efficiencyLateral: efficiencies[0], efficiencyAxial: efficiencies[1], efficiency3d: (efficiencies[0] + efficiencies[1]) / 2,
      offsetX: 15, offsetY: 20, offsetZ: -10,
    }
    expect(Object.keys(result).sort()).toEqual(Object.keys(expected).sort())
    for (const [name, value] of Object.entries(expected)) expect(result[name as keyof typeof result], name).toBeCloseTo(value, 9)
    expect([[...matching.falsePositives], [...matching.missed]]).toEqual([[2], [2]])
  })

  it('of the truth itself are perfect', () => {
    const random = new Random(1)
    const rows = Array.from({ length: 2000 }, (_, i) => [Math.floor(i / 20), random.between(0, 6400), random.between(0, 6400), random.between(-700, 700), 1000])
    for (const method of ['greedy', 'optimal'] as const) {
      const scores = evaluate(spots(rows), emitters(rows), { fieldOfView, method })
      expect(scores).toMatchObject({ fp: 0, fn: 0, jaccard: 1, rmseVolumetric: 0, efficiency3d: 100 })
      expect(scores.tp).toBe(rows.filter(([, x, y]) => Math.min(x, y, 6400 - x, 6400 - y) >= 450).length)
    }
  })

  it('of normal errors are their standard deviations: RMSE_lat = √(σx² + σy²), RMSE_vol adds σz²', () => {
    const random = new Random(2)
    const n = 20_000
    const truth = Array.from({ length: n }, (_, i) => [i, random.between(1000, 5000), random.between(1000, 5000), 0, 1000])
    const found = truth.map(([frame, x, y, z]) => [frame, x + 12 * random.normal(), y + 16 * random.normal(), z + 45 * random.normal()])
    const { rmseLateral, rmseAxial, rmseVolumetric } = evaluate(spots(found), emitters(truth))
    // Relative spread of an RMS of n normal values: 1/√(2n); four of them.
    const tolerance = 4 / Math.sqrt(2 * n)
    expect(Math.abs(rmseLateral! / 20 - 1)).toBeLessThan(tolerance)
    expect(Math.abs(rmseAxial! / 45 - 1)).toBeLessThan(tolerance)
    expect(Math.abs(rmseVolumetric! / Math.hypot(20, 45) - 1)).toBeLessThan(tolerance)
  })

  it('without any match are null where there is nothing to average, and without any row for all shares', () => {
    const none = { rmseLateral: null, rmseAxial: null, rmseVolumetric: null, efficiencyLateral: null, efficiency3d: null, offsetZ: null }
    expect(evaluate(spots([[0, 1000, 1000, 0]]), emitters([[1, 1000, 1000, 0, 1000]]))).toMatchObject({ tp: 0, fp: 1, fn: 1, jaccard: 0, recall: 0, ...none })
    expect(evaluate(spots([]), emitters([]))).toMatchObject({ tp: 0, fp: 0, fn: 0, jaccard: null, recall: null, precision: null, ...none })
  })

  it('efficiency may be negative: JI 0.5 with an RMSE of 200 nm is 100 − √(50² + 200²)', () => {
    const { efficiencyLateral } = evaluate(spots([[0, 1200, 1000, 0], [0, 3000, 3000, 0]]), emitters([[0, 1000, 1000, 0, 1000]]))
    expect(efficiencyLateral).toBeCloseTo(100 - Math.hypot(50, 200), 9)
  })

  it('dim emitters are neither missed nor found: what matches them is no false positive', () => {
    const truth = emitters([[0, 1000, 1000, 0, 5000], [0, 2000, 2000, 0, 40], [0, 3000, 3000, 0, 40]])
    const found = spots([[0, 1000, 1000, 0], [0, 2000, 2000, 0], [0, 4000, 4000, 0]])
    expect(evaluate(found, truth)).toMatchObject({ tp: 2, fp: 1, fn: 1 })
    expect(evaluate(found, truth, { minimumPhotons: 50 })).toMatchObject({ tp: 1, fp: 1, fn: 0 })
  })

  it('a constant offset of the PSF model is taken off on request, and said', () => {
    const random = new Random(3)
    const truth = Array.from({ length: 500 }, (_, i) => [i, random.between(1000, 5000), random.between(1000, 5000), 0, 1000])
    const found = truth.map(([frame, x, y, z]) => [frame, x + 29 + random.normal(), y - 44 + random.normal(), z + 70 + random.normal()])
    expect(evaluate(spots(found), emitters(truth)).rmseLateral).toBeCloseTo(Math.hypot(29, 44), 0)
    const corrected = evaluate(spots(found), emitters(truth), { removeOffset: true })
    expect(corrected.rmseVolumetric).toBeLessThan(1.2 * Math.sqrt(3))
    expect(corrected.removed!.x).toBeCloseTo(29, 0)
    expect(corrected.removed!.y).toBeCloseTo(-44, 0)
    expect(corrected.removed!.z).toBeCloseTo(70, 0)
    expect(corrected.offsetX).toBeCloseTo(0, 3)
  })
})
