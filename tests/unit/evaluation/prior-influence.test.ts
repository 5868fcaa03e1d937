import { describe, expect, test } from 'vitest'
import { independentShareBeyond, influenceSummary, priorInfluence } from '../../../core/evaluation/prior-influence.ts'
import { createLocalizations, type LocalizationTable } from '../../../core/localizations/table.ts'
import { Random } from '../../../core/random/random.ts'
import { influenceCells } from '../../../core/rendering/influence-cells.ts'

type Row = { frame: number; x: number; y: number; z: number; s?: readonly [number, number, number] }

function table(rows: readonly Row[], sigma: readonly [number, number, number] = [10, 10, 20]): LocalizationTable {
  const made = createLocalizations(rows.length)
  rows.forEach(({ frame, x, y, z, s = sigma }, i) => {
    made.frame[i] = frame
    Object.entries({ x, y, z, sigma_x: s[0], sigma_y: s[1], sigma_z: s[2] }).forEach(([name, value]) => { made[name as 'x'][i] = value })
  })
  return made
}

describe('prior influence', () => {
  test('is the distance to the match with each axis over √(σ² + σ′²)', () => {
    // σ 30 and 40 combine to 50, 5 and 12 to 13, 60 and 80 to 100: offsets of 50, 26 and −200 nm are 1, 2 and −2 of them.
    const subject = table([{ frame: 4, x: 1050, y: 2026, z: -200 }], [30, 5, 60])
    const reference = table([{ frame: 4, x: 1000, y: 2000, z: 0 }], [40, 12, 80])
    const { subject: own, reference: other, partner, offset } = priorInfluence(subject, reference)
    expect(own[0]).toBeCloseTo(3, 6)
    expect(other[0]).toBeCloseTo(3, 6)
    expect(partner[0]).toBe(0)
    expect(offset).toEqual({ x: 50, y: 26, z: -200 })
  })

  test('is infinite where the other table has nothing within the gates in that frame', () => {
    const subject = table([{ frame: 0, x: 500, y: 500, z: 0 }, { frame: 1, x: 500, y: 500, z: 0 }, { frame: 2, x: 500, y: 500, z: 0 }, { frame: 3, x: 500, y: 500, z: 0 }])
    const reference = table([{ frame: 0, x: 500, y: 500, z: 0 }, { frame: 2, x: 751, y: 500, z: 0 }, { frame: 3, x: 500, y: 500, z: 501 }])
    const { subject: own, reference: other, partner } = priorInfluence(subject, reference)
    expect([...own]).toEqual([0, Infinity, Infinity, Infinity])
    expect([...other]).toEqual([0, Infinity, Infinity])
    expect([...partner]).toEqual([0, -1, -1, -1])
  })

  test('has no value in frames that the other table does not cover, nor without stated uncertainties', () => {
    const rows = [0, 1, 2].map((frame) => ({ frame, x: 500, y: 500, z: 0 }))
    const silent = table([rows[0], { ...rows[1], s: [0, 10, 20] }, rows[2]])
    const { subject } = priorInfluence(table(rows), silent, { frames: { first: 0, end: 2 } })
    expect(subject[0]).toBe(0)
    expect(subject[1]).toBeNaN()
    expect(subject[2]).toBeNaN()
  })

  test('leaves out a common offset where asked: PSF models differ in their origin', () => {
    const rows = Array.from({ length: 20 }, (_, i) => ({ frame: i, x: 400 + 31 * i, y: 700 + 17 * i, z: -300 + 20 * i }))
    const moved = rows.map((row) => ({ ...row, x: row.x + 60, y: row.y - 40, z: row.z + 100 }))
    const with_ = priorInfluence(table(moved), table(rows))
    expect(with_.subject[0]).toBeCloseTo(Math.sqrt((60 ** 2 + 40 ** 2) / 200 + 100 ** 2 / 800), 4)
    const without = priorInfluence(table(moved), table(rows), { removeOffset: true })
    expect(Math.max(...without.subject)).toBeLessThan(1e-3)
  })

  test('of independent errors of the stated size follows χ with three degrees of freedom', () => {
    // The survival function of χ² with three degrees of freedom at 9 is 0.029291 (tables).
    expect(independentShareBeyond(3)).toBeCloseTo(0.029291, 5)
    expect(independentShareBeyond(0)).toBeCloseTo(1, 9)
    const random = new Random(11)
    const count = 20_000
    const truth = Array.from({ length: count }, (_, i) => ({ frame: i, x: 1000, y: 1000, z: 0 }))
    const seen = (): LocalizationTable => table(truth.map((row) => ({ ...row, x: row.x + 10 * random.normal(), y: row.y + 10 * random.normal(), z: 20 * random.normal() })))
    const { subject } = priorInfluence(seen(), seen())
    const { share, median } = influenceSummary(subject, 3)
    // 4 standard errors of a share of 0.0293 over 20,000.
    expect(Math.abs(share! - 0.029291)).toBeLessThan(4 * Math.sqrt((0.0293 * 0.9707) / count))
    // The median of χ with three degrees of freedom is √2.36597.
    expect(median).toBeCloseTo(Math.sqrt(2.36597), 1)
  })

  test('is summed as the share without a match or beyond the limit, over the rows asked for', () => {
    const values = Float32Array.of(0.5, 4, Infinity, NaN, 1.5, Infinity)
    expect(influenceSummary(values, 3)).toEqual({ rows: 5, matched: 3, unmatched: 2, beyond: 1, share: 3 / 5, median: 1.5 })
    expect(influenceSummary(values, 3, [0, 1, 3])).toMatchObject({ rows: 2, matched: 2, unmatched: 0, beyond: 1, share: 0.5 })
    expect(influenceSummary(values, 3, [3])).toEqual({ rows: 0, matched: 0, unmatched: 0, beyond: 0, share: null, median: null })
  })

  test('as a map is share and mean of each cell; no match counts as the largest distance', () => {
    const places = { x: [10, 20, 30, 110, 120, 130, 210], y: [10, 20, 30, 10, 20, 30, 10] }
    const values = Float32Array.of(1, 2, Infinity, 0.5, 0.5, NaN, 9)
    const cells = influenceCells(places, values, { x: [0, 300], y: [0, 100], pixel: 100 }, { limit: 3, least: 2, most: 10 })
    expect([...cells.counts]).toEqual([3, 2, 1])
    expect(cells.share[0]).toBeCloseTo(1 / 3, 6)
    expect(cells.mean[0]).toBeCloseTo(13 / 3, 5)
    expect(cells.share[1]).toBe(0)
    expect(cells.share[2]).toBeNaN()
  })
})
