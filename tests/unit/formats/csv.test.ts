import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeChunk, encodeChunk, readArrow, writeArrow } from '../../../core/formats/arrow.ts'
import { asEmitters, readTable } from '../../../core/formats/read-table.ts'
import { writeThunderstorm, writeTruth } from '../../../core/formats/thunderstorm.ts'
import { createLocalizations, localizationColumns, type LocalizationTable } from '../../../core/localizations/table.ts'
import { sharedData } from '../../fixtures/shared-data.ts'
import { found, randomEmitters, rowsOf } from '../../fixtures/tables.ts'

const text = (parts: Iterable<string>): string => [...parts].join('')

const anyTable = fc.array(fc.record({ frame: fc.integer({ min: 0, max: 1e6 }), values: fc.array(fc.float({ min: -1e5, max: 1e5, noNaN: true }), { minLength: 10, maxLength: 10 }) }), { maxLength: 30 })
  .map((rows): LocalizationTable => {
    const table = createLocalizations(rows.length)
    rows.forEach((row, i) => {
      table.frame[i] = row.frame
      localizationColumns.forEach((name, k) => (table[name][i] = row.values[k]))
    })
    return table
  })

describe('ThunderSTORM csv', () => {
  it('has the header and units that other programs read, frames from 1', () => {
    const table = found(randomEmitters(2, 2, 6400), 20)
    const [header, first] = text(writeThunderstorm(table)).split('\n')
    expect(header.startsWith('"id","frame","x [nm]","y [nm]","z [nm]","intensity [photon]","offset [photon]","uncertainty_xy [nm]","uncertainty_z [nm]"')).toBe(true)
    expect(first.split(',')[1]).toBe('1')
  })

  it('keeps every column of any table to the decimals it writes', () => {
    fc.assert(fc.property(anyTable, (table) => {
      const read = readTable(text(writeThunderstorm(table)), 'a.csv')
      expect(read.kind).toBe('localizations')
      const [before, after] = [rowsOf(table), rowsOf(read.table)]
      expect(after.length).toBe(before.length)
      before.forEach((row, i) => row.forEach((value, k) => expect(Math.abs(after[i][k] - value)).toBeLessThanOrEqual(0.0051 + Math.abs(value) * 1e-7)))
    }))
  })

  it('of more rows than one piece holds comes in pieces', () => {
    const table = found(randomEmitters(45000, 100, 6400), 20)
    const pieces = [...writeThunderstorm(table)]
    expect(pieces.length).toBe(4)
    expect(readTable(text(pieces), 'a.csv').table.frame.length).toBe(45000)
  })

  it('of true emitters is read back as emitters', () => {
    const truth = randomEmitters(50, 10, 6400)
    const read = readTable(text(writeTruth(truth)), 'truth.csv')
    expect(read.kind).toBe('emitters')
    rowsOf(truth).forEach((row, i) => row.forEach((value, k) => expect(rowsOf(read.table)[i][k]).toBeCloseTo(value, 2)))
  })

  it('written by ThunderSTORM itself opens', () => {
    const path = sharedData('tables/locan-Thunderstorm_dstorm_data.csv')
    if (!path) return
    const content = readFileSync(path, 'utf8')
    const { kind, table } = readTable(content, path)
    expect(kind).toBe('localizations')
    const [header, line] = content.split('\n').map((row) => row.trim().split(',').map((cell) => cell.replaceAll('"', '')))
    expect(table.frame[0]).toBe(Number(line[header.indexOf('frame')]) - 1)
    expect(table.x[0]).toBeCloseTo(Number(line[header.indexOf('x [nm]')]), 2)
    expect(table.photons[0]).toBeCloseTo(Number(line[header.indexOf('intensity [photon]')]), 0)
  })
})

describe('truth tables of others', () => {
  it('of the challenge (MT0) open: 24,938 activations of 8,671 molecules in frames 1 … 19,996', () => {
    const path = sharedData('smlm2016/MT0.N1.LD-activations.csv')
    if (!path) return
    const truth = asEmitters(readTable(readFileSync(path, 'utf8'), path))
    expect(truth.frame.length).toBe(24938)
    expect(new Set(rowsOf(truth).map(([, , x, y, z]) => `${x} ${y} ${z}`)).size).toBe(8671)
    expect(truth.frame.reduce((a, b) => Math.max(a, b))).toBe(19995)
    expect([truth.frame[0], truth.x[0]]).toEqual([9038, Math.fround(43.325)])
  })

  it('of the EPFL open, 49 emitters', () => {
    const path = sharedData('movies/thunderstorm-tubulins1_00020.csv')
    if (!path) return
    const read = readTable(readFileSync(path, 'utf8'), path)
    expect(read.kind).toBe('emitters')
    expect(read.table.frame.length).toBe(49)
  })
})

describe('tables with faults', () => {
  it.each([
    ['', /empty/],
    ['a,b,c\n1,2,3\n', /line 1.*a, b, c.*Known are/],
    ['"frame","x [nm]","y [nm]"\n1,2\n', /line 2: 2 values, but 3 columns/],
    ['"frame","x [nm]","y [nm]"\n1,2,3\n\n1,abc,3\n', /line 4, column 'x \[nm\]': 'abc' is not a number/],
    ['"frame","x [nm]","y [nm]"\n1,,3\n', /line 2, column 'x \[nm\]'/],
  ])('are refused with file, line and what would be right (%j)', (content, message) => {
    expect(() => readTable(content, 'locs.csv')).toThrow(message)
    expect(() => readTable(content, 'locs.csv')).toThrow(/locs\.csv/)
  })
})

describe('Arrow', () => {
  it('keeps any table bit for bit, as chunk and as file', () => {
    fc.assert(fc.property(anyTable, (table) => {
      expect(decodeChunk(encodeChunk(table))).toEqual(table)
      expect(readArrow(writeArrow(table, { model: 'a' }), 'a.arrow')).toEqual({ kind: 'localizations', table, metadata: { model: 'a' } })
    }), { numRuns: 40 })
  })

  it('keeps emitters, and says in words what is no table', () => {
    const truth = randomEmitters(20, 4, 6400)
    expect(readArrow(writeArrow(truth), 't.arrow')).toEqual({ kind: 'emitters', table: truth, metadata: {} })
    expect(() => readArrow(new TextEncoder().encode('not a table at all'), 't.arrow')).toThrow(/t\.arrow is not an Arrow table/)
  })
})
