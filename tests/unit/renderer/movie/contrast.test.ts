import { describe, expect, test } from 'vitest'
import { autoLimits, histogram, histogramRange, sampled, shown } from '../../../../renderer/movie/contrast.ts'

describe('contrast', () => {
  test('auto limits leave out the darkest 0.5 % and the brightest 0.2 % of the pixels', () => {
    const values = Float32Array.from({ length: 1000 }, (_, i) => 999 - i)
    expect(autoLimits(values)).toEqual({ low: 5, high: 998 })
  })

  test('a frame of one value still has limits that differ', () => {
    expect(autoLimits(new Float32Array(100).fill(7))).toEqual({ low: 7, high: 8 })
    expect(autoLimits(new Float32Array())).toEqual({ low: 0, high: 1 })
  })

  test('every pixel is in the histogram once', () => {
    const { least, largest, counts } = histogram(Float32Array.of(0, 0, 1, 2, 3, 4), undefined, 4)
    expect([least, largest]).toEqual([0, 4])
    expect([...counts]).toEqual([2, 1, 1, 2])
  })

  test('the histogram gives the limits room to be dragged, and leaves out what lies far beyond them', () => {
    expect(histogramRange({ least: 100, largest: 60_000 }, { low: 250, high: 650 })).toEqual({ least: 100, largest: 1050 })
    expect(histogramRange({ least: 100, largest: 700 }, { low: 250, high: 650 })).toEqual({ least: 100, largest: 700 })
    expect(histogramRange({ least: 300, largest: 400 }, { low: 0, high: 1000 })).toEqual({ least: 0, largest: 1000 })
    const { counts } = histogram(Float32Array.of(0, 300, 5000, 60_000), { least: 100, largest: 1050 }, 2)
    expect([...counts]).toEqual([2, 2])
  })

  test('of 2048×2048 pixels at most 65,536 are looked at, from all columns', () => {
    const values = Uint16Array.from({ length: 2048 * 2048 }, (_, i) => i % 2048)
    const some = sampled(values)
    expect(some.length).toBeLessThanOrEqual(2 ** 16)
    expect(new Set(some).size).toBe(2048)
  })

  test('values that are no number are left out', () => {
    expect([...sampled(Float32Array.of(1, NaN, 2, Infinity))]).toEqual([1, 2])
  })

  test('half way between the limits is √½ at a gamma of 0.5, and the limits hold', () => {
    const contrast = { low: 100, high: 300, gamma: 0.5 }
    expect(shown(200, contrast)).toBeCloseTo(Math.SQRT1_2)
    expect(shown(50, contrast)).toBe(0)
    expect(shown(1000, contrast)).toBe(1)
  })
})
