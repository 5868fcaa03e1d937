import { describe, expect, test } from 'vitest'
import { barOf } from '../../../../renderer/movie/scale-bar.ts'
import { allSeen, fit, panned, toFrame, toView, zoomed } from '../../../../renderer/movie/view-transform.ts'

const frame = { width: 256, height: 128 }
const view = { width: 800, height: 600 }

describe('the place of a frame in its view', () => {
  test('the whole frame stands in the middle, as large as it goes', () => {
    const transform = fit(frame, view)
    expect(transform).toEqual({ scale: 800 / 256, x: 0, y: 100 })
    expect(allSeen(transform, frame, view)).toBe(true)
  })

  test('zooming keeps the point under the cursor', () => {
    const cursor = { x: 137, y: 411 }
    let transform = fit(frame, view)
    const before = toFrame(transform, cursor)
    for (const factor of [1.5, 3, 0.2, 7]) transform = zoomed(transform, transform.scale * factor, cursor)
    expect(toFrame(transform, cursor).x).toBeCloseTo(before.x, 8)
    expect(toFrame(transform, cursor).y).toBeCloseTo(before.y, 8)
  })

  test('zooming stops at 200 screen pixels a frame pixel', () => {
    expect(zoomed(fit(frame, view), 1e6, { x: 0, y: 0 }).scale).toBe(200)
  })

  test('view and frame coordinates are each other’s inverse', () => {
    const transform = { scale: 3.7, x: -512.3, y: 88.1 }
    const at = toFrame(transform, toView(transform, { x: 12.25, y: 99.5 }))
    expect(at.x).toBeCloseTo(12.25, 10)
    expect(at.y).toBeCloseTo(99.5, 10)
  })

  test('a frame cannot be dragged out of sight', () => {
    const transform = panned(fit(frame, view), { x: 1e5, y: -1e5 }, frame, view)
    expect(transform.x).toBeLessThan(view.width)
    expect(transform.y + frame.height * transform.scale).toBeGreaterThan(0)
  })
})

describe('the scale bar', () => {
  test.each([
    // 100 nm pixels at 5 screen pixels each: 20 nm a screen pixel.
    [5 / 100, 160, 2000, 100, '2 µm'],
    [0.5 / 100, 160, 20_000, 100, '20 µm'],
    [150 / 100, 160, 100, 150, '100 nm'],
    [200 / 65, 160, 50, 153.846, '50 nm'],
  ])('at %f screen pixels a nm and at most %i pixels it is %i nm long', (perNm, most, length, width, label) => {
    const bar = barOf(perNm, most)
    expect(bar.length).toBe(length)
    expect(bar.width).toBeCloseTo(width, 2)
    expect(bar.label).toBe(label)
  })
})
