// ThunderSTORM's csv (Ovesný et al. 2014): quoted header with units, frames from 1, origin at the outer corner of the pixel.
// Its sigma1 and sigma2 are widths of the PSF, not uncertainties; the uncertainties of each axis follow as further columns,
// which other programs pass over.
import type { EmitterTable, LocalizationColumn, LocalizationTable } from '../localizations/table.ts'
import type { Further } from './column-layout.ts'
import { writeCsv, type CsvColumn } from './csv-writer.ts'
import { statedColumns, underFreeNames, without } from './further-columns.ts'

/** Columns of ours with the name they have in the file and the decimals they are written with. */
export const localizationHeaders: readonly (readonly [LocalizationColumn, string, number])[] = [
  ['x', 'x [nm]', 3], ['y', 'y [nm]', 3], ['z', 'z [nm]', 3],
  ['photons', 'intensity [photon]', 2], ['background', 'offset [photon]', 3],
  ['sigma_x', 'sigma_x [nm]', 3], ['sigma_y', 'sigma_y [nm]', 3], ['sigma_z', 'sigma_z [nm]', 3],
  ['sigma_photons', 'sigma_photons [photon]', 2], ['probability', 'probability', 4],
]

const standard = localizationHeaders.slice(0, 5)
const own = localizationHeaders.slice(5)

const of = (name: string, values: ArrayLike<number>, decimals = 0): CsvColumn => ({ name, decimals, valueAt: (row) => values[row] })
const frameOf = ({ frame }: { frame: Int32Array }): CsvColumn => ({ name: 'frame', decimals: 0, valueAt: (row) => frame[row] + 1 })

/** Headers that stand in the file already, besides those of `localizationHeaders`. */
const taken = ['id', 'frame', 'uncertainty_xy [nm]', 'uncertainty_z [nm]', 'sigma1 [nm]', 'sigma2 [nm]', ...localizationHeaders.map(([, title]) => title)]

/** Columns that are none of ours, with all their digits. */
function asColumns(further: Further): CsvColumn[] {
  return [...underFreeNames(without(further, 'id', 'psf_sigma_x', 'psf_sigma_y'), taken, (name) => name.replaceAll(/[",\r\n]/g, "'"))].map(([name, values]) => ({
    name, decimals: values instanceof Int32Array ? 0 : undefined,
    // The fewest digits that give the same number in single precision are at most nine.
    valueAt: values instanceof Float32Array ? (row) => Number(values[row].toPrecision(9)) : (row) => values[row],
  }))
}

/** A localization table as pieces of csv text: the header, then some rows each (a table may not fit into one string). What it does not state is left out. */
export function writeThunderstorm(table: LocalizationTable, further: Further = {}): Generator<string> {
  const { sigma_x, sigma_y } = table
  const { id, psf_sigma_x, psf_sigma_y } = further
  const states = statedColumns(table)
  const column = ([name, title, decimals]: (typeof standard)[number]): CsvColumn => of(title, table[name], decimals)
  return writeCsv([
    { name: 'id', decimals: 0, valueAt: id ? (row) => id[row] : (row) => row + 1 }, frameOf(table), ...standard.slice(0, 3).map(column),
    ...(psf_sigma_x ? [of('sigma1 [nm]', psf_sigma_x, 3)] : []), ...(psf_sigma_y ? [of('sigma2 [nm]', psf_sigma_y, 3)] : []), ...standard.slice(3).map(column),
    ...(states('sigma_x') || states('sigma_y') ? [{ name: 'uncertainty_xy [nm]', decimals: 3, valueAt: (row: number) => Math.sqrt((sigma_x[row] ** 2 + sigma_y[row] ** 2) / 2) }] : []),
    ...(states('sigma_z') ? [of('uncertainty_z [nm]', table.sigma_z, 3)] : []), ...own.filter(([name]) => states(name)).map(column), ...asColumns(further),
  ], table.frame.length)
}

/** True emitters as csv text of the same kind; `id` is the molecule. */
export function writeTruth(table: EmitterTable, further: Further = {}): Generator<string> {
  return writeCsv([
    of('id', table.id), frameOf(table), of('x [nm]', table.x, 3), of('y [nm]', table.y, 3), of('z [nm]', table.z, 3), of('intensity [photon]', table.photons, 3), ...asColumns(further),
  ], table.frame.length)
}
