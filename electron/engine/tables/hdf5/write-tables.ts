// Tables as HDF5 files of other programs.
import { closeSync, openSync, readSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StructLocError } from '../../../../core/errors.ts'
import { decodeSets } from '../../../../core/formats/decode.ts'
import type { Field, Further } from '../../../../core/formats/column-layout.ts'
import { picassoColumns } from '../../../../core/formats/picasso.ts'
import { smapColumns } from '../../../../core/formats/smap.ts'
import type { LocalizationTable } from '../../../../core/localizations/table.ts'
import { placeFile } from '../place-file.ts'
import { writeHdf5, type Hdf5Writer } from './hdf5-file.ts'
import { prependUserBlock } from './user-block.ts'

const PIECE = 4 * 2 ** 20

/** Picasso's '/locs'; positions in pixels of `pixelSize` nm. */
export async function writePicasso(path: string, table: LocalizationTable, further: Further, pixelSize: number): Promise<void> {
  await placeHdf5(path, (file) => file.rows('locs', picassoColumns(table, further, { pixelSize })))
}

/** DECODE's '/data', '/meta' and '/decode'. Gives the further columns that have no place there. */
export async function writeDecode(path: string, table: LocalizationTable, further: Further, pixelSize: number, version: string): Promise<string[]> {
  const { sets, lost } = decodeSets(table, further, pixelSize)
  await placeHdf5(path, (file) => {
    for (const group of ['data', 'meta', 'decode']) file.group(group)
    for (const [name, { values, shape }] of sets) file.numbers(`data/${name}`, values, shape)
    file.attribute('meta', 'xy_unit', 'px')
    file.attribute('meta', 'px_size', Float32Array.of(pixelSize, pixelSize))
    file.attribute('decode', 'version', `written by StructLoc ${version}`)
  })
  return lost
}

/** SMAP's 'saveloc', a MATLAB file of version 7.3. Of `field`, what is known is written. */
export async function writeSmap(path: string, table: LocalizationTable, further: Further, field: Field): Promise<void> {
  await placeHdf5(path, (file) => {
    const struct = (name: string): void => {
      file.group(name)
      file.attribute(name, 'MATLAB_class', 'struct', 'fixed')
    }
    const array = (name: string, values: Float32Array | Float64Array, shape: readonly number[]): void => {
      file.numbers(name, values, shape)
      file.attribute(name, 'MATLAB_class', values instanceof Float64Array ? 'double' : 'single', 'fixed')
    }
    const one = (name: string, value: number): void => array(name, Float64Array.of(value), [1, 1])
    for (const name of ['saveloc', 'saveloc/loc', 'saveloc/file', 'saveloc/file/info']) struct(name)
    for (const [name, values] of smapColumns(table, further)) array(`saveloc/loc/${name}`, values, [1, values.length])
    text(file, 'saveloc/file/name', path)
    one('saveloc/file/number', 1)
    one('saveloc/file/numberOfTif', 0)
    const { pixelSize, width_px, height_px, frames } = field
    if (pixelSize !== undefined) array('saveloc/file/info/cam_pixelsize_um', Float64Array.of(pixelSize / 1000, pixelSize / 1000), [2, 1])
    if (width_px !== undefined && height_px !== undefined) {
      one('saveloc/file/info/Width', width_px)
      one('saveloc/file/info/Height', height_px)
      array('saveloc/file/info/roi', Float64Array.of(0, 0, width_px, height_px), [4, 1])
    }
    if (frames !== undefined) one('saveloc/file/info/numberOfFrames', frames)
  }, 'MATLAB')
}

/** MATLAB's words: UTF-16 units. */
function text(file: Hdf5Writer, name: string, value: string): void {
  file.numbers(name, Uint16Array.from(value, (letter) => letter.charCodeAt(0)), [value.length, 1])
  file.attribute(name, 'MATLAB_class', 'char', 'fixed')
  file.attribute(name, 'MATLAB_int_decode', Int32Array.of(2))
}

/** Written aside and put into its place when whole, since the library writes here and there in a file. */
async function placeHdf5(path: string, write: (file: Hdf5Writer) => void, of?: 'MATLAB'): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'structloc-table-'))
  try {
    const aside = join(folder, 'table.h5')
    await writeHdf5(aside, write).catch((cause: unknown) => {
      throw new StructLocError('unwritable', `${path} cannot be written: making it in ${folder} failed; is there room on that disk?`, { cause })
    })
    await placeFile(path, of === 'MATLAB' ? prependUserBlock(pieces(aside)) : pieces(aside))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function* pieces(path: string): Generator<Uint8Array> {
  const file = openSync(path, 'r')
  try {
    for (;;) {
      const bytes = new Uint8Array(PIECE)
      const length = readSync(file, bytes)
      if (length === 0) return
      yield bytes.subarray(0, length)
    }
  } finally {
    closeSync(file)
  }
}
