import fc from 'fast-check'
import { expect, test } from 'vitest'
import { valueRange } from '../../../electron/engine/movies/value-range.ts'

function bySorting(values: Uint16Array | Float32Array): object {
  const sorted = [...values].filter((value) => !Number.isNaN(value)).toSorted((a, b) => a - b)
  const value = (i: number): number => (sorted[i] ?? NaN) + 0
  return { least: value(0), median: value(sorted.length >> 1), largest: value(sorted.length - 1) }
}

test('least, middle and largest of integers are those that sorting gives', () => {
  fc.assert(fc.property(fc.uint16Array({ minLength: 1, maxLength: 300 }), (values) => {
    expect(valueRange(values)).toEqual(bySorting(values))
  }))
})

test('least, middle and largest of floats are those that sorting gives, infinite ones and what is no number among them', () => {
  fc.assert(fc.property(fc.float32Array({ maxLength: 300 }), (values) => {
    // 0 and −0 are one value.
    const { least, median, largest } = valueRange(values)
    expect({ least: least + 0, median: median + 0, largest: largest + 0 }).toEqual(bySorting(values))
  }))
})

test('values that share the upper half of their bits are told apart', () => {
  const near = Float32Array.from({ length: 1001 }, (_, i) => 1000 + i * 2 ** -13)
  expect(valueRange(near.toReversed())).toEqual({ least: 1000, median: near[500], largest: near[1000] })
  expect(valueRange(near.map((value) => -value))).toEqual({ least: -near[1000], median: -near[500], largest: -1000 })
})
