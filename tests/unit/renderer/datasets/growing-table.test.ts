// Tables that grow while a run goes on.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { concatTables, createLocalizations } from '../../../../core/localizations/table.ts'
import { growingTable } from '../../../../renderer/datasets/growing-table.ts'
import { randomEmitters, found, rowsOf } from '../../../fixtures/tables.ts'

describe('a growing table', () => {
  test('is its parts one after another, and what was taken before stays as it was', () => {
    fc.assert(fc.property(fc.array(fc.integer({ min: 0, max: 900 }), { maxLength: 8 }), (lengths) => {
      const growing = growingTable()
      const parts = lengths.map((length, i) => found(randomEmitters(length, 10, 1000, i + 1), 10, i + 1))
      const taken = parts.map((part) => {
        growing.add(part)
        return growing.table()
      })
      const whole = concatTables([createLocalizations(0), ...parts])
      expect(rowsOf(growing.whole())).toEqual(rowsOf(whole))
      taken.forEach((table, i) => expect(rowsOf(table)).toEqual(rowsOf(concatTables([createLocalizations(0), ...parts.slice(0, i + 1)]))))
      expect(growing.whole().x.buffer.byteLength).toBe(4 * growing.rows)
    }), { numRuns: 15, seed: 1 })
  })
})
