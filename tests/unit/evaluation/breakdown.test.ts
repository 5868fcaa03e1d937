// Scores by depth, crowding and frame, and at equal recall.
import { describe, expect, it } from 'vitest'
import { scoresByCrowding, scoresByDepth, scoresByFrame } from '../../../core/evaluation/breakdown.ts'
import { atEqualRecall, scoresAtRecall } from '../../../core/evaluation/equal-recall.ts'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { concatTables, selectRows } from '../../../core/localizations/table.ts'
import { Random } from '../../../core/random/random.ts'
import { found, randomEmitters } from '../../fixtures/tables.ts'
import { emitters, spots } from './spots.ts'

const truth = emitters([[0, 1000, 1000, -400, 1000], [0, 1300, 1000, 300, 1000], [1, 3000, 3000, 450, 1000], [2, 5000, 5000, 100, 1000]])
// Found: the first, 30 nm too far in x; the third, 40 nm too high. False: one near the second emitter, one in an empty frame.
const detections = spots([[0, 1030, 1000, -400], [0, 1350, 1300, 350], [1, 3000, 3000, 490], [3, 2000, 2000, -100]])
const { matching } = evaluate(detections, truth)

describe('scores by depth', () => {
  it('count emitters at their true depth and false positives at their own', () => {
    const bins = scoresByDepth(detections, truth, matching, [-500, 0, 500])
    expect(bins.map(({ low, high, tp, fp, fn }) => [low, high, tp, fp, fn])).toEqual([[-500, 0, 1, 1, 0], [0, 500, 1, 1, 2]])
    expect(bins.map(({ rmseLateral }) => rmseLateral)).toEqual([30, 0])
    expect(bins.map(({ rmseAxial }) => rmseAxial)).toEqual([0, 40])
  })

  it('over all depths together are the scores of the table', () => {
    const [{ low: _low, high: _high, ...all }] = scoresByDepth(detections, truth, matching, [-1000, 1000])
    const { matching: _matching, ...whole } = evaluate(detections, truth)
    expect(all).toEqual(whole)
  })
})

describe('scores by crowding', () => {
  it('count emitters by the distance to the next in their frame, and false positives by the emitter nearest to them', () => {
    const bins = scoresByCrowding(detections, truth, matching, [0, 500, Infinity])
    expect(bins.map(({ tp, fp, fn }) => [tp, fp, fn])).toEqual([[1, 1, 1], [1, 1, 1]])
  })
})

describe('scores by frame', () => {
  it('cover every frame with an emitter or a detection', () => {
    const frames = scoresByFrame(detections, truth, matching)
    expect(frames.map(({ frame, tp, fp, fn, jaccard }) => [frame, tp, fp, fn, jaccard])).toEqual([[0, 1, 1, 1, 1 / 3], [1, 1, 0, 0, 1], [2, 0, 0, 1, 0], [3, 0, 1, 0, 0]])
  })
})

describe('scores at equal recall', () => {
  const real = randomEmitters(2000, 2000, 5000)
  const precise = found(real, 10)
  const all = { ...precise, x: precise.x.map((x, i) => x + (i % 2) * 60) }
  // Here the probability says which detections are the precise ones.
  all.probability = all.probability.map((_, i) => (i % 2 === 0 ? 0.9 : 0.5) + i / 1e5)
  const half = selectRows(precise, Int32Array.from({ length: 1000 }, (_, i) => 2 * i))

  it('are those of the most probable detections that reach it', () => {
    const result = scoresAtRecall(all, real, 0.3)!
    expect(result.tp).toBe(600)
    expect(result.threshold).toBeCloseTo(0.9 + (2000 - 1200) / 1e5, 4)
    // √(10² + 10²) nm; an RMS of 1200 values scatters by 1/√2400 = 2 %.
    expect(Math.abs(result.rmseLateral! / Math.sqrt(200) - 1)).toBeLessThan(0.08)
    result.matching.detection.forEach((row, i) => expect(Math.abs(all.x[row] - real.x[result.matching.truth[i]])).toBeLessThan(60))
  })

  it('do not exist above the recall of all detections', () => {
    expect(scoresAtRecall(half, real, 0.51)).toBeNull()
    expect(scoresAtRecall(half, real, 0.5)!.tp).toBe(1000)
    expect(scoresAtRecall(spots([]), real, 0.1)).toBeNull()
  })

  it('of two tables are taken where the weaker ends: what looked worse may be as good', () => {
    const [a, b] = atEqualRecall([all, half], real)
    expect([a!.tp, b!.tp]).toEqual([1000, 1000])
    expect(evaluate(all, real).rmseLateral!).toBeGreaterThan(40)
    expect(a!.rmseLateral).toBeCloseTo(b!.rmseLateral!, 9)
  })

  it('leave out false positives that are less probable than what is needed', () => {
    const random = new Random(4)
    const noise = spots(Array.from({ length: 500 }, (_, i) => [i, random.between(10_000, 15_000), random.between(0, 5000), 0]))
    noise.probability.fill(0.4)
    expect(scoresAtRecall(concatTables([all, noise]), real, 0.9)).toMatchObject({ tp: 1800, fp: 0 })
  })
})
