// Tables as columns.
import { describe, expect, it } from 'vitest'
import { concatTables, createEmitters, createLocalizations, localizationColumns, selectRows } from '../../../core/localizations/table.ts'
import { found, randomEmitters, rowsOf } from '../../fixtures/tables.ts'

describe('localization table', () => {
  it('is frame and ten columns of equal length', () => {
    const table = createLocalizations(3)
    expect(Object.keys(table)).toEqual(['frame', ...localizationColumns])
    for (const column of Object.values(table)) expect([...column]).toEqual([0, 0, 0])
  })

  it('keeps the kind of each column and the order asked for when rows are selected', () => {
    const truth = randomEmitters(20, 5, 6400)
    for (const table of [truth, found(truth, 20)]) {
      const chosen = selectRows(table, [7, 2, 2])
      expect(rowsOf(chosen)).toEqual([7, 2, 2].map((row) => rowsOf(table)[row]))
      for (const [name, column] of Object.entries(chosen)) expect(column.constructor, name).toBe(name === 'frame' || name === 'id' ? Int32Array : Float32Array)
    }
  })

  it('put together from its parts is the whole', () => {
    const table = found(randomEmitters(30, 5, 6400), 20)
    const part = (from: number, to: number) => selectRows(table, Array.from({ length: to - from }, (_, i) => from + i))
    expect(concatTables([part(0, 11), part(11, 11), part(11, 30)])).toEqual(table)
    expect(() => concatTables([])).toThrow(RangeError)
    expect(concatTables([createEmitters(0)]).frame.length).toBe(0)
  })
})
