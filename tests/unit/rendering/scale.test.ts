import fc from 'fast-check'
import { expect, test } from 'vitest'
import { lipari } from '../../../core/rendering/colour-map.ts'
import { roundDown, scaleBar, ticks } from '../../../core/rendering/scale.ts'
import { renderValues } from '../../../core/rendering/value-image.ts'

test.each([[1600, 1000], [2000, 2000], [0.7, 0.5], [4999, 2000], [5, 5], [0.01, 0.01]])('the 1-2-5 number below %d is %d', (limit, expected) => {
  expect(roundDown(limit)).toBeCloseTo(expected, 12)
})

test('a field of 6.4 µm has a scale bar of 1 µm, one of 1.2 µm one of 200 nm', () => {
  expect(scaleBar(6400)).toEqual({ length: 1000, share: 0.15625, label: '1 µm' })
  expect(scaleBar(1200)).toEqual({ length: 200, share: 1 / 6, label: '200 nm' })
})

test('ticks are round, equally spaced, inside the range and not too many', () => {
  expect(ticks([-750, 750], 5)).toEqual([-500, 0, 500])
  expect(ticks([0, 0.3], 4)).toEqual([0, 0.1, 0.2, 0.3])
  fc.assert(fc.property(fc.double({ min: -1e4, max: 1e4, noNaN: true }), fc.double({ min: 0.01, max: 1e4, noNaN: true }), fc.integer({ min: 2, max: 9 }), (low, width, most) => {
    const values = ticks([low, low + width], most)
    expect(values.length).toBeLessThanOrEqual(most)
    for (const value of values) {
      expect(value).toBeGreaterThanOrEqual(low - 1e-6 * width)
      expect(value).toBeLessThanOrEqual(low + width * (1 + 1e-6))
    }
  }))
})

test('cells without a value are transparent, the others have the colour of their value', () => {
  const { data } = renderValues([0, NaN, 100, 500], 2, 2, [0, 100], lipari)
  expect([...data.subarray(0, 4)]).toEqual([...lipari.stops[0], 255])
  expect([...data.subarray(4, 8)]).toEqual([0, 0, 0, 0])
  expect([...data.subarray(8, 12)]).toEqual([...lipari.stops.at(-1)!, 255])
  expect([...data.subarray(12, 16)]).toEqual([...lipari.stops.at(-1)!, 255])
})
