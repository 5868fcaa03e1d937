// How other programs count: frames, pixels, origins, units, by small tables of theirs.
import { describe, expect, it } from 'vitest'
import { layOutDecode } from '../../../core/formats/decode.ts'
import { layOutPicasso, picassoColumns, picassoYaml, readPicassoJson, readPicassoYaml } from '../../../core/formats/picasso.ts'
import { readTable } from '../../../core/formats/read-table.ts'
import { layOutSmap } from '../../../core/formats/smap.ts'
import { layOutSmlm, readManifest } from '../../../core/formats/smlm.ts'
import { formatOfName } from '../../../core/formats/table-formats.ts'
import { found, randomEmitters } from '../../fixtures/tables.ts'

const row = (table: object, index = 0): Record<string, number> => Object.fromEntries(Object.entries(table).map(([name, values]) => [name, (values as ArrayLike<number>)[index]]))
const columnsOf = (columns: Record<string, number[]>): Map<string, number[]> => new Map(Object.entries(columns))

describe('Picasso', () => {
  const file = (columns: Record<string, number[]>) => ({ header: Object.keys(columns), columns: columnsOf(columns), rows: Object.values(columns)[0].length, place: (index: number) => `row ${index + 1}` })

  it('has its origin in the centre of the first pixel: x = 0 is half a pixel from the corner', () => {
    const { table, firstFrame } = layOutPicasso(file({ frame: [7], x: [0], y: [1.5], z: [-40], photons: [500], lpx: [0.1], lpy: [0.2], sx: [1.1] }), { pixelSize: 130 }, 'a.hdf5', {})
    expect(firstFrame).toBe(0)
    expect(row(table)).toMatchObject({ frame: 7, x: 65, y: 260, z: -40, photons: 500, sigma_x: 13, sigma_y: 26 })
  })

  it('gets pixels from the centre, in its own names', () => {
    const table = found(randomEmitters(4, 2, 6400), 10)
    const columns = picassoColumns(table, { 'chi2 [a.u.]': Float32Array.of(1, 2, 3, 4) }, { pixelSize: 100 })
    expect(columns.get('x')![2]).toBeCloseTo(table.x[2] / 100 - 0.5, 4)
    expect(columns.get('frame')).toBeInstanceOf(Uint32Array)
    expect([...columns.get('chi2_a_u')!]).toEqual([1, 2, 3, 4])
  })

  it('describes itself in YAML of several documents, or in JSON; the last word counts', () => {
    expect(readPicassoYaml(picassoYaml({ pixelSize: 97.5, width_px: 64, height_px: 32, frames: 9 }, 'somebody'))).toEqual({ pixelSize: 97.5, width_px: 64, height_px: 32, frames: 9 })
    expect(readPicassoYaml('Frames: 10\nPixelsize: 130\n---\nPixelsize: 108.3\n')).toMatchObject({ frames: 10, pixelSize: 108.3 })
    expect(readPicassoJson('[{"Pixelsize": 100, "Width": 64}, {"Pixelsize": 130}]')).toEqual({ pixelSize: 130, width_px: 64 })
    expect(readPicassoJson('no json')).toEqual({})
  })

  it('is refused without the size of a pixel', () => {
    expect(() => layOutPicasso(file({ frame: [0], x: [0], y: [0] }), {}, 'a.hdf5', {})).toThrow(/a\.hdf5 counts in pixels, but nothing says how large they are/)
  })
})

describe('DECODE', () => {
  const sets = (xyz: number[], more: Record<string, number[]> = {}): Map<string, { values: number[]; shape: number[] }> => {
    const frames = Array.from({ length: xyz.length / 3 }, (_, i) => i)
    const flat = Object.entries({ frame_ix: frames, ...more }).map(([name, values]): [string, { values: number[]; shape: number[] }] => [name, { values, shape: [values.length] }])
    return new Map([['xyz', { values: xyz, shape: [xyz.length / 3, 3] }], ...flat])
  }

  it('has x down the rows, from the centre of the first pixel, and pixels that need not be square', () => {
    const { table } = layOutDecode({ sets: sets([10, 20, 300]), unit: 'px', pixelSize: [127, 117] }, 'a.h5', {})
    expect(row(table)).toMatchObject({ frame: 0, x: 20.5 * 117, y: 10.5 * 127, z: 300 })
  })

  it('may be in nm', () => {
    expect(row(layOutDecode({ sets: sets([1000, 2000, -5]), unit: 'nm', pixelSize: [100, 100] }, 'a.h5', {}).table)).toMatchObject({ x: 2050, y: 1050, z: -5 })
  })

  it('is refused where its columns differ in length, or its unit is none', () => {
    expect(() => layOutDecode({ sets: sets([1, 2, 3], { phot: [1, 2] }), unit: 'px', pixelSize: [1, 1] }, 'a.h5', {})).toThrow(/'\/data\/phot' has 2 rows, '\/data\/xyz' has 1/)
    expect(() => layOutDecode({ sets: sets([1, 2, 3]), unit: 'furlong', pixelSize: [1, 1] }, 'a.h5', {})).toThrow(/positions are in 'furlong'/)
  })
})

describe('SMAP', () => {
  it('counts frames from 1, in nm from the corner; one precision stands for x and y', () => {
    const { table } = layOutSmap(columnsOf({ frame: [1, 2], xnm: [10, 20], ynm: [30, 40], znm: [-5, 5], phot: [100, 200], locprecnm: [7, 8] }), {}, 'a_sml.mat', {})
    expect(row(table, 1)).toMatchObject({ frame: 1, x: 20, y: 40, z: 5, photons: 200, sigma_x: 8, sigma_y: 8 })
  })

  it('has no frame 0', () => {
    expect(() => layOutSmap(columnsOf({ frame: [0], xnm: [1], ynm: [1] }), {}, 'a_sml.mat', {})).toThrow(/a_sml\.mat, row 1, column 'frame': 0 is no frame number; in SMAP tables frames are whole numbers from 1/)
  })
})

describe('SMLM files', () => {
  const manifest = (format: object, file: object = {}): string => JSON.stringify({
    format_version: '0.2', formats: { t: { type: 'table', mode: 'binary', headers: ['frame', 'x', 'y'], dtype: ['uint32', 'float32', 'float32'], shape: [1, 1, 1], units: ['frame', 'um', 'nm'], ...format } },
    files: [{ name: 'table.bin', type: 'table', format: 't', rows: 1, ...file }],
  })
  const bytes = new Uint8Array(new Uint32Array([5, ...new Uint32Array(Float32Array.of(2, 300).buffer)]).buffer)

  it('are read by the unit, type and offset that the manifest states', () => {
    const { table } = layOutSmlm(bytes, readManifest(manifest({}, { frame_base: 0, offset: { y: 40 } }), 'a.smlm'), 'a.smlm', {})
    expect(row(table)).toMatchObject({ frame: 5, x: 2000, y: 340 })
  })

  it('are refused with the place in the manifest', () => {
    expect(() => readManifest(manifest({ dtype: ['uint32', 'float32', 'complex'] }), 'a.smlm')).toThrow(/a\.smlm, manifest\.json: formats\.t: the type 'complex' is not known/)
    expect(() => readManifest(manifest({ shape: [1, 1] }), 'a.smlm')).toThrow(/3 headers, 3 types and 2 shapes/)
    expect(() => readManifest('{', 'a.smlm')).toThrow(/a\.smlm, manifest\.json: no JSON/)
    expect(() => layOutSmlm(bytes, readManifest(manifest({}, { rows: 1_000_000_000 }), 'a.smlm'), 'a.smlm', {})).toThrow(/table\.bin: 12 bytes, but 1000000000 rows take 12000000000/)
  })
})

describe('texts of microscopes', () => {
  it('N-STORM has tabs, frames from 1, and the drift-corrected columns are taken', () => {
    const { format, table } = readTable('Channel Name\tX\tY\tXc\tYc\tHeight\tArea\tWidth\tPhi\tAx\tBG\tI\tFrame\tLength\tLink\tValid\tZ\tZc\tPhotons\tLateral Localization Accuracy\n647\t100\t200\t101\t202\t1\t1\t1\t0\t1\t5\t9\t3\t1\t-1\t1\t0\t12\t900\t8.5\n', 'a.txt')
    expect(format).toBe('N-STORM')
    expect(row(table)).toMatchObject({ frame: 2, x: 101, y: 202, z: 12, photons: 900, sigma_x: 8.5, sigma_y: 8.5 })
  })

  it('rapidSTORM says its units in the first line, and its half pixel is added where the pixel\'s size is said', () => {
    const text = '# <localizations><field identifier="Position-0-0" unit="micrometer"/><field identifier="Position-1-0" unit="nanometer"/><field identifier="ImageNumber-0-0" unit="frame"/></localizations>\n1.5 200 4\n'
    expect(row(readTable(text, 'a.txt').table)).toMatchObject({ frame: 4, x: 1500, y: 200 })
    const { table, understood } = readTable(text, 'a.txt', { pixelSize: 100 })
    expect(row(table)).toMatchObject({ x: 1550, y: 250 })
    expect(understood[0].note).toMatch(/half a pixel \(50 nm\) added/)
  })
})

describe('further columns', () => {
  it('of numbers are kept, empty fields as NaN; those of words are named', () => {
    const { further, words } = readTable('"frame","x [nm]","y [nm]","uncertainty_xy [nm]","quality","dye"\n1,2,3,4,,red\n2,3,4,5,0.25,blue\n', 'a.csv', { further: true })
    expect([...further!.quality]).toEqual([NaN, 0.25])
    expect(words).toEqual(['dye'])
  })
})

it('a name tells the format it stands for', () => {
  expect(['a.csv', 'a.HDF5', 'a_sml.mat', 'a.h5', 'a.smlm', 'a.arrow', 'a.txt'].map(formatOfName)).toEqual(['csv', 'picasso', 'smap', 'decode', 'smlm', 'arrow', undefined])
})
