// Pictures made by the processor: every localization weighs one, stands where it is and is as wide as stated.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hawaii, colourAt } from '../../../../core/rendering/colour-map.ts'
import type { LayerPoints, SumOptions } from '../../../../renderer/superres/painter.ts'
import { addGaussians, newSums, toneInto, type Sums } from '../../../../renderer/superres/plain-sums.ts'

const target = { width: 80, height: 60 }
/** 10 nm a pixel, (0, 0) in the middle. */
const options: SumOptions = { place: { x: 0, y: 0, scale: 0.05 }, ratio: 2, target, sigma: { factor: 1, least: 0, most: 1000 } }
const spots = (...geometry: number[]): LayerPoints => ({ count: geometry.length / 4, geometry: Float32Array.from(geometry), values: new Float32Array(geometry.length / 4), colour: [1, 0.5, 0.25] })

function sumsOf(points: LayerPoints): Sums {
  const sums = newSums(target)
  addGaussians(sums, points, 0, points.count, options)
  return sums
}

/** Weight, mean column and row (pixels) and their variances. */
function moments({ width, pixels }: Sums) {
  let [weight, x, y, xx, yy] = [0, 0, 0, 0, 0]
  for (let i = 0; i < pixels.length / 4; i++) {
    const [w, column, row] = [pixels[4 * i + 3], (i % width) + 0.5, Math.floor(i / width) + 0.5]
    weight += w
    x += w * column
    y += w * row
    xx += w * column * column
    yy += w * row * row
  }
  return { weight, x: x / weight, y: y / weight, varianceX: xx / weight - (x / weight) ** 2, varianceY: yy / weight - (y / weight) ** 2 }
}

describe('sums by the processor', () => {
  test('a localization weighs one, at its place, with its σ and a pixel\'s own width', () => {
    fc.assert(fc.property(fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: -100, max: 100, noNaN: true }), fc.double({ min: 10, max: 50, noNaN: true }), fc.double({ min: 10, max: 50, noNaN: true }), (x, y, sigmaX, sigmaY) => {
      const { weight, ...found } = moments(sumsOf(spots(x, y, sigmaX, sigmaY)))
      expect(Math.abs(weight - 1)).toBeLessThan(0.02)
      expect(Math.abs(found.x - (40 + x / 10))).toBeLessThan(0.05)
      expect(Math.abs(found.y - (30 + y / 10))).toBeLessThan(0.05)
      // Cut at 3 σ, a Gaussian's variance is 0.9506 of itself along each axis.
      expect(Math.abs(found.varianceX / (0.9506 * ((sigmaX / 10) ** 2 + 1 / 12)) - 1)).toBeLessThan(0.06)
      expect(Math.abs(found.varianceY / (0.9506 * ((sigmaY / 10) ** 2 + 1 / 12)) - 1)).toBeLessThan(0.06)
    }))
  })

  test('localizations add up; those outside or at the edge put there what falls on the picture', () => {
    const one = sumsOf(spots(0, 0, 20, 20))
    const many = sumsOf(spots(0, 0, 20, 20, 0, 0, 20, 20, 5000, 0, 20, 20))
    many.pixels.forEach((value, i) => { expect(value).toBeCloseTo(2 * one.pixels[i], 6) })
    expect(moments(sumsOf(spots(-400, 0, 30, 30))).weight).toBeCloseTo(0.5, 1)
    expect(moments(sumsOf(spots(-400, -300, 30, 30))).weight).toBeCloseTo(0.25, 1)
  })

  test('values have the colours of the map, none and no partner their own', () => {
    const at = [-300, -100, 100, 300]
    const points: LayerPoints = { ...spots(...at.flatMap((x) => [x, 0, 20, 20])), values: Float32Array.of(-500, 250, -1e30, 1e30), colour: { map: hawaii, range: [-500, 500] } }
    const sums = sumsOf(points)
    const hue = (x: number): number[] => {
      const first = 4 * (30 * target.width + 40 + x / 10)
      return [0, 1, 2].map((k) => sums.pixels[first + k] / sums.pixels[first + 3])
    }
    for (const [x, share] of [[-300, 0], [-100, 0.75]] as const) hue(x).forEach((value, k) => { expect(value).toBeCloseTo(colourAt(hawaii, share)[k] / 255, 1) })
    hue(100).forEach((value) => { expect(value).toBeCloseTo(0.42, 5) })
    expect(hue(300)[0]).toBeCloseTo(0.8, 5)
  })
})

describe('tones by the processor', () => {
  const pane = { left: 10, top: 5, ...target }
  const picture = () => ({ width: 100, height: 70, data: new Uint8ClampedArray(4 * 100 * 70) })
  const colours = { more: [1, 0, 0], fewer: [0, 0, 1] } as const
  /** Column and row of the picture at which (0, 0) nm stands. */
  const middle = 4 * ((5 + 30) * 100 + 10 + 40)

  test('full brightness where the weight is full, by gamma below it; nothing outside the clip', () => {
    const sums = sumsOf(spots(0, 0, 20, 20))
    const peak = sums.pixels[4 * (30 * target.width + 40) + 3]
    const at = (full: number, gamma: number, clip = pane): number[] => {
      const made = picture()
      toneInto(made, [sums], [full], { mode: 'colour', gamma }, pane, clip, colours)
      return Array.from(made.data.subarray(middle, middle + 3))
    }
    expect(at(peak, 0.6)).toEqual([255, 128, 64])
    expect(at(peak * 4, 0.5)[0]).toBeCloseTo(127.5, -0.5)
    expect(at(peak, 0.6, { ...pane, width: 20 })).toEqual([0, 0, 0])
  })

  test('a difference is black where both are alike, else in the colour of the one that has more', () => {
    const [one, other] = [sumsOf(spots(0, 0, 20, 20, 200, 0, 20, 20)), sumsOf(spots(0, 0, 20, 20, -200, 0, 20, 20))]
    const made = picture()
    toneInto(made, [one, other], [0.01, 0.01], { mode: 'difference', gamma: 1 }, pane, pane, colours)
    expect(Array.from(made.data.subarray(middle, middle + 3))).toEqual([0, 0, 0])
    expect(Array.from(made.data.subarray(middle + 80, middle + 83))).toEqual([255, 0, 0])
    expect(Array.from(made.data.subarray(middle - 80, middle - 77))).toEqual([0, 0, 255])
  })
})
