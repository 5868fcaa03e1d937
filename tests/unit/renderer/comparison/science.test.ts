import { describe, expect, test } from 'vitest'
import { createEmitters, createLocalizations } from '../../../../core/localizations/table.ts'
import { chartCsv } from '../../../../renderer/comparison/chart.ts'
import { betterOf, scoresCsv, shown, type ScoreRow } from '../../../../renderer/comparison/measures.ts'
import { matchedTruthInPixel } from '../../../../renderer/comparison/matched-truth.ts'
import { escaped, reportPage } from '../../../../renderer/comparison/report-page.ts'
import { fieldOfView, framesOf, type Described } from '../../../../renderer/science/field.ts'
import { LatestRun, Stages } from '../../../../renderer/science/latest-run.ts'
import { scienceCalls } from '../../../../renderer/science/science-calls.ts'
import { buffersIn } from '../../../../renderer/ui/buffers-in.ts'
import { found, randomEmitters } from '../../../fixtures/tables.ts'

const plain = (about: Partial<Described>): Described => ({ pixelSize: undefined, width_px: undefined, height_px: undefined, provenance: {}, table: createLocalizations(0), ...about })

describe('the field of view', () => {
  test('comes from the first table that says it, then the movie, then the extent of the truth', () => {
    const truth = createEmitters(2)
    truth.x.set([10, 6320])
    truth.y.set([10, 3050])
    expect(fieldOfView([plain({ width_px: 64, height_px: 32, pixelSize: 110 })], { width: 8, height: 8, pixelSize: 100 }, undefined)).toEqual({ width: 7040, height: 3520, pixelSize: 110, from: 'described' })
    expect(fieldOfView([plain({ provenance: { width_px: 20, height_px: 10, pixelSize: 160 } })], undefined, undefined)).toMatchObject({ width: 3200, height: 1600, pixelSize: 160 })
    expect(fieldOfView([plain({})], { width: 64, height: 32, pixelSize: undefined }, undefined)).toMatchObject({ width: 6400, height: 3200, pixelSize: 100 })
    expect(fieldOfView([plain({})], undefined, plain({ table: truth }))).toEqual({ width: 6400, height: 3100, pixelSize: 100, from: 'extent' })
  })

  test('frames that were localized count from 1 in the document, as far as they are done', () => {
    expect(framesOf({ provenance: { frames: { first: 11, last: 60 } } })).toEqual({ first: 10, end: 60 })
    expect(framesOf({ provenance: { frames: { first: 11, last: 60 }, framesDone: 20 } })).toEqual({ first: 10, end: 30 })
    expect(framesOf({ provenance: {} })).toBeUndefined()
  })
})

describe('scoring off the window’s thread', () => {
  test('a newer wish ends the older run after its stage, and none piles up', async () => {
    const done: string[] = []
    let turn = 0
    const gate: (() => void)[] = []
    const run = new LatestRun(async (superseded) => {
      const name = String(++turn)
      for (const stage of ['quick', 'slow']) {
        if (superseded()) return
        await new Promise<void>((resolve) => { gate.push(resolve) })
        done.push(name + stage)
      }
    })
    run.want()
    run.want()
    run.want()
    while (turn < 3 && gate.length > 0) {
      gate.shift()!()
      await new Promise((resolve) => { setTimeout(resolve, 0) })
    }
    expect(done[0]).toBe('1quick')
    expect(done).not.toContain('1slow')
    expect(turn).toBe(2)
  })

  test('a stage is done again only when one of its inputs is another', () => {
    const stages = new Stages()
    const table = {}
    expect(stages.needed('scores', [table, 1])).toBe(true)
    expect(stages.needed('scores', [table, 1])).toBe(false)
    expect(stages.needed('scores', [{}, 1])).toBe(true)
    stages.forget('scores')
    expect(stages.needed('scores', [{}, 1])).toBe(true)
  })

  test('filters act on the scores: half of the rows find half of the emitters', () => {
    const truth = randomEmitters(400, 100, 10_000)
    const calls = scienceCalls()
    calls.keep('a', found(truth, 10))
    calls.keep('truth', truth)
    const rules = { gate: 250, axialGate: 500, border: 0, minimumPhotons: 0, removeOffset: false }
    expect(calls.scores('a', undefined, rules).recall).toBe(1)
    expect(calls.scores('a', Uint32Array.from({ length: 200 }, (_, i) => 2 * i), rules)).toMatchObject({ recall: 0.5, precision: 1, localizations: 200 })
    // Large tables come a column at a time.
    for (const [name, values] of Object.entries(found(truth, 10))) calls.column('a', name, values)
    calls.keepColumns('a')
    expect(calls.scores('a', undefined, rules).recall).toBe(1)
    expect(() => calls.parts('b')).toThrow('Scores of B are not there yet.')
  })
})

test('what a call gives can be handed over to another thread: the next calls do without it, and give the same', () => {
  const truth = randomEmitters(400, 100, 10_000)
  const rules = { gate: 250, axialGate: 500, border: 0, minimumPhotons: 0, removeOffset: false, fieldOfView: { width: 10_000, height: 10_000 } }
  const view = { x: [0, 10_000], y: [0, 10_000], pixel: 200 } as const
  const answers = (give: (answer: unknown) => unknown): unknown[] => {
    const calls = scienceCalls()
    calls.keep('a', found(truth, 10))
    calls.keep('b', found(truth, 30))
    calls.keep('truth', truth)
    return Array.from({ length: 2 }, () => [
      calls.scores('a', undefined, rules), calls.scores('b', undefined, rules), calls.parts('a'), calls.checkerboard('b', 100), calls.nominalDensity(rules), calls.equalRecall(rules),
      calls.errors('a', rules), calls.influence('b', { ...rules, frames: undefined }), calls.influenceBy('a', 3, undefined, undefined, view), calls.influenceBy('b', 3, undefined, undefined, view),
      calls.distributions({ a: undefined, b: undefined }, 100, undefined),
    ].map(give)).flat()
  }
  const handedOver = (answer: unknown): unknown => structuredClone(answer, { transfer: buffersIn(answer) })
  expect(answers(handedOver)).toEqual(answers((answer) => structuredClone(answer)))
  expect(() => scienceCalls().influenceBy('a', 3, undefined, undefined, view)).toThrow('Prior influence of A is not there yet.')
})

test('at equal recall the better table keeps only its most probable detections', () => {
  const truth = randomEmitters(400, 100, 10_000)
  const calls = scienceCalls()
  calls.keep('a', found(truth, 10))
  calls.keep('b', found(truth, 30, 5))
  calls.keep('truth', truth)
  const rules = { gate: 250, axialGate: 500, border: 0, minimumPhotons: 0, removeOffset: false }
  calls.scores('a', undefined, rules)
  calls.scores('b', Uint32Array.from({ length: 200 }, (_, i) => 2 * i), rules)
  const equal = calls.equalRecall(rules)!
  expect(equal.b.recall).toBe(0.5)
  // One detection more or less is a quarter of a percent.
  expect(equal.a.recall).toBeGreaterThanOrEqual(0.5)
  expect(equal.a.recall).toBeLessThanOrEqual(0.5025)
  expect(equal.a.threshold).toBeGreaterThan(equal.b.threshold)
  expect(calls.equalRecall({ ...rules, region: { x0: 0, y0: 0, x1: 1, y1: 1 } })).toBeNull()
})

describe('the score table', () => {
  test('bold is the better: higher Jaccard, lower error, calibration nearer to 1, offset nearer to 0', () => {
    expect(betterOf({ better: 'higher' }, 60, 70)).toBe('b')
    expect(betterOf({ better: 'lower' }, 20, 30)).toBe('a')
    expect(betterOf({ better: 'one' }, 0.8, 1.1)).toBe('b')
    expect(betterOf({ better: 'zero' }, -3, 5)).toBe('a')
    expect(betterOf({ better: 'lower' }, null, 5)).toBeUndefined()
    expect(betterOf({}, 1, 2)).toBeUndefined()
  })

  test('tells what is under way from what cannot be had', () => {
    expect([shown(undefined, 1), shown(null, 1), shown(-1.25, 1), shown(12_345.6, 0)]).toEqual(['…', '–', '−1.3', '12,346'])
  })

  test('goes into csv with all digits, and names are quoted', () => {
    const row: ScoreRow = { measure: { id: 'jaccard', group: 'Detection', title: 'Jaccard index', unit: '%', decimals: 1, about: '', of: () => null }, a: 57.123456789, b: null, difference: null, better: undefined }
    expect(scoresCsv([row], { a: 'my "best".csv', b: 'b.csv' })).toBe('"measure","title","unit","A: my ""best"".csv","B: b.csv","A - B"\n"jaccard","Detection: Jaccard index","%",57.123456789,,\n')
  })
})

test('the true places of what was found along x and y are the margins of the 10 × 10 cells', () => {
  const cells = Array.from({ length: 100 }, () => 0)
  cells[3 * 10 + 7] = 1
  cells[3 * 10 + 8] = 3
  const { x, y } = matchedTruthInPixel(cells)
  expect([x[7], x[8], y[3]]).toEqual([0.25, 0.75, 1])
})

test('the report holds no script, and a table’s name becomes no markup', () => {
  const name = '<img src=x onerror=alert(1)>.csv'
  const page = reportPage({
    date: new Date(0), filters: ['photons < 500'], rules: [], views: [{ title: 'View', picture: 'data:image/png;base64,AAAA' }], scores: [], charts: [{ section: 'Spread', svg: '<svg></svg>' }], influence: undefined,
    tables: [{ role: 'A', label: name, rows: 1000, passing: 10, facts: [], provenance: { movie: '</pre><script>' } }],
  })
  expect(page).not.toMatch(/<script|<img src=x/)
  expect(page).toContain(escaped(name))
  expect(page).toContain('10 of 1,000 pass the filters')
  expect(page).toContain('photons &lt; 500')
})

test('the numbers of a chart as csv: a line a point, names of bands in place of their number, empty where there is none', () => {
  const chart = { id: 'one', title: 'One', x: 'Distance (nm)', y: 'Recall (%)', about: '', bands: ['0–100', '100 +'], series: [{ name: 'a', points: [{ x: 0, y: 0.25 }, { x: 1, y: null }] }] } as const
  expect(chartCsv(chart, { a: 'A · mine' })).toBe('"series","Distance (nm)","Recall (%)"\n"A · mine","0–100",0.25\n"A · mine","100 +",\n')
})
