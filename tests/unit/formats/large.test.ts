// Tables of any size and the numbers in them.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { writeCsv } from '../../../core/formats/csv-writer.ts'
import { parseCsv } from '../../../core/formats/csv.ts'
import { readTable } from '../../../core/formats/read-table.ts'
import { writeThunderstorm } from '../../../core/formats/thunderstorm.ts'
import { found, randomEmitters, rowsOf } from '../../fixtures/tables.ts'

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)
const column = (cells: readonly string[]): number[] =>
  [...parseCsv(bytes(`a\n${cells.join('\n')}\n`), 'a.csv', { named: true, wanted: () => true, mayBeUnknown: () => false }).columns.get('a')!]
const written = (value: number, decimals: number): string =>
  [...writeCsv([{ name: 'a', decimals, valueAt: () => value }], 1)].join('').split('\n')[1]

describe('numbers in csv', () => {
  it('are read to the last bit, however they are written', () => {
    const spelled = fc.oneof(
      fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
      fc.tuple(fc.double({ min: -1e9, max: 1e9, noNaN: true }), fc.integer({ min: 0, max: 12 })).map(([value, digits]) => value.toFixed(digits)),
      fc.double({ min: -1e9, max: 1e9, noNaN: true }).map((value) => value.toExponential(5)),
      fc.constantFrom('+5', '.5', '-.25', '7.', '007', '-0', '1E3', '  12.5 '),
    )
    fc.assert(fc.property(fc.array(spelled, { minLength: 1 }), (cells) => {
      column(cells).forEach((value, i) => expect(value).toBe(Number(cells[i])))
    }))
  })

  it.each(['-', '.', '1.2.3', '1-2', '12a', '1,5,', '--1', '"1"', 'NaN'])('%j is no number', (cell) => {
    expect(() => column([cell])).toThrow(/a\.csv, line 2/)
  })

  it('are written rounded, without digits that say nothing', () => {
    expect([[20, 3], [20.5, 3], [-0.0004, 3], [-0.0006, 3], [0.05, 3], [1234567.891, 2], [1e-9, 4], [99.9996, 3], [-7, 0], [100, 0]]
      .map(([value, decimals]) => written(value, decimals))).toEqual(['20', '20.5', '0', '-0.001', '0.05', '1234567.89', '0', '100', '-7', '100'])
  })

  it('written with d decimals are at most half a unit of the last from the value, of any size', () => {
    fc.assert(fc.property(fc.float({ noNaN: true, noDefaultInfinity: true }), fc.integer({ min: 0, max: 4 }), (value, decimals) => {
      const text = written(value, decimals)
      expect(Math.abs(Number(text) - value)).toBeLessThanOrEqual(0.5 * 10 ** -decimals + 2e-16 * Math.abs(value))
      if (Math.abs(value) < 1e9) expect(text).toBe(String(Number(text)))
    }), { numRuns: 500 })
  })
})

describe('csv files', () => {
  it('as bytes, which have no greatest length, give the same table as text', () => {
    const text = [...writeThunderstorm(found(randomEmitters(500, 20, 6400), 20))].join('')
    expect(rowsOf(readTable(bytes(text), 'a.csv').table)).toEqual(rowsOf(readTable(text, 'a.csv').table))
  })

  it('may hold words in columns of which we know nothing', () => {
    const { table } = readTable('"frame","x [nm]","y [nm]","uncertainty [nm]","remark"\n1,10,20,7,good\n2,30,40,8,µm\n', 'a.csv')
    expect([[...table.frame], [...table.x], [...table.y]]).toEqual([[0, 1], [10, 30], [20, 40]])
  })

  it('may say that an uncertainty is not known, as ThunderSTORM does with NaN and Infinity; a position may not be unknown', () => {
    const { kind, table } = readTable('"frame","x [nm]","y [nm]","uncertainty_xy [nm]","uncertainty_z [nm]"\n1,10,20,NaN,Infinity\n', 'a.csv')
    expect(kind).toBe('localizations')
    expect(rowsOf(table)[0].slice(6)).toEqual([0, 0, 0, 0, 0])
    expect(() => readTable('"frame","x [nm]","y [nm]","uncertainty_xy [nm]"\n1,NaN,20,3\n', 'a.csv')).toThrow(/a\.csv, line 2, column 'x \[nm\]': 'NaN'/)
  })

  it('that are no csv at all are refused by their first line', () => {
    expect(() => readTable(new Uint8Array(1e6).fill(65), 'a.csv')).toThrow(/a\.csv, line 1: no known table/)
  })
})
