// Tables in HDF5 files: which program wrote one is told by what stands in it.
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { StructLocError } from '../../../../core/errors.ts'
import type { Field, ReadTable } from '../../../../core/formats/column-layout.ts'
import { layOutDecode, type DecodeData } from '../../../../core/formats/decode.ts'
import { layOutPicasso, readPicassoJson, readPicassoYaml } from '../../../../core/formats/picasso.ts'
import type { TableReading } from '../../../../core/formats/read-table.ts'
import { layOutSmap } from '../../../../core/formats/smap.ts'
import { readHdf5, type Hdf5Reader } from './hdf5-file.ts'

/** A table of Picasso, DECODE or SMAP. Errors name the file and what is missing. */
export async function readHdf5Table(path: string, reading: TableReading): Promise<ReadTable> {
  const beside = await readFile(path.slice(0, path.length - extname(path).length) + '.yaml', 'utf8').catch(() => undefined)
  return readHdf5(path, (file) => {
    if (file.has('saveloc/loc')) return readSmap(file, path, reading)
    if (file.has('data/xyz')) return layOutDecode(decodeData(file), path, reading)
    const locs = file.rows('locs')
    if (locs) {
      const told = { ...readPicassoJson(file.text('metadata') ?? ''), ...readPicassoYaml(beside ?? '') }
      const field = reading.pixelSize === undefined ? told : { ...told, pixelSize: reading.pixelSize }
      return layOutPicasso({ ...locs, place: (row) => `row ${row + 1}` }, field, path, reading)
    }
    const found = file.keys('').slice(0, 6).join(', ')
    throw new StructLocError('unsupported', `${path} is an HDF5 file${found === '' ? ' with nothing in it' : ` with ${found}`}; tables have '/locs' (Picasso), '/data/xyz' (DECODE) or '/saveloc/loc' (SMAP).`)
  })
}

function decodeData(file: Hdf5Reader): DecodeData {
  const sets = new Map(file.keys('data').flatMap((name) => {
    const numbers = file.numbers(`data/${name}`)
    return numbers ? [[name, numbers] as const] : []
  }))
  const [unit, pixelSize] = [file.attribute('meta', 'xy_unit'), file.attribute('meta', 'px_size')]
  return { sets, unit: typeof unit === 'string' ? unit : undefined, pixelSize: typeof pixelSize === 'object' ? pixelSize : undefined }
}

function readSmap(file: Hdf5Reader, path: string, reading: TableReading): ReadTable {
  const columns = new Map(file.keys('saveloc/loc').flatMap((name) => {
    const numbers = file.numbers(`saveloc/loc/${name}`)
    return numbers ? [[name, numbers.values] as const] : []
  }))
  const one = (name: string): number | undefined => file.numbers(`saveloc/file/info/${name}`)?.values[0]
  const micrometres = one('cam_pixelsize_um')
  const known = { pixelSize: reading.pixelSize ?? (micrometres === undefined ? undefined : Math.fround(micrometres * 1000)), width_px: one('Width'), height_px: one('Height'), frames: one('numberOfFrames') }
  return layOutSmap(columns, Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)) as Field, path, reading)
}
