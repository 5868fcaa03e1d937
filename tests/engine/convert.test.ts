// Tables through every format and back, tables of other programs, and files that are damaged.
import { readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, extname } from 'node:path'
import { deflateRawSync } from 'node:zlib'
import fc from 'fast-check'
import { afterAll, describe, expect, test } from 'vitest'
import { StructLocError } from '../../core/errors.ts'
import type { Further, NumberColumn } from '../../core/formats/column-layout.ts'
import type { TableFormat } from '../../core/formats/table-formats.ts'
import { createLocalizations, localizationColumns, type EmitterTable, type LocalizationTable } from '../../core/localizations/table.ts'
import { convertTable } from '../../electron/engine/tables/convert-table.ts'
import { readHdf5InThread } from '../../electron/engine/tables/hdf5/read-in-thread.ts'
import { readAnyTable } from '../../electron/engine/tables/read-tables.ts'
import { writeTableAs } from '../../electron/engine/tables/write-tables.ts'
import { connected, temporary } from '../fixtures/door.ts'
import { sharedData } from '../fixtures/shared-data.ts'
import { found, randomEmitters } from '../fixtures/tables.ts'

const { file, remove } = temporary('convert')
afterAll(remove)
const field = { pixelSize: 97.5, width_px: 80, height_px: 70, frames: 50 }

const anyRow = fc.record({ frame: fc.integer({ min: 0, max: 1e6 }), values: fc.array(fc.float({ min: -1e5, max: 1e5, noNaN: true }), { minLength: 10, maxLength: 10 }), more: fc.double({ min: -1e9, max: 1e9, noNaN: true }) })
const anyTable = fc.array(anyRow, { maxLength: 40 }).map((rows): { table: LocalizationTable; further: Further } => {
  const table = createLocalizations(rows.length)
  rows.forEach(({ frame, values }, i) => {
    table.frame[i] = frame
    localizationColumns.forEach((name, k) => { table[name][i] = values[k] })
  })
  return { table, further: { more: Float64Array.from(rows, ({ more }) => more), molecule_2: Int32Array.from(rows, ({ frame }) => 7 * frame - 3), psf_sigma_x: Float32Array.from(rows, ({ values }) => Math.abs(values[0])) } }
})

/** Farthest that a value may lie from what it was: a share of the largest in play (single precision), and what decimals cut off. */
const formats: readonly { format: TableFormat; name: string; cut: number; keeps: readonly string[] }[] = [
  { format: 'arrow', name: 'a.arrow', cut: 0, keeps: ['more', 'molecule_2', 'psf_sigma_x'] },
  { format: 'csv', name: 'a.csv', cut: 0.0051, keeps: ['more', 'molecule_2', 'psf_sigma_x'] },
  { format: 'smlm', name: 'a.smlm', cut: 0, keeps: ['more', 'molecule_2', 'psf_sigma_x'] },
  { format: 'smap', name: 'a_sml.mat', cut: 0, keeps: ['more', 'molecule_2', 'psf_sigma_x'] },
  { format: 'picasso', name: 'a.hdf5', cut: 0, keeps: ['more', 'molecule_2'] },
  { format: 'decode', name: 'a.h5', cut: 0, keeps: [] },
]

const near = (after: ArrayLike<number>, before: ArrayLike<number>, cut: number, scale = 0): void => {
  expect(after.length).toBe(before.length)
  for (let i = 0; i < before.length; i++) expect(Math.abs(after[i] - before[i])).toBeLessThanOrEqual(cut + 2.5e-7 * Math.max(Math.abs(before[i]), scale))
}

describe('a table comes back', () => {
  for (const { format, name, cut, keeps } of formats) {
    const hdf5 = ['smap', 'picasso', 'decode'].includes(format)
    test(`from ${format}, with every column${keeps.length > 0 ? ` and ${keeps.join(', ')}` : ''}`, async () => {
      await fc.assert(fc.asyncProperty(anyTable, async ({ table, further }) => {
        await writeTableAs(file(name), format, { kind: 'localizations', table, further, field })
        const { kind, table: after, further: kept = {} } = await readAnyTable(file(name), { further: true })
        expect(kind).toBe('localizations')
        expect([...after.frame]).toEqual([...table.frame])
        for (const column of localizationColumns) near((after as LocalizationTable)[column], table[column], cut, hdf5 && format !== 'smap' ? 100 : 0)
        for (const column of keeps) near(kept[column], further[column] as NumberColumn, column === 'psf_sigma_x' ? cut : 0)
      }), { numRuns: hdf5 ? 2 : 25 })
    })
  }

  test('of true emitters, with its molecules, from every format', async () => {
    const truth = randomEmitters(60, 10, 6400)
    for (const { format, name, cut } of [...formats, { format: 'epfl' as const, name: 'epfl.csv', cut: 0.0006 }]) {
      await writeTableAs(file(name), format, { kind: 'emitters', table: truth, further: {}, field })
      const read = await readAnyTable(file(name), { further: true })
      const id = read.kind === 'emitters' ? read.table.id : read.further?.id
      expect([...id ?? []], format).toEqual([...truth.id])
      for (const column of ['frame', 'x', 'y', 'z', 'photons'] as const) near((read.table as EmitterTable)[column], truth[column], cut, 100)
    }
  })

  test('through a chain of all formats', async () => {
    const table = found(randomEmitters(100, 20, 6400), 15)
    await writeTableAs(file('0.arrow'), 'arrow', { kind: 'localizations', table, further: {}, field })
    const chain = ['0.arrow', '1.hdf5', '2.h5', '3_sml.mat', '4.smlm', '5.csv', '6.arrow']
    for (let i = 1; i < chain.length; i++) await convertTable({ from: file(chain[i - 1]), to: file(chain[i]), pixelSize: field.pixelSize })
    const { table: after } = await readAnyTable(file('6.arrow'))
    for (const column of localizationColumns) near((after as LocalizationTable)[column], table[column], 0.0051, 1000)
  })
})

describe('a conversion', () => {
  test('to a format in pixels asks for the pixel size where nothing tells it', async () => {
    await writeTableAs(file('bare.csv'), 'csv', { kind: 'localizations', table: found(randomEmitters(3, 2, 640), 5), further: {}, field: {} })
    await expect(convertTable({ from: file('bare.csv'), to: file('bare.hdf5') })).rejects.toThrow(/Picasso counts in pixels, and nothing says how large they are/)
    const { files, field: known } = await convertTable({ from: file('bare.csv'), to: file('bare.hdf5'), pixelSize: 100 })
    expect(files.map((path) => basename(path))).toEqual(['bare.hdf5', 'bare.yaml'])
    expect(known.pixelSize).toBe(100)
  })

  test('states no uncertainty and no probability that the table did not have, but where a format wants them', async () => {
    const { frame, x, y, z, photons, background } = found(randomEmitters(4, 2, 640), 5)
    const table = { ...createLocalizations(4), frame, x, y, z, photons, background }
    await writeTableAs(file('plain.csv'), 'csv', { kind: 'localizations', table, further: {}, field })
    expect(readFileSync(file('plain.csv'), 'utf8').split('\n')[0]).toBe('"id","frame","x [nm]","y [nm]","z [nm]","intensity [photon]","offset [photon]"')
    const names: Partial<Record<TableFormat, string[]>> = { smlm: [], smap: ['locprecnm'], picasso: ['lpx', 'lpy'] }
    for (const [format, wanted] of Object.entries(names)) {
      const name = file(formats.find((one) => one.format === format)!.name)
      await convertTable({ from: file('plain.csv'), to: name, format: format as TableFormat, pixelSize: 100 })
      const { kind, table: after, understood } = await readAnyTable(name)
      expect(kind).toBe('localizations')
      expect([...new Set(understood.flatMap(({ from, to }) => (to && /sigma|probability/.test(to) ? from : [])))], format).toEqual(wanted)
      expect([...(after as LocalizationTable).sigma_x]).toEqual([0, 0, 0, 0])
    }
  })

  test('says which columns its format has no place for, and which endings it knows', async () => {
    const table = found(randomEmitters(3, 2, 640), 5)
    await writeTableAs(file('rich.csv'), 'csv', { kind: 'localizations', table, further: { chi2: Float32Array.of(1, 2, 3) }, field: {} })
    const { lost } = await convertTable({ from: file('rich.csv'), to: file('poor.csv'), format: 'epfl' })
    expect(lost).toEqual(expect.arrayContaining(['background', 'sigma_x', 'probability', 'chi2']))
    await expect(convertTable({ from: file('rich.csv'), to: file('rich.xlsx') })).rejects.toThrow(/rich\.xlsx does not say by its ending/)
    await expect(convertTable({ from: file('rich.csv'), to: file('rich.csv') })).rejects.toThrow(/is the table that is read/)
  })

  test('does not replace the description of somebody else\'s movie by that of a Picasso table', async () => {
    writeFileSync(file('movie.yaml'), 'Byte Order: <\nCamera: Simulation\nFrames: 10\n')
    await expect(convertTable({ from: file('rich.csv'), to: file('movie.hdf5'), pixelSize: 100 })).rejects.toThrow(/movie\.yaml, is there already and belongs to something else/)
  })

  test('reads and writes names that are not ASCII', async () => {
    for (const name of ['Messung α – 定位.hdf5', 'Messung α – 定位_sml.mat', 'Messung α – 定位.smlm']) {
      await convertTable({ from: file('rich.csv'), to: file(name), pixelSize: 100 })
      expect((await readAnyTable(file(name))).table.frame.length).toBe(3)
    }
  })
})

describe('the window', () => {
  test('exports to Picasso with the pixel size it knows, hears what a format has no place for, and imports it again', async () => {
    const { window, close } = connected(file('door'))
    try {
      const table = found(randomEmitters(30, 5, 6400), 10)
      const columns = { ...table, crowding: Float32Array.from(table.x, (x) => x / 100) }
      const picasso = await window.call('writeTable', { path: file('window.hdf5'), format: 'picasso', columns, provenance: { pixelSize: 120 } })
      expect(picasso.lost).toEqual([])
      const decode = await window.call('writeTable', { path: file('window.h5'), format: 'decode', columns, provenance: { pixelSize: 120 } })
      expect(decode.lost).toEqual(['crowding'])
      const read = await window.call('readTable', { path: file('window.hdf5') })
      expect([read.format, read.field?.pixelSize]).toEqual(['Picasso', 120])
      near(read.table.x, table.x, 0, 1000)
      expect(read.understood.find(({ to }) => to === 'x')?.note).toMatch(/pixels of 120 nm from the centre of the first/)
      await expect(window.call('writeTable', { path: file('window2.hdf5'), format: 'picasso', columns, provenance: {} })).rejects.toThrow(/give the pixel size in nm/)
    } finally {
      await close()
    }
  })
})

const samples: readonly (readonly [string, string, number])[] = [
  ['locan-Elyra_dstorm_data.txt', 'Elyra', 15], ['locan-Nanoimager_dstorm_data.csv', 'Nanoimager', 14], ['locan-Thunderstorm_dstorm_data.csv', 'ThunderSTORM', 19],
  ['locan-rapidSTORM_dstorm_data.txt', 'rapidSTORM', 14], ['locan-SMLM_dstorm_data.smlm', 'SMLM', 10], ['picasso-locs.hdf5', 'Picasso', 2399],
  ['locan-decode_dstorm_data.h5', 'DECODE', 96], ['locan-decode_dstorm_data_empty.h5', 'DECODE', 0], ['locan-smap_dstorm_data.mat', 'SMAP', 4884],
]

describe('tables of other programs', () => {
  for (const [name, format, rows] of samples) {
    test(`open: ${name}, ${rows} rows`, async ({ skip }) => {
      const path = sharedData(`tables/${name}`)
      if (!path) return skip()
      const read = await readAnyTable(path)
      expect([read.format, read.table.frame.length]).toEqual([format, rows])
    })
  }

  test('are refused in one sentence where they are of no known program', async ({ skip }) => {
    const path = sharedData('movies/storm-analysis-test_ref.hdf5')
    if (!path) return skip()
    writeFileSync(file('described.yaml'), 'Byte Order: <\n')
    writeFileSync(file('described.hdf5'), '')
    await expect(readAnyTable(file('described.yaml'))).rejects.toThrow(/described\.yaml is the description of a table of Picasso; the table itself is described\.hdf5 beside it/)
    await expect(readAnyTable(path)).rejects.toThrow(/storm-analysis-test_ref\.hdf5 is an HDF5 file with fr_0.*; tables have '\/locs' \(Picasso\)/)
  })
})

/** What a reading may end with: a table, or a sentence that names the file. */
async function readOrSentence(path: string, seconds = 6): Promise<void> {
  try {
    await (/\.(hdf5|h5|mat)$/.test(path) && readFileSync(path).includes('\x89HDF\r\n', 0, 'latin1') ? readHdf5InThread(path, { further: true }, seconds) : readAnyTable(path, { further: true }))
  } catch (error) {
    expect(error).toBeInstanceOf(StructLocError)
    expect((error as StructLocError).code).not.toBe('internal')
    expect((error as Error).message).toContain(basename(path))
  }
}

describe('damaged tables end in a table or in a sentence', () => {
  for (const [name] of samples) {
    test(`${name} with other bytes, or cut off`, async ({ skip }) => {
      const path = sharedData(`tables/${name}`)
      if (!path) return skip()
      const sound = readFileSync(path)
      const copy = file(`damaged${extname(name)}`)
      const hdf5 = /\.(hdf5|h5|mat)$/.test(name)
      const flips = fc.array(fc.tuple(fc.nat(Math.min(sound.length, hdf5 ? 4096 : 1e6) - 1), fc.nat(255)), { minLength: 1, maxLength: 4 })
      await fc.assert(fc.asyncProperty(flips, fc.option(fc.nat(sound.length)), async (bytes, end) => {
        const damaged = Buffer.from(sound)
        for (const [at, value] of bytes) damaged[at] = value
        writeFileSync(copy, damaged)
        if (end !== null) truncateSync(copy, end)
        await readOrSentence(copy)
      }), { numRuns: hdf5 ? 3 : 60, endOnFailure: true })
    })
  }

  test('a zip that would unpack to more than it can hold is not unpacked', async () => {
    const packed = deflateRawSync(Buffer.alloc(2 ** 16))
    const local = Buffer.alloc(30)
    local.write('PK\x03\x04', 0, 'latin1')
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(0xF0000000, 22)
    local.writeUInt16LE(13, 26)
    const central = Buffer.alloc(46)
    central.write('PK\x01\x02', 0, 'latin1')
    central.writeUInt16LE(8, 10)
    central.writeUInt32LE(packed.length, 20)
    central.writeUInt32LE(0xF0000000, 24)
    central.writeUInt16LE(13, 28)
    const name = Buffer.from('manifest.json')
    const end = Buffer.alloc(22)
    end.write('PK\x05\x06', 0, 'latin1')
    end.writeUInt16LE(1, 8)
    end.writeUInt16LE(1, 10)
    end.writeUInt32LE(46 + name.length, 12)
    end.writeUInt32LE(30 + name.length + packed.length, 16)
    writeFileSync(file('bomb.smlm'), Buffer.concat([local, name, packed, central, name, end]))
    await expect(readAnyTable(file('bomb.smlm'))).rejects.toThrow(/bomb\.smlm is a zip archive, but manifest\.json is said to hold 4026531840 bytes/)
  })
})
