import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { colourAt, hawaii } from '../../../core/rendering/colour-map.ts'
import { renderDepth, saturation, sumByDepth, toPicture } from '../../../core/rendering/depth-image.ts'
import type { View } from '../../../core/rendering/image.ts'

const view: View = { x: [0, 400], y: [0, 300], pixel: 10 }
const zRange = [-600, 600] as const

describe('picture coloured by depth', () => {
  test('points land on their pixels in the colours of their depths, on black', () => {
    const points = { x: [55, 205, 355], y: [45, 145, 255], z: [-600, 0, 600] }
    const { width, data } = renderDepth(points, { view, zRange, sigma: 1, sigmaLimits: [1, 1] })
    const pixel = (column: number, row: number): number[] => [...data.subarray(4 * (row * width + column), 4 * (row * width + column) + 3)]
    const close = (actual: number[], share: number): void => {
      const expected = colourAt(hawaii, share)
      for (let c = 0; c < 3; c++) expect(Math.abs(actual[c] - expected[c])).toBeLessThanOrEqual(1)
    }
    close(pixel(5, 4), 0)
    close(pixel(20, 14), 0.5)
    close(pixel(35, 25), 1)
    let dark = 0
    for (let i = 0; i < data.length; i += 4) if (data[i] + data[i + 1] + data[i + 2] === 0) dark++
    expect(dark).toBe(40 * 30 - 3)
  })

  test('every localization adds exactly one to the picture, whatever its σ, while it lies inside', () => {
    fc.assert(fc.property(fc.double({ min: 150, max: 250, noNaN: true }), fc.double({ min: 130, max: 170, noNaN: true }), fc.double({ min: 0.5, max: 40, noNaN: true }), (x, y, sigma) => {
      const { density } = sumByDepth({ x: [x], y: [y], z: [0], sigma_x: [sigma], sigma_y: [sigma] }, { view, zRange })
      expect(density.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1, 5)
    }))
  })

  test('a Gaussian is as wide as its σ', () => {
    const { density, width } = sumByDepth({ x: [200], y: [150], z: [0], sigma_x: [30], sigma_y: [20] }, { view, zRange })
    let [xx, yy] = [0, 0]
    density.forEach((value, i) => {
      xx += value * (((i % width) + 0.5) * 10 - 200) ** 2
      yy += value * ((Math.floor(i / width) + 0.5) * 10 - 150) ** 2
    })
    // Cut at 3σ, a Gaussian's standard deviation is 0.9866 σ; pixels of width a add a²/12.
    expect(Math.sqrt(xx - 100 / 12)).toBeCloseTo(0.9866 * 30, 0)
    expect(Math.sqrt(yy - 100 / 12)).toBeCloseTo(0.9866 * 20, 0)
  })

  test('σ is held within its limits', () => {
    const options = { view, zRange, sigmaLimits: [10, 20] as const }
    const wide = sumByDepth({ x: [200], y: [150], z: [0], sigma_x: [500], sigma_y: [500] }, options)
    const limit = sumByDepth({ x: [200], y: [150], z: [0], sigma_x: [20], sigma_y: [20] }, options)
    expect(wide).toEqual(limit)
  })

  test('localizations over the edge and without a number are harmless', () => {
    const { density } = sumByDepth({ x: [-5, 402, NaN, 1e6], y: [150, 299, 10, -1e6], z: [0, 0, 0, 0] }, { view, zRange })
    const sum = density.reduce((total, value) => total + value, 0)
    expect(sum).toBeGreaterThan(0.4)
    expect(sum).toBeLessThan(1.5)
  })

  test('two depths in one pixel give the mean of their colours', () => {
    const sums = sumByDepth({ x: [205, 205], y: [145, 145], z: [-600, 600] }, { view, zRange, sigmaLimits: [1, 1] })
    const at = 14 * 40 + 20
    for (let c = 0; c < 3; c++) {
      expect(sums.colour[3 * at + c] / sums.density[at]).toBeCloseTo((hawaii.stops[0][c] + hawaii.stops.at(-1)![c]) / 2, 3)
    }
  })

  test('brightness grows with density up to the saturation and no further', () => {
    const sums = sumByDepth({ x: [55, 155, 155, 255, 255, 255, 255], y: Array(7).fill(145), z: Array(7).fill(600) }, { view, zRange, sigmaLimits: [1, 1] })
    const { data } = toPicture(sums, 2, 1)
    const green = [5, 15, 25].map((column) => data[4 * (14 * 40 + column) + 1])
    const full = hawaii.stops.at(-1)![1]
    expect(green).toEqual([Math.round(full / 2), full, full])
  })

  test('an empty table is a black picture', () => {
    const { data } = renderDepth({ x: [], y: [], z: [] }, { view, zRange })
    expect(data.every((value, i) => value === (i % 4 === 3 ? 255 : 0))).toBe(true)
    expect(saturation(new Float32Array(4))).toBe(1)
  })
})
