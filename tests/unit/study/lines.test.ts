import { describe, expect, test } from 'vitest'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { createEmitters, createLocalizations, type LocalizationTable } from '../../../core/localizations/table.ts'
import { Random } from '../../../core/random/random.ts'
import { pooled } from '../../../core/study/blocks.ts'
import { lineTriples, pairBin, pairCounts } from '../../../core/study/neighbourhood.ts'
import { binOf, lineBlocks, moleculesOn, profile, shiftInwards, twoLines, valley } from '../../../core/study/two-lines.ts'

const found = ({ frame, x, y, z }: Pick<LocalizationTable, 'frame' | 'x' | 'y' | 'z'>): LocalizationTable =>
  ({ ...createLocalizations(frame.length), frame, x: Float32Array.from(x), y: Float32Array.from(y), z: Float32Array.from(z) })

function onLines(lines: ReturnType<typeof twoLines>, count: number): ReturnType<typeof createEmitters> {
  const molecules = moleculesOn(lines, count / 2)
  const truth = { ...createEmitters(count), ...molecules }
  truth.frame.forEach((_, row) => { truth.frame[row] = row })
  truth.photons.fill(1000)
  return truth
}

describe('two parallel lines', () => {
  const lines = twoLines(6400, 6400, { distance: 100 })
  const truth = onLines(lines, 2000)
  const sumsOf = (table: LocalizationTable): number[] => pooled(lineBlocks(lines, table, truth, evaluate(table, truth, {}).matching, 2000, 100))

  test('lie at their distance, inside the field of view less its border, tilted in depth', () => {
    const [a, b] = [0, 1]
    expect(Math.hypot(truth.x[a] - truth.x[b], truth.y[a] - truth.y[b])).toBeCloseTo(100, 2)
    for (const axis of ['x', 'y'] as const) {
      expect(Math.min(...truth[axis])).toBeGreaterThan(450)
      expect(Math.max(...truth[axis])).toBeLessThan(6400 - 450)
    }
    expect([Math.min(...truth.z), Math.max(...truth.z)].map(Math.round)).toEqual([-300, 300])
  })

  test('found where they are have an empty gap and no shift', () => {
    const sums = sumsOf(found(truth))
    expect(shiftInwards(sums, binOf(100))).toBeCloseTo(0, 1)
    expect(valley(sums, binOf(100))).toBe(1)
  })

  test('a quarter of the way drawn together are so by 25 nm; seen as one line they have no valley', () => {
    const drawn = (share: number): LocalizationTable => {
      const table = found(truth)
      for (let row = 0; row < table.x.length; row++) {
        const partner = row % 2 === 0 ? row + 1 : row - 1
        table.x[row] += share * (truth.x[partner] - truth.x[row])
        table.y[row] += share * (truth.y[partner] - truth.y[row])
      }
      return table
    }
    expect(shiftInwards(sumsOf(drawn(0.25)), binOf(100))).toBeCloseTo(25, 0)
    expect(valley(sumsOf(drawn(0.5)), binOf(100))).toBe(-Infinity)
    expect(profile(lines, drawn(0.5)).slice(29, 31).reduce((a, b) => a + b)).toBe(2000)
  })

  test('spread evenly over the strip of both have a valley of zero', () => {
    const random = new Random(4)
    const table = found(truth)
    for (let row = 0; row < table.x.length; row++) {
      const partner = row % 2 === 0 ? row + 1 : row - 1
      const share = random.between(-0.5, 1.5)
      table.x[row] += share * (truth.x[partner] - truth.x[row])
      table.y[row] += share * (truth.y[partner] - truth.y[row])
    }
    // About 330 detections in the middle and 670 beside it: Poisson.
    expect(Math.abs(valley(sumsOf(table), binOf(100)))).toBeLessThan(0.25)
  })
})

test('crossing lines are as far apart as the angle says', () => {
  const angle = (20 * Math.PI) / 180
  const lines = twoLines(6400, 6400, { angle })
  const { x, y } = moleculesOn(lines, 101)
  for (const i of [0, 50, 150]) {
    const [a, b] = [2 * Math.floor(i / 2), 2 * Math.floor(i / 2) + 1]
    const along = Math.hypot((x[a] + x[b]) / 2 - 3200, (y[a] + y[b]) / 2 - 3200)
    expect(Math.hypot(x[a] - x[b], y[a] - y[b])).toBeCloseTo(2 * along * Math.tan(angle / 2), 1)
  }
})

test('pairs are counted by distance within frames only', () => {
  const spots = { frame: Int32Array.of(0, 0, 0, 1), x: Float32Array.of(0, 30, 30, 0), y: Float32Array.of(0, 0, 400, 0) }
  const counts = pairCounts(spots)
  expect(counts[0]).toBe(1)
  expect(counts[400 / pairBin]).toBe(2)
  expect(counts.reduce((a, b) => a + b)).toBe(3)
})

describe('triples on a line', () => {
  const random = new Random(5)
  const truth = createEmitters(6000)
  truth.frame.forEach((_, row) => {
    truth.frame[row] = Math.floor(row / 60)
    truth.x[row] = random.between(0, 6400)
    truth.y[row] = random.between(0, 6400)
  })
  const identity = { detection: Int32Array.from(truth.frame.keys()), truth: Int32Array.from(truth.frame.keys()), falsePositives: new Int32Array(0), missed: new Int32Array(0) }

  test('are a sixth of those of complete spatial randomness: angles over 150° of 180°', () => {
    const [all, there, seen] = pooled(lineTriples(found(truth), truth, identity, 100, 10))
    expect(seen).toBe(there)
    expect(Math.abs(there / all - 1 / 6)).toBeLessThan(5 * Math.sqrt((1 / 6) * (5 / 6) / all))
  })

  test('are about half where all is drawn onto one line: the neighbours then lie on the same side or on both', () => {
    const flat = found(truth)
    flat.y = flat.y.map((value) => 0.01 * value)
    const [all, , seen] = pooled(lineTriples(flat, truth, identity, 100, 10))
    expect(seen / all).toBeGreaterThan(0.4)
    expect(seen / all).toBeLessThan(0.6)
  })
})
