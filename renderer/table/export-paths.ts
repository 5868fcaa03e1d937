// Where tables are written to, and under which names.
import type { TableFormat } from '../../core/formats/table-formats.ts'
import { joinPath, splitPath, withExtension } from '../files/index.ts'

export interface FormatWords {
  title: string
  /** Of its files, without the dot. */
  extension: string
  about: string
}

/** Table formats for people. */
const words: Readonly<Record<TableFormat, FormatWords>> = {
  csv: { title: 'csv (ThunderSTORM)', extension: 'csv', about: 'Opened by ImageJ, picasso, SMAP, spreadsheets and most programs of the field.' },
  arrow: { title: 'Arrow', extension: 'arrow', about: 'Columns in single precision for Python, R and Julia; small and fast to read.' },
  picasso: { title: 'Picasso (HDF5 with .yaml)', extension: 'hdf5', about: 'In pixels from the centre of the first one, frames from 0; the pixel size must be known.' },
  smap: { title: 'SMAP (_sml.mat)', extension: 'mat', about: 'A MATLAB file of version 7.3; its name ends in _sml.mat, which SMAP looks for.' },
  decode: { title: 'DECODE (HDF5)', extension: 'h5', about: 'In pixels from the centre of the first one, frames from 0; the pixel size must be known. Worked-out columns are left out.' },
  smlm: { title: 'SMLM', extension: 'smlm', about: 'The exchange format of ShareLoc: a zip with a description.' },
  epfl: { title: 'EPFL csv (SMLM Challenge)', extension: 'csv', about: 'Molecule, frame, position and photons alone; uncertainties and background are left out.' },
}

export function formatWords(format: TableFormat): FormatWords {
  return words[format]
}

const clean = (label: string): string => label.trim().replace(/\.[a-z]\w{1,4}$/i, '').replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'table'

/** Beside the movie (or the file it came from): `/data/movie.tif` → `/data/movie_locs.csv`. */
export function suggestedPath(beside: string | undefined, kind: 'localizations' | 'emitters', extension: string): string {
  // SMAP looks for '_sml.mat'.
  const ending = extension === 'mat' ? '_sml' : kind === 'emitters' ? '_truth' : '_locs'
  if (beside === undefined) return `table${ending}.${extension}`
  const { folder, name } = splitPath(beside)
  const stem = name.replace(/(\.ome)?\.[^.]+$/i, '').replace(/_(locs|truth|sml)$/, '')
  const file = `${stem}${ending}.${extension}`
  return folder === undefined ? file : joinPath(folder, file)
}

/** One path for each of the tables: with the label of each in the name where they are several. */
export function pathsFor(chosen: string, labels: readonly string[], extension: string): string[] {
  const { folder, name } = splitPath(withExtension(chosen, [extension]))
  if (labels.length === 1) return [folder === undefined ? name : joinPath(folder, name)]
  const stem = name.slice(0, -(extension.length + 1))
  const taken = new Set<string>()
  return labels.map((label) => {
    let file = `${stem}_${clean(label)}`
    for (let n = 2; taken.has(file); n++) file = `${stem}_${clean(label)}_${n}`
    taken.add(file)
    return folder === undefined ? `${file}.${extension}` : joinPath(folder, `${file}.${extension}`)
  })
}
