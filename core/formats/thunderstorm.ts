// ThunderSTORM's csv (Ovesný et al. 2014): quoted header with units, frames from 1, origin at the outer corner of the pixel.
// Its sigma1 and sigma2 are widths of the PSF, not uncertainties; the uncertainties of each axis follow as further columns,
// which other programs pass over.
import { type EmitterTable, type LocalizationColumn, type LocalizationTable } from '../localizations/table.ts'
import { digits } from './csv.ts'

/** Columns of ours with the name they have in the file and the decimals they are written with. */
export const localizationHeaders: readonly (readonly [LocalizationColumn, string, number])[] = [
  ['x', 'x [nm]', 3], ['y', 'y [nm]', 3], ['z', 'z [nm]', 3],
  ['photons', 'intensity [photon]', 2], ['background', 'offset [photon]', 3],
  ['sigma_x', 'sigma_x [nm]', 3], ['sigma_y', 'sigma_y [nm]', 3], ['sigma_z', 'sigma_z [nm]', 3],
  ['sigma_photons', 'sigma_photons [photon]', 2], ['probability', 'probability', 4],
]

const standard = localizationHeaders.slice(0, 5)
const own = localizationHeaders.slice(5)
const quoted = (names: readonly string[]): string => `${names.map((name) => `"${name}"`).join(',')}\n`

/** Rows a piece of text holds. */
const SLICE = 20000

/** A localization table as pieces of csv text: the header, then some rows each (a table may not fit into one string). */
export function* writeThunderstorm(table: LocalizationTable): Generator<string> {
  yield quoted(['id', 'frame', ...standard.map(([, name]) => name), 'uncertainty_xy [nm]', 'uncertainty_z [nm]', ...own.map(([, name]) => name)])
  const cells = (columns: typeof standard, i: number): string => columns.map(([name, , decimals]) => digits(table[name][i], decimals)).join(',')
  yield* inSlices(table.frame.length, (i) => {
    const uncertainty = Math.sqrt((table.sigma_x[i] ** 2 + table.sigma_y[i] ** 2) / 2)
    return `${i + 1},${table.frame[i] + 1},${cells(standard, i)},${digits(uncertainty, 3)},${digits(table.sigma_z[i], 3)},${cells(own, i)}\n`
  })
}

/** True emitters as csv text of the same kind; `id` is the molecule. */
export function* writeTruth(table: EmitterTable): Generator<string> {
  yield quoted(['id', 'frame', 'x [nm]', 'y [nm]', 'z [nm]', 'intensity [photon]'])
  yield* inSlices(table.frame.length, (i) =>
    `${table.id[i]},${table.frame[i] + 1},${digits(table.x[i], 3)},${digits(table.y[i], 3)},${digits(table.z[i], 3)},${digits(table.photons[i], 3)}\n`)
}

function* inSlices(rows: number, line: (row: number) => string): Generator<string> {
  for (let start = 0; start < rows; start += SLICE) {
    let text = ''
    for (let i = start; i < Math.min(rows, start + SLICE); i++) text += line(i)
    yield text
  }
}
