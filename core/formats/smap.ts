// SMAP's tables (Ries 2020), '_sml.mat': a MATLAB file of version 7.3, which is HDF5, with a field a quantity in 'saveloc.loc' and the
// movie in 'saveloc.file.info'. Lengths in nm from the corner of the first pixel, frames from 1.
import { StructLocError } from '../errors.ts'
import type { LocalizationTable } from '../localizations/table.ts'
import { layOut, type Field, type Further, type Keep, type NumberColumn, type ReadTable } from './column-layout.ts'
import { lateralUncertainty, statedColumns, underIdentifiers, without } from './further-columns.ts'

const names: Readonly<Record<string, readonly string[]>> = {
  frame: ['frame'], x: ['xnm'], y: ['ynm'], z: ['znm'], photons: ['phot'], background: ['bg'],
  sigma_x: ['xnmerr', 'locprecnm'], sigma_y: ['ynmerr', 'locprecnm'], sigma_z: ['locprecznm', 'zerr', 'znmerr'],
  sigma_photons: ['photerr', 'phot_err'], probability: ['prob'], psf_sigma_x: ['PSFxnm'], psf_sigma_y: ['PSFynm', 'PSFxnm'],
}

/** A table from the fields of 'saveloc.loc'. Errors: fields of different length. */
export function layOutSmap(columns: ReadonlyMap<string, ArrayLike<number>>, field: Field, fileName: string, keep: Keep): ReadTable {
  const rows = columns.get('frame')?.length ?? columns.get('xnm')?.length ?? 0
  for (const [name, values] of columns) {
    if (values.length !== rows) throw new StructLocError('invalid-input', `${fileName}: the field ${name} of saveloc.loc has ${values.length} values, frame has ${rows}.`)
  }
  return layOut({ header: [...columns.keys()], columns, rows, place: (row) => `row ${row + 1}` }, {
    name: 'SMAP', kind: 'localizations', names, needed: ['frame', 'x', 'y'], firstFrame: 1, field,
  }, fileName, keep)
}

/** The fields of 'saveloc.loc'; SMAP wants frame in double precision, and locprecnm, channel and filenumber to be there. */
export function smapColumns(table: LocalizationTable, further: Further): Map<string, Float32Array | Float64Array> {
  const { psf_sigma_x, psf_sigma_y, channel, filenumber } = further
  const rows = table.frame.length
  const states = statedColumns(table)
  const columns = new Map<string, Float32Array | Float64Array>([
    ['frame', Float64Array.from(table.frame, (frame) => frame + 1)], ['xnm', table.x], ['ynm', table.y], ['znm', table.z],
    ['phot', table.photons], ['bg', table.background], ['locprecnm', lateralUncertainty(table)],
    ...([['locprecznm', 'sigma_z'], ['xnmerr', 'sigma_x'], ['ynmerr', 'sigma_y'], ['photerr', 'sigma_photons'], ['prob', 'probability']] as const).filter(([, name]) => states(name)).map(([field, name]) => [field, table[name]] as const),
    ...(psf_sigma_x ? [['PSFxnm', Float32Array.from(psf_sigma_x)]] as const : []), ...(psf_sigma_y ? [['PSFynm', Float32Array.from(psf_sigma_y)]] as const : []),
    ['channel', channel ? Float32Array.from(channel) : new Float32Array(rows)], ['filenumber', filenumber ? Float32Array.from(filenumber) : new Float32Array(rows).fill(1)],
  ])
  const asFloats = (values: NumberColumn): Float32Array | Float64Array => (values instanceof Int32Array ? Float64Array.from(values) : values)
  for (const [name, values] of underIdentifiers(without(further, 'psf_sigma_x', 'psf_sigma_y', 'channel', 'filenumber'), columns.keys())) columns.set(name, asFloats(values))
  return columns
}
