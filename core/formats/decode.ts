// DECODE's tables (Speiser et al. 2021): HDF5 with a data set a quantity in '/data' and '/meta' with xy_unit and px_size. Frames from 0,
// z in nm, positions from the CENTRE of the first pixel; its first coordinate runs down the rows, its second along the columns (the
// frames are indexed [x, y], and SMAP's Loader_decode exchanges them, too).
import { StructLocError } from '../errors.ts'
import type { LocalizationTable } from '../localizations/table.ts'
import { layOut, type Further, type Keep, type NumberColumn, type ReadTable } from './column-layout.ts'
import { without } from './further-columns.ts'

export interface DecodeData {
  /** Data sets of '/data' by name, row after row; the sets that are empty of meaning (no shape) are left out. */
  sets: ReadonlyMap<string, { values: ArrayLike<number>; shape: readonly number[] }>
  unit: string | undefined
  /** nm, down the rows and along the columns. */
  pixelSize: readonly number[] | undefined
}

const axes = [0, 1, 2] as const

/** `pixelSize` is what a person says where the file does not. Errors: data sets that are missing or of different length, an unknown unit, no pixel size. */
export function layOutDecode({ sets, unit, pixelSize }: DecodeData, fileName: string, keep: Keep & { pixelSize?: number | undefined }): ReadTable {
  const xyz = sets.get('xyz')
  if (!xyz || xyz.shape[1] !== 3) throw new StructLocError('invalid-input', `${fileName} has no data set '/data/xyz' of three columns; a DECODE table holds its positions there.`)
  const rows = xyz.shape[0]
  const columns = new Map<string, ArrayLike<number>>()
  for (const [name, { values, shape }] of sets) {
    if (shape[0] !== rows) {
      if (shape[0] === 0) continue
      throw new StructLocError('invalid-input', `${fileName}: '/data/${name}' has ${shape[0]} rows, '/data/xyz' has ${rows}.`)
    }
    if (shape.length === 1) columns.set(name, values)
    else if (shape.length === 2 && shape[1] <= 3) for (let axis = 0; axis < shape[1]; axis++) columns.set(`${name}[${axis}]`, every(values, shape[1], axis))
  }
  if (unit !== undefined && unit !== 'px' && unit !== 'nm') throw new StructLocError('unsupported', `${fileName}: '/meta' says that positions are in '${unit}'; 'px' or 'nm' was expected.`)
  const sizes = pixelSize?.length === 2 && pixelSize.every((size) => size > 0) ? pixelSize : keep.pixelSize === undefined ? undefined : [keep.pixelSize, keep.pixelSize]
  if (sizes === undefined) throw new StructLocError('invalid-input', `${fileName} counts from the centre of the first pixel, but '/meta' does not say how large a pixel is ('px_size', nm).`)
  const [down, along] = sizes
  const inNm = unit === 'nm'
  const position = (size: number, axis: string) => ({ factor: inNm ? 1 : size, offset: size / 2, note: `${inNm ? 'nm' : `pixels of ${size} nm`} ${axis} from the centre of the first pixel, half a pixel added` })
  const length = (size: number) => ({ factor: inNm ? 1 : size, note: inNm ? 'nm' : `pixels of ${size} nm` })
  return layOut({ header: [...columns.keys()], columns, rows, place: (row) => `row ${row + 1}` }, {
    name: 'DECODE', kind: 'localizations', needed: ['frame', 'x', 'y'], firstFrame: 0, field: { pixelSize: along },
    names: {
      frame: ['frame_ix'], y: ['xyz[0]'], x: ['xyz[1]'], z: ['xyz[2]'], sigma_y: ['xyz_sig[0]'], sigma_x: ['xyz_sig[1]'], sigma_z: ['xyz_sig[2]'],
      photons: ['phot'], sigma_photons: ['phot_sig'], background: ['bg'], probability: ['prob'],
    },
    conversions: { y: position(down, 'down the rows'), x: position(along, 'along the columns'), sigma_y: length(down), sigma_x: length(along) },
  }, fileName, keep)
}

function every(values: ArrayLike<number>, step: number, first: number): Float32Array {
  const out = new Float32Array(values.length / step)
  for (let i = 0; i < out.length; i++) out[i] = values[i * step + first]
  return out
}

type Sets = Map<string, { values: NumberColumn | BigInt64Array; shape: number[] }>

/** The data sets of '/data', positions in pixels, and the further columns that DECODE has no place for. */
export function decodeSets(table: LocalizationTable, further: Further, pixelSize: number): { sets: Sets; lost: string[] } {
  const rows = table.frame.length
  const whole = (values: ArrayLike<number> | undefined, otherwise: number): BigInt64Array => BigInt64Array.from({ length: rows }, (_, i) => BigInt(Math.round(values?.[i] ?? otherwise)))
  const three = (columns: readonly ArrayLike<number>[], factors: readonly number[], offset: number): Float32Array => {
    const out = new Float32Array(3 * rows)
    for (const axis of axes) for (let i = 0; i < rows; i++) out[3 * i + axis] = columns[axis][i] * factors[axis] + (axis < 2 ? offset : 0)
    return out
  }
  const px = [1 / pixelSize, 1 / pixelSize, 1]
  const sets: Sets = new Map<string, { values: NumberColumn | BigInt64Array; shape: number[] }>([
    ['xyz', { values: three([table.y, table.x, table.z], px, -0.5), shape: [rows, 3] }],
    ['xyz_sig', { values: three([table.sigma_y, table.sigma_x, table.sigma_z], px, 0), shape: [rows, 3] }],
    ['phot', { values: table.photons, shape: [rows] }], ['phot_sig', { values: table.sigma_photons, shape: [rows] }],
    ['frame_ix', { values: whole(table.frame, 0), shape: [rows] }], ['id', { values: whole(further.id, -1), shape: [rows] }],
    ['prob', { values: table.probability, shape: [rows] }], ['bg', { values: table.background, shape: [rows] }],
  ])
  const bounds = axes.map((axis) => `xyz_cr[${axis}]`)
  const ofDecode = ['phot_cr', 'bg_cr', 'bg_sig'].filter((name) => name in further)
  for (const name of ofDecode) sets.set(name, { values: Float32Array.from(further[name]), shape: [rows] })
  const withBounds = bounds.every((name) => name in further)
  if (withBounds) sets.set('xyz_cr', { values: three(bounds.map((name) => further[name]), [1, 1, 1], 0), shape: [rows, 3] })
  return { sets, lost: Object.keys(without(further, 'id', ...ofDecode, ...(withBounds ? bounds : []))) }
}
