// Where tables are written to, and under which names.
import { joinPath, splitPath, withExtension } from '../files/index.ts'

export interface FormatWords {
  title: string
  /** Of its files, without the dot. */
  extension: string
  about: string
}

/** Names of table formats for people; a format that is new here has its own name. */
const words: Readonly<Record<string, FormatWords>> = {
  csv: { title: 'csv (ThunderSTORM)', extension: 'csv', about: 'Opened by ImageJ, picasso, SMAP, spreadsheets and most programs of the field.' },
  arrow: { title: 'Arrow', extension: 'arrow', about: 'Columns in single precision for Python, R and Julia; small and fast to read.' },
}

export function formatWords(format: string): FormatWords {
  return words[format] ?? { title: format, extension: format, about: '' }
}

const clean = (label: string): string => label.trim().replace(/\.[a-z]\w{1,4}$/i, '').replaceAll(/[^\p{L}\p{N}._-]+/gu, '-').replaceAll(/^-+|-+$/g, '') || 'table'

/** Beside the movie (or the file it came from): `/data/movie.tif` → `/data/movie_locs.csv`. */
export function suggestedPath(beside: string | undefined, kind: 'localizations' | 'emitters', extension: string): string {
  const ending = kind === 'emitters' ? '_truth' : '_locs'
  if (beside === undefined) return `table${ending}.${extension}`
  const { folder, name } = splitPath(beside)
  const stem = name.replace(/(\.ome)?\.[^.]+$/i, '').replace(/_(locs|truth)$/, '')
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
