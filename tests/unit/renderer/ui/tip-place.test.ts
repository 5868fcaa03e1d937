// Where labels of things stand.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { placeTip } from '../../../../renderer/ui/tip-place.ts'

const window = { width: 1100, height: 700 }

describe('the label of a thing', () => {
  test('stands centred under it, 8 px away', () => {
    expect(placeTip({ left: 500, top: 100, width: 40, height: 30 }, { width: 120, height: 28 }, window, 'bottom')).toEqual({ left: 460, top: 138 })
  })

  test('stands above a thing at the lower edge, and beside one whose left is taken', () => {
    expect(placeTip({ left: 500, top: 670, width: 40, height: 30 }, { width: 120, height: 28 }, window, 'bottom').top).toBe(634)
    expect(placeTip({ left: 500, top: 4, width: 40, height: 30 }, { width: 120, height: 28 }, window, 'top').top).toBe(42)
    expect(placeTip({ left: 30, top: 100, width: 40, height: 30 }, { width: 120, height: 28 }, window, 'left').left).toBe(78)
  })

  test('lies within the window and leaves the thing free, wherever that is', () => {
    const thing = fc.record({ left: fc.integer({ min: 0, max: 1060 }), top: fc.integer({ min: 0, max: 660 }), width: fc.integer({ min: 8, max: 40 }), height: fc.integer({ min: 8, max: 40 }) })
    const label = fc.record({ width: fc.integer({ min: 20, max: 340 }), height: fc.integer({ min: 20, max: 160 }) })
    fc.assert(fc.property(thing, label, fc.constantFrom('top', 'bottom', 'left'), (box, size, side) => {
      const { left, top } = placeTip(box, size, window, side)
      expect(left).toBeGreaterThanOrEqual(8)
      expect(top).toBeGreaterThanOrEqual(8)
      expect(left + size.width).toBeLessThanOrEqual(window.width - 8)
      expect(top + size.height).toBeLessThanOrEqual(window.height - 8)
      const apart = left + size.width <= box.left || left >= box.left + box.width || top + size.height <= box.top || top >= box.top + box.height
      expect(apart).toBe(true)
    }), { seed: 1 })
  })
})
