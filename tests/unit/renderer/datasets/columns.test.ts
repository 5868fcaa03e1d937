// Columns as people see them, their order and their spread.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnHistogram } from '../../../../renderer/datasets/column-histogram.ts'
import { columnsOf } from '../../../../renderer/datasets/columns.ts'
import { rowOrder } from '../../../../renderer/datasets/row-order.ts'
import { createEmitters, createLocalizations } from '../../../../core/localizations/table.ts'

describe('the columns of a dataset', () => {
  test('count frames from 1 and hold the uncertainty in the plane', () => {
    const table = createLocalizations(2)
    table.frame.set([0, 4])
    table.sigma_x.set([3, 10])
    table.sigma_y.set([4, 10])
    const columns = new Map(columnsOf({ table, extra: { prior_influence: Float32Array.of(1, Infinity) } }).map((column) => [column.name, column]))
    expect([...columns.get('frame')!.values]).toEqual([1, 5])
    expect([...table.frame]).toEqual([0, 4])
    expect(columns.get('uncertainty_xy')!.values[0]).toBeCloseTo(Math.sqrt((9 + 16) / 2), 5)
    expect(columns.get('uncertainty_xy')!.values[1]).toBeCloseTo(10, 5)
    expect([...columns.get('prior_influence')!.values]).toEqual([1, Infinity])
    expect([...columns.keys()].at(-1)).toBe('prior_influence')
  })

  test('say whether anything is stated: programs without uncertainties leave theirs 0', () => {
    fc.assert(fc.property(fc.array(fc.constantFrom(0, 0, 0, 7), { maxLength: 6 }), fc.array(fc.constantFrom(0, 0, 0, 9), { minLength: 6, maxLength: 6 }), (first, second) => {
      const table = createLocalizations(first.length)
      table.sigma_x.set(first)
      table.sigma_y.set(second.slice(0, first.length))
      for (const column of columnsOf({ table, extra: {} })) {
        if (column.name !== 'frame') expect([column.name, column.stated]).toEqual([column.name, column.values.some((value) => value !== 0)])
      }
    }), { seed: 4 })
  })

  test('of true emitters hold the molecule and no uncertainty', () => {
    expect(columnsOf({ table: createEmitters(0), extra: {} }).map(({ name }) => name)).toEqual(['frame', 'id', 'x', 'y', 'z', 'photons'])
  })
})

const float = fc.float({ noDefaultInfinity: false, noNaN: false })

describe('rows in the order of a column', () => {
  const oracle = (values: ArrayLike<number>, rows: readonly number[], descending: boolean): number[] => rows.toSorted((a, b) => {
    const [x, y] = [values[a], values[b]]
    if (Number.isNaN(x) || Number.isNaN(y)) return Number(Number.isNaN(x)) - Number(Number.isNaN(y))
    return x === y ? 0 : (x < y ? -1 : 1) * (descending ? -1 : 1)
  })

  test('are those of a stable comparison sort, missing values last, for any numbers', () => {
    fc.assert(fc.property(fc.array(float, { maxLength: 200 }), fc.boolean(), (numbers, descending) => {
      const values = Float32Array.from(numbers)
      expect([...rowOrder(values, undefined, descending)]).toEqual(oracle(values, [...values.keys()], descending))
    }), { seed: 1 })
    fc.assert(fc.property(fc.array(fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 })), fc.boolean(), (numbers, descending) => {
      const values = Int32Array.from(numbers)
      const rows = [...values.keys()].filter((row) => row % 3 !== 1)
      expect([...rowOrder(values, Uint32Array.from(rows), descending)]).toEqual(oracle(values, rows, descending))
    }), { seed: 2 })
  })

  test('keep ties of few distinct values in their order', () => {
    const values = Float32Array.from({ length: 5000 }, (_, i) => (i * 7) % 5)
    expect([...rowOrder(values, undefined, true)]).toEqual(oracle(values, [...values.keys()], true))
  })
})

describe('the histogram of a column', () => {
  test('counts every row that has a value once, whatever outliers there are', () => {
    fc.assert(fc.property(fc.array(float, { minLength: 1, maxLength: 300 }), (numbers) => {
      const values = Float32Array.from(numbers)
      const { all, passing } = columnHistogram(values, Uint32Array.from(values.keys()).filter((row) => row % 2 === 0))
      const stated = (rows: number[]): number => rows.filter((row) => !Number.isNaN(values[row])).length
      const sum = (counts: Uint32Array): number => counts.reduce((total, count) => total + count, 0)
      expect(sum(all)).toBe(stated([...values.keys()]))
      expect(sum(passing)).toBe(stated([...values.keys()].filter((row) => row % 2 === 0)))
    }), { seed: 3 })
  })

  test('spans what nearly all rows have, not one row far away', () => {
    const values = Float32Array.from({ length: 10_000 }, (_, i) => i / 10)
    values[7] = 1e9
    const { from, to, most } = columnHistogram(values, undefined)
    expect(most).toBe(1e9)
    expect(from).toBe(0)
    expect(to).toBeGreaterThan(990)
    expect(to).toBeLessThan(1100)
  })

  test('has bins of equally many whole numbers, so that frames look as even as they are', () => {
    const values = Int32Array.from({ length: 20_000 }, (_, i) => 1 + Math.floor(i / 100))
    const { all, from } = columnHistogram(values, undefined)
    expect(from).toBe(1)
    expect(new Set(all.slice(0, -1))).toEqual(new Set([300]))
  })
})
