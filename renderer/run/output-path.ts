// Where results go: beside the movie, named after it and the model, and never over an earlier result of the window.

/** `/data/movie.tif`, `csr` → `/data/movie_locs_csr.csv`. */
export function outputPath(movie: string, model: string, taken: (path: string) => boolean = () => false): string {
  const stem = movie.replace(/\.(ome\.)?[^.\\/]+$/i, '')
  for (let n = 1; ; n++) {
    const path = `${stem}_locs_${model.replace(/[^\w.-]+/g, '-')}${n === 1 ? '' : `_${n}`}.csv`
    if (!taken(path)) return path
  }
}
