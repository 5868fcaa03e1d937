import { describe, expect, test } from 'vitest'
import { createEmitters, createLocalizations } from '../../../../core/localizations/table.ts'
import { marksOf, nearest, valuesOf, type Columns, type Layer } from '../../../../renderer/movie/frame-marks.ts'
import { matchesOf } from '../../../../renderer/movie/picked-match.ts'
import { readOut, spaced } from '../../../../renderer/movie/readout.ts'
import { passingRows, rowsByFrame } from '../../../../renderer/movie/rows-by-frame.ts'
import { challengeCamera } from '../../../../core/camera/camera.ts'
import { photonsOf } from '../../../../core/camera/photons.ts'

describe('rows of a frame', () => {
  test('are found in tables in the order of their frames', () => {
    const rows = rowsByFrame(Int32Array.of(0, 0, 2, 2, 2, 5))
    expect([0, 1, 2, 5, 6].map((frame) => [...rows.of(frame)])).toEqual([[0, 1], [], [2, 3, 4], [5], []])
  })

  test('are found in tables in any order', () => {
    const rows = rowsByFrame(Int32Array.of(5, 0, 2, 0, 2, 2))
    expect([0, 1, 2, 5].map((frame) => [...rows.of(frame)])).toEqual([[1, 3], [], [2, 4, 5], [0]])
  })

  test('are those that pass the filters', () => {
    expect([...passingRows(Uint32Array.of(3, 4, 5), Uint32Array.of(0, 4, 5, 9))]).toEqual([4, 5])
    expect([...passingRows(Uint32Array.of(3, 4), undefined)]).toEqual([3, 4])
    expect([...passingRows(Uint32Array.of(3, 4), new Uint32Array())]).toEqual([])
  })
})

/** A layer of spots at (x, y) nm. */
function layer(role: Layer['role'], spots: readonly (readonly [number, number])[], from: Layer['from'] = 'table'): Layer {
  const table = role === 'truth' ? createEmitters(spots.length) : createLocalizations(spots.length)
  spots.forEach(([x, y], row) => {
    table.frame[row] = 7
    table.x[row] = x
    table.y[row] = y
  })
  return { role, from, dataset: from === 'table' ? `${role}-table` : undefined, columns: table as unknown as Columns, rows: Uint32Array.from(spots.keys()) }
}

const field = { width: 6400, height: 6400 }
const rules = { gate: 250, axialGate: 500, border: 450, minimumPhotons: 0 }

describe('marks of a frame', () => {
  const truth = layer('truth', [[1000, 1000], [3000, 3000], [100, 3000]])
  const a = layer('a', [[1030, 1040], [5000, 5000], [110, 3000]])

  test('detections within 250 nm of an emitter are matched, others are false positives; emitters without one are missed', () => {
    const [pairing] = marksOf(7, [a, truth], field).pairings
    expect(pairing.outcome).toEqual(['matched', 'alone', 'uncounted'])
    expect([...pairing.partner]).toEqual([0, -1, -1])
    expect(pairing.outcomeOfOther).toEqual(['matched', 'alone', 'uncounted'])
  })

  test('pairs follow the rules of the scores: gate, least photons, offset', () => {
    truth.columns.photons.set([100, 900, 900])
    expect(marksOf(7, [a, truth], field, { ...rules, gate: 49 }).pairings[0].outcome[0]).toBe('alone')
    expect(marksOf(7, [a, truth], field, { ...rules, border: 0 }).pairings[0].outcome).toEqual(['matched', 'alone', 'matched'])
    const dim = marksOf(7, [a, truth], field, { ...rules, minimumPhotons: 500 }).pairings[0]
    expect([dim.outcome, dim.outcomeOfOther]).toEqual([['uncounted', 'alone', 'uncounted'], ['uncounted', 'alone', 'uncounted']])
    expect(marksOf(7, [a, truth], field, { ...rules, gate: 1, removed: { a: { x: 30, y: 40, z: 0 } } }).pairings[0].outcome[0]).toBe('matched')
  })

  test('without truth A is compared with B', () => {
    const { pairings } = marksOf(7, [a, layer('b', [[1000, 1000]])], field)
    expect(pairings.map(({ detections, against }) => [detections, against])).toEqual([['a', 'b']])
    expect([...pairings[0].partner]).toEqual([0, -1, -1])
  })

  test('a preview that numbers its frame otherwise is compared all the same', () => {
    const preview = layer('a', [[1000, 1000]], 'preview')
    preview.columns.frame[0] = 0
    expect(marksOf(7, [preview, truth], field).pairings[0].outcome).toEqual(['matched'])
  })

  test('a click picks the nearest mark of the layers in sight, and none beyond its reach', () => {
    const marks = marksOf(7, [a, truth], field)
    expect(nearest(marks, ['a', 'truth'], { x: 1010, y: 1010 }, 200)).toEqual({ role: 'truth', n: 0 })
    expect(nearest(marks, ['a'], { x: 1010, y: 1010 }, 200)).toEqual({ role: 'a', n: 0 })
    expect(nearest(marks, ['a', 'truth'], { x: 2000, y: 2000 }, 200)).toBeUndefined()
  })

  test('the picked mark is read out with its match: 50 nm away by 30 and 40', () => {
    const marks = marksOf(7, [a, truth], field)
    const [match] = matchesOf(marks, { frame: 7, layer: a, n: 0 }, rules)
    expect(match.title).toBe('Matched with the truth')
    expect(Object.fromEntries(match.lines.map(({ title, text }) => [title, text]))).toMatchObject({ 'Δx': '+30.0 nm', 'Δy': '+40.0 nm', 'Lateral distance': '50.0 nm' })
    expect(matchesOf(marks, { frame: 7, layer: a, n: 1 }, rules)[0].title).toContain('False positive')
    expect(matchesOf(marks, { frame: 7, layer: truth, n: 1 }, rules)[0].title).toBe('Missed by A')
    expect(matchesOf(marks, { frame: 7, layer: a, n: 2 }, rules)[0].title).toBe('Not scored: within 450 nm of the border')
  })
})

describe('read-outs', () => {
  test('all columns are read out with their units, frames from 1', () => {
    const lines = readOut({ ...valuesOf(layer('a', [[1234.56, 8]]), 0), prior_influence: NaN })
    expect(lines.find(({ name }) => name === 'frame')).toEqual({ name: 'frame', title: 'Frame', text: '8' })
    expect(lines.find(({ name }) => name === 'x')).toEqual({ name: 'x', title: 'x', text: '1\u202F234.6 nm' })
    expect(lines.find(({ name }) => name === 'prior_influence')?.text).toBe('none')
    expect(lines).toHaveLength(12)
  })

  test('a pixel of the challenge’s EMCCD has one photon every 6 ADU above its baseline', () => {
    expect(photonsOf(challengeCamera, 700, 0)).toBeCloseTo(100, 10)
  })

  test('thousands stand apart', () => {
    expect(spaced(1234567.89)).toBe('1\u202F234\u202F567.89')
    expect(spaced(-999)).toBe('−999')
  })
})
