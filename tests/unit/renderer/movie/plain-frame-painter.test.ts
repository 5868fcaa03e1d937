// Frames drawn by the processor: the right pixel of the frame under each of the screen, its mean where several are, contrast and colours.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { colourTable } from '../../../../core/rendering/colour-map.ts'
import { lutNamed } from '../../../../core/rendering/luts.ts'
import { paintFrame } from '../../../../renderer/movie/plain-frame-painter.ts'
import { toFrame, type ViewTransform } from '../../../../renderer/movie/view-transform.ts'

const [width, height] = [37, 23]
const values = Uint16Array.from({ length: width * height }, (_, i) => (i * 7919) % 1000)
const grays = lutNamed('Grays')
const [screenWidth, screenHeight] = [60, 50]

/** The grey of every pixel of the screen; −1 where the frame is not. */
function shown(transform: ViewTransform, { ratio = 1, frame = values as Uint16Array | Float32Array, gamma = 1, low = 0, high = 1000, lut = grays } = {}): number[] {
  const stride = screenWidth + 5
  const pixels = new Uint32Array(stride * (screenHeight + 3))
  paintFrame({ pixels, stride, left: 5, top: 3, width: screenWidth, height: screenHeight }, { width, height, binning: 1, values: frame, contrast: { low, high, gamma }, lut }, transform, ratio)
  expect(pixels.subarray(0, 3 * stride).every((value) => value === 0)).toBe(true)
  return Array.from({ length: screenWidth * screenHeight }, (_, i) => {
    const pixel = pixels[(3 + Math.floor(i / screenWidth)) * stride + 5 + (i % screenWidth)]
    return pixel === 0 ? -1 : pixel & 255
  })
}

describe('frames by the processor', () => {
  test('show, zoomed in, the pixel of the frame that is under each of the screen', () => {
    fc.assert(fc.property(fc.double({ min: 1, max: 12, noNaN: true }), fc.integer({ min: -40, max: 40 }), fc.integer({ min: -40, max: 40 }), fc.constantFrom(1, 2), (scale, x, y, ratio) => {
      const transform = { scale, x, y }
      const screen = shown(transform, { ratio })
      for (let i = 0; i < screen.length; i += 7) {
        const at = toFrame(transform, { x: ((i % screenWidth) + 0.5) / ratio, y: (Math.floor(i / screenWidth) + 0.5) / ratio })
        // Where two pixels meet, rounding decides.
        if ([at.x, at.y].some((place) => Math.abs(place - Math.round(place)) < 1e-6)) continue
        const inside = at.x >= 0 && at.y >= 0 && at.x < width && at.y < height
        expect(screen[i]).toBe(inside ? Math.floor((values[Math.floor(at.y) * width + Math.floor(at.x)] / 1000) * 255 + 0.5) : -1)
      }
    }))
  })

  test('show, zoomed out, the mean of what is under a pixel: none is skipped', () => {
    const lone = new Float32Array(width * height)
    lone[10 * width + 18] = 1000
    for (const under of [2, 3, 4]) expect(Math.max(...shown({ scale: 1 / under, x: 0, y: 0 }, { frame: lone }))).toBe(Math.floor(255 / under ** 2 + 0.5))
    const flat = new Float32Array(width * height).fill(400)
    expect(new Set(shown({ scale: 0.3, x: 3, y: 2 }, { frame: flat }))).toEqual(new Set([-1, 102]))
  })

  test('have their contrast, gamma and colours', () => {
    const flat = (value: number): Uint16Array => new Uint16Array(width * height).fill(value)
    const at = (value: number, more: Parameters<typeof shown>[1]): number => shown({ scale: 2, x: 0, y: 0 }, { frame: flat(value), ...more })[0]
    expect(at(200, { low: 200, high: 1200 })).toBe(0)
    expect(at(1500, { low: 200, high: 1200 })).toBe(255)
    expect(at(700, { low: 200, high: 1200 })).toBe(128)
    expect(at(450, { low: 200, high: 1200, gamma: 0.5 })).toBe(128)
    const lut = lutNamed('Viridis')
    expect(at(1000, { lut })).toBe(Math.round(colourTable(lut)[3 * 255]))
  })
})
