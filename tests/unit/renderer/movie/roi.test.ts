import { describe, expect, test } from 'vitest'
import { boxBetween, cursorOf, dragged, gripAt, toNm, toPixels } from '../../../../renderer/movie/roi.ts'

const frame = { width: 64, height: 32 }

describe('the region', () => {
  test('is of whole pixels: all that the drag touches', () => {
    expect(boxBetween({ x: 10.2, y: 5.9 }, { x: 3.5, y: 20.1 }, frame)).toEqual({ x0: 3, y0: 5, x1: 11, y1: 21 })
  })

  test('stays inside the frame and has at least one pixel', () => {
    expect(boxBetween({ x: -5, y: 40 }, { x: 900, y: 50 }, frame)).toEqual({ x0: 0, y0: 31, x1: 64, y1: 32 })
    expect(boxBetween({ x: 7, y: 7 }, { x: 7, y: 7 }, frame)).toEqual({ x0: 7, y0: 7, x1: 8, y1: 8 })
  })

  const box = { x0: 10, y0: 10, x1: 20, y1: 20 }
  test('is moved by its inside, without changing its size at the frame’s edge', () => {
    const grip = gripAt(box, { x: 15, y: 15 }, 1)!
    expect(cursorOf(grip)).toBe('move')
    expect(dragged(box, grip, { x: 3.4, y: -100 }, frame)).toEqual({ x0: 13, y0: 0, x1: 23, y1: 10 })
  })

  test('is resized by sides and corners', () => {
    const corner = gripAt(box, { x: 20.3, y: 19.8 }, 1)!
    expect(cursorOf(corner)).toBe('nwse-resize')
    expect(dragged(box, corner, { x: 5, y: 2 }, frame)).toEqual({ x0: 10, y0: 10, x1: 25, y1: 22 })
    const side = gripAt(box, { x: 10, y: 15 }, 1)!
    expect(cursorOf(side)).toBe('ew-resize')
    expect(dragged(box, side, { x: 15, y: 9 }, frame)).toEqual({ x0: 20, y0: 10, x1: 25, y1: 20 })
    expect(gripAt(box, { x: 30, y: 15 }, 1)).toBeUndefined()
  })

  test('is kept in nm', () => {
    const nm = toNm(box, 100)
    expect(nm).toEqual({ x0: 1000, y0: 1000, x1: 2000, y1: 2000 })
    expect(toPixels(nm, 100)).toEqual(box)
  })
})
