// Which files are movies, by their names: for dialogs, and for a folder that is run as a batch.

export const movieFilters = [{ name: 'Movies', extensions: ['tif', 'tiff', 'btf', 'dax', 'inf', 'raw'] }] as const

/** Kinds that say by themselves how they are to be read; one file of each movie. */
const readByThemselves = /\.(?:tiff?|btf|dax)$/i

/** Further files of a movie of several: `cells.ome.tif` goes on in `cells_1.ome.tif`, `NDTiffStack.tif` in `NDTiffStack_1.tif`. */
const furtherFile = /^(.+)_\d+((?:\.ome)?\.tiff?)$/i

/** The movies among a folder's files, each once. */
export function moviesAmong(names: readonly string[]): string[] {
  const all = new Set(names)
  return names.filter((name) => {
    if (!readByThemselves.test(name)) return false
    const [, stem, ending] = furtherFile.exec(name) ?? []
    return stem === undefined || !(/^\.ome/i.test(ending) || /NDTiffStack$/i.test(stem)) || !all.has(stem + ending)
  })
}
