// Frames with fewer pixels: every value is the mean of those it stands for.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { binnedFrames, binnedSide } from '../../../core/rendering/binned.ts'

test.each([Uint16Array, Float32Array])('each value is the mean of the pixels it stands for (%o)', (Values) => {
  const side = fc.integer({ min: 1, max: 20 })
  fc.assert(fc.property(side, side, fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 8 }), fc.infiniteStream(fc.integer({ min: 0, max: 65_535 })), (width, height, frames, binning, some) => {
    const values = Values.from([...some.take(width * height * frames)])
    const means = binnedFrames(values, width, height, binning)
    const [columns, rows] = [binnedSide(width, binning), binnedSide(height, binning)]
    expect(means).toHaveLength(frames * rows * columns)
    means.forEach((mean, i) => {
      const [frame, row, column] = [Math.floor(i / (rows * columns)), Math.floor(i / columns) % rows, i % columns]
      const under: number[] = []
      for (let y = row * binning; y < Math.min(height, (row + 1) * binning); y++) for (let x = column * binning; x < Math.min(width, (column + 1) * binning); x++) under.push(values[(frame * height + y) * width + x])
      const exact = under.reduce((sum, value) => sum + value, 0) / under.length
      expect(mean).toBe(Values === Uint16Array ? Math.round(exact) : Math.fround(exact))
    })
  }))
})

test('all pixels are the values themselves', () => {
  const values = new Uint16Array(6)
  expect(binnedFrames(values, 3, 2, 1)).toBe(values)
})
