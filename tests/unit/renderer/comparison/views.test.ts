import { describe, expect, test } from 'vitest'
import { createLocalizations } from '../../../../core/localizations/table.ts'
import { arrange, columnsFor, paneAt, rolesAt } from '../../../../renderer/superres/arrangement.ts'
import { pickText } from '../../../../renderer/superres/pick-text.ts'
import { nearestRow } from '../../../../renderer/superres/nearest.ts'
import { dragged, fitted, seen, toPane, toSample, zoomed } from '../../../../renderer/superres/place.ts'
import { pointSlices, unstatedSigma, valueSlices } from '../../../../renderer/superres/points.ts'
import { inTurns } from '../../../../renderer/ui/turns.ts'

const pane = { width: 400, height: 300 }

describe('the shared place of linked views', () => {
  test('zooming keeps the point under the pointer; dragging moves with it', () => {
    const place = { x: 3000, y: 2000, scale: 0.1 }
    const at = { x: 37, y: 211 }
    const point = toSample(place, pane, at)
    expect(toSample(zoomed(place, pane, 3.7, at), pane, at)).toEqual({ x: expect.closeTo(point.x, 6) as number, y: expect.closeTo(point.y, 6) as number })
    expect(toPane(dragged(place, { x: 10, y: -20 }), pane, point)).toEqual({ x: expect.closeTo(at.x + 10, 6) as number, y: expect.closeTo(at.y - 20, 6) as number })
  })

  test('fitting shows the whole region in the middle', () => {
    const { x0, y0, x1, y1 } = seen(fitted({ x0: 0, y0: 0, x1: 6400, y1: 6400 }, pane, 1), pane)
    expect([y0, y1]).toEqual([expect.closeTo(0, 6), expect.closeTo(6400, 6)])
    expect((x0 + x1) / 2).toBeCloseTo(3200, 6)
  })
})

describe('the arrangement', () => {
  test('side by side gives each table a pane of the same width', () => {
    const { panes } = arrange('side', ['a', 'b', 'truth'], { width: 604, height: 200 }, 0.5, false)
    expect(panes.map(({ left, width }) => [left, width])).toEqual([[0, 200], [202, 200], [404, 200]])
    expect(paneAt({ panes, tones: [] }, { x: 300, y: 10 })?.roles).toEqual(['b'])
  })

  test('a grid takes the place of the row where the field of view is seen larger', () => {
    expect(columnsFor(3, { width: 1200, height: 400 }, 1)).toBe(3)
    expect(columnsFor(3, { width: 550, height: 610 }, 1)).toBe(2)
    expect(columnsFor(2, { width: 400, height: 800 }, 1)).toBe(1)
    expect(columnsFor(2, { width: 800, height: 400 }, 4)).toBe(1)
    const { panes } = arrange('side', ['a', 'b', 'truth'], { width: 402, height: 402 }, 0.5, false)
    expect(panes.map(({ left, top, width, height }) => [left, top, width, height])).toEqual([[0, 0, 200, 200], [202, 0, 200, 200], [0, 202, 200, 200]])
  })

  test('swipe shows A left and B right of the divider, and a click means what is seen there', () => {
    const arrangement = arrange('swipe', ['a', 'b'], pane, 0.25, false)
    expect(arrangement.tones.map(({ roles, clip }) => [roles[0], clip.left, clip.width])).toEqual([['a', 0, 100], ['b', 100, 300]])
    expect(rolesAt(arrangement, { x: 99, y: 5 })).toEqual(['a'])
    expect(rolesAt(arrangement, { x: 101, y: 5 })).toEqual(['b'])
  })

  test('flicker shows A and B in turn; with one table alone every mode shows that', () => {
    expect(arrange('flicker', ['a', 'b'], pane, 0.5, false).tones[0].roles).toEqual(['a'])
    expect(arrange('flicker', ['a', 'b'], pane, 0.5, true).tones[0].roles).toEqual(['b'])
    expect(arrange('difference', ['b'], pane, 0.5, false).tones).toMatchObject([{ mode: 'colour', roles: ['b'] }])
  })
})

describe('points for the graphics card', () => {
  const table = createLocalizations(10_000)
  table.x.forEach((_, i) => { table.x[i] = i })
  table.sigma_x.fill(12)
  table.z.fill(-50)

  test('every row stands there once, mixed: the first tenth is spread over all', async () => {
    const { rows, count } = await inTurns(pointSlices({ table }, undefined))
    expect(count).toBe(10_000)
    expect([...rows].sort((a, b) => a - b)).toEqual(Array.from({ length: 10_000 }, (_, i) => i))
    const first = [...rows.subarray(0, 1000)]
    for (let tenth = 0; tenth < 10; tenth++) expect(first.filter((row) => Math.floor(row / 1000) === tenth).length).toBeGreaterThan(85)
  })

  test('of the rows that pass alone, with the stated σ or the usual one', async () => {
    const points = await inTurns(pointSlices({ table }, Uint32Array.of(7, 9)))
    expect([...points.rows].sort((a, b) => a - b)).toEqual([7, 9])
    expect(points.geometry[2]).toBe(12)
    expect(points.geometry[3]).toBe(unstatedSigma)
  })

  test('values: no number and no partner are told apart', async () => {
    const points = await inTurns(pointSlices({ table }, Uint32Array.of(0, 1, 2)))
    const extra = { prior_influence: new Float32Array(10_000) }
    extra.prior_influence.set([NaN, Infinity, 2])
    const values = await inTurns(valueSlices({ table, extra }, 'prior_influence', points))
    expect(points.rows.length).toBe(3)
    points.rows.forEach((row, i) => { expect(row === 0 ? values[i] < -1e29 : row === 1 ? values[i] > 1e29 : values[i] === 2).toBe(true) })
    expect([...await inTurns(valueSlices({ table, extra }, 'z', points))]).toEqual([-50, -50, -50])
  })
})

test('picking finds the nearest row within reach, among those that pass', () => {
  const places = { x: [0, 100, 200], y: [0, 0, 0] }
  expect(nearestRow(places, { x: 130, y: 5 }, 50)).toBe(1)
  expect(nearestRow(places, { x: 130, y: 5 }, 20)).toBeUndefined()
  expect(nearestRow(places, { x: 130, y: 5 }, 500, Uint32Array.of(0, 2))).toBe(2)
})

test('a picked localization is read out with its prior influence; frames count from 1', () => {
  const values = { frame: 11, x: 1234.56, y: 99, z: -310, photons: 4321.4, sigma_x: 12.3, sigma_z: 40, error_lateral: NaN, prior_influence: Infinity }
  expect(pickText('one.csv', values)).toBe('one.csv, frame 12, x 1234.6 nm, y 99.0 nm, z −310.0 nm, photons 4321, σx 12.3 nm, σz 40.0 nm, no match in the other table')
  expect(pickText('one.csv', { ...values, prior_influence: 2.5 })).toContain('prior influence 2.50 σ')
})
