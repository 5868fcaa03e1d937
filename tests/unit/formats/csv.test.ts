// Tables read and written as csv and Arrow.
import { readFileSync } from 'node:fs'
import { tableFromArrays, tableFromIPC, tableToIPC } from 'apache-arrow'
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

  it('written by ThunderSTORM itself opens', ({ skip }) => {
    const path = sharedData('tables/locan-Thunderstorm_dstorm_data.csv')
    if (!path) return skip()
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
  it('of the challenge (MT0) open: 24,938 activations of 8,671 molecules in frames 1 … 19,996', ({ skip }) => {
    const path = sharedData('smlm2016/MT0.N1.LD-activations.csv')
    if (!path) return skip()
    const truth = asEmitters(readTable(readFileSync(path, 'utf8'), path))
    expect(truth.frame.length).toBe(24938)
    expect(new Set(rowsOf(truth).map(([, , x, y, z]) => `${x} ${y} ${z}`)).size).toBe(8671)
    expect(truth.frame.reduce((a, b) => Math.max(a, b))).toBe(19995)
    expect([truth.frame[0], truth.x[0]]).toEqual([9038, Math.fround(43.325)])
  })

  it('of the EPFL open, 49 emitters', ({ skip }) => {
    const path = sharedData('movies/thunderstorm-tubulins1_00020.csv')
    if (!path) return skip()
    const read = readTable(readFileSync(path, 'utf8'), path)
    expect(read.kind).toBe('emitters')
    expect(read.table.frame.length).toBe(49)
  })
})

describe('csv in other habits', () => {
  it('opens with a byte order mark, Windows line ends, blanks and columns in any order', () => {
    const { kind, table } = readTable('\uFEFF"y [nm]" , "frame", "x [nm]","intensity [photon]","uncertainty_xy [nm]"\r\n 20, 3, 10,500, 7\r\n\r\n', 'a.csv')
    expect(kind).toBe('localizations')
    expect(rowsOf(table)).toEqual([[2, 10, 20, 0, 500, 0, 7, 7, 0, 0, 0]])
  })

  it('of the EPFL opens without a header too', () => {
    const read = readTable('1, 20, 25713.33, 26788.90, 192.31, 1655.48\n', 'a.csv')
    expect(read.kind).toBe('emitters')
    expect(rowsOf(read.table)[0].map((value) => Math.round(value * 100) / 100)).toEqual([19, 1, 25713.33, 26788.9, 192.31, 1655.48])
  })

  it('of localizations can stand as truth, of molecules unknown', () => {
    const table = found(randomEmitters(5, 2, 6400), 20)
    const truth = asEmitters(readTable(text(writeThunderstorm(table)), 'a.csv'))
    expect([...truth.frame]).toEqual([...table.frame])
    expect([...truth.id]).toEqual([-1, -1, -1, -1, -1])
    truth.photons.forEach((photons, i) => expect(photons).toBeCloseTo(table.photons[i], 1))
  })

  it('of simulated truth by another program opens: 20 dense frames of 64×64 pixels of 100 nm', ({ skip }) => {
    const path = sharedData('movies/deepstorm-demo1-positions.csv')
    if (!path) return skip()
    const content = readFileSync(path, 'utf8')
    const truth = asEmitters(readTable(content, path))
    expect(truth.frame.length).toBe(content.trim().split('\n').length - 1)
    expect(new Set(truth.frame).size).toBe(20)
    expect(Math.min(...truth.frame)).toBe(0)
    expect(Math.max(...truth.x)).toBeLessThanOrEqual(6400)
    expect(truth.x[0]).toBeCloseTo(67.843, 3)
  })
})

describe('tables with faults', () => {
  it.each([
    ['', /empty/],
    ['a,b,c\n1,2,3\n', /line 1.*a, b, c.*Known are/],
    ['"frame","x [nm]","y [nm]"\n1,2\n', /line 2: 2 values, but 3 columns/],
    ['"frame","x [nm]","y [nm]"\n1,2,3\n\n1,abc,3\n', /line 4, column 'x \[nm\]': 'abc' is not a number/],
    ['"frame","x [nm]","y [nm]"\n1,,3\n', /line 2, column 'x \[nm\]'/],
    ['"frame","x [nm]","y [nm]"\n1,2,3\n2.5,2,3\n', /line 3, column 'frame': 2\.5 is no frame number.*whole numbers from 1/],
    ['"frame","x [nm]","y [nm]"\n0,2,3\n', /line 2, column 'frame': 0 is no frame number.*from 1/],
    ['"frame","x [nm]","y [nm]"\n1,1e999,3\n', /line 2, column 'x \[nm\]': '1e999'.*finite/],
    ['id,frame,x_nm\n1,1,1\n', /line 1: no known table has the columns id, frame, x_nm/],
  ])('are refused with file, line and what would be right (%j)', (content, message) => {
    expect(() => readTable(content, 'locs.csv')).toThrow(message)
    expect(() => readTable(content, 'locs.csv')).toThrow(/locs\.csv/)
  })
})

describe('Arrow', () => {
  it('keeps any table bit for bit, as chunk and as file', () => {
    fc.assert(fc.property(anyTable, (table) => {
      expect(decodeChunk(encodeChunk(table))).toEqual(table)
      expect(readArrow(writeArrow(table, { model: 'a' }), 'a.arrow')).toEqual({ kind: 'localizations', further: {}, table, metadata: { model: 'a' } })
    }), { numRuns: 40 })
  })

  it('keeps emitters, and says in words what is no table', () => {
    const truth = randomEmitters(20, 4, 6400)
    expect(readArrow(writeArrow(truth), 't.arrow')).toEqual({ kind: 'emitters', further: {}, table: truth, metadata: {} })
    expect(() => readArrow(new TextEncoder().encode('not a table at all'), 't.arrow')).toThrow(/t\.arrow is not an Arrow table/)
  })

  it('states the unit of each column', () => {
    const { schema } = tableFromIPC(writeArrow(found(randomEmitters(1, 1, 6400), 20)))
    const units = Object.fromEntries(schema.fields.map((field) => [field.name, field.metadata.get('unit')]))
    expect(units).toMatchObject({ frame: 'from 0', x: 'nm', sigma_z: 'nm', photons: 'photons', background: 'photons per pixel' })
  })

  it('opens what other programs write with 64-bit numbers', () => {
    const written = tableToIPC(tableFromArrays({
      frame: BigInt64Array.of(3n, 4n), id: BigInt64Array.of(1n, 2n), x: Float64Array.of(1.5, 2.5), y: Float64Array.of(3, 4), z: Float64Array.of(5, 6), photons: Int32Array.of(7, 8),
    }), 'file')
    const { kind, table } = readArrow(written, 'a.arrow')
    expect(kind).toBe('emitters')
    expect(rowsOf(table)).toEqual([[3, 1, 1.5, 3, 5, 7], [4, 2, 2.5, 4, 6, 8]])
  })

  it('is read from bytes at any offset of a buffer, as a database gives them', () => {
    const table = found(randomEmitters(9, 3, 6400), 20)
    const chunk = encodeChunk(table)
    for (const offset of [1, 4, 7]) {
      const shifted = new Uint8Array(chunk.length + offset)
      shifted.set(chunk, offset)
      expect(decodeChunk(shifted.subarray(offset))).toEqual(table)
    }
  })

  it('refuses columns that are missing, hold words or hold nothing, by name', () => {
    const good = { frame: Int32Array.of(1), id: Int32Array.of(1), x: Float32Array.of(1), y: Float32Array.of(1), z: Float32Array.of(1) }
    const bytes = (columns: Record<string, Int32Array | Float32Array | string[]>) => tableToIPC(tableFromArrays(columns), 'file')
    expect(() => readArrow(bytes(good), 'a.arrow')).toThrow(/a\.arrow has no column 'photons'; a table of this kind has frame, id/)
    expect(() => readArrow(bytes({ ...good, photons: ['many'] }), 'a.arrow')).toThrow(/a\.arrow, column 'photons': the type .*number in every row/)
  })
})
