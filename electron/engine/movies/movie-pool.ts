// Movies that the window looks at stay open: indexing a large file again for every frame would be slow.
import { resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import type { MovieOpening } from '../../contract/movie-opening.ts'
import { KeptOpen } from './kept-open.ts'
import { openMovie } from './open-movie.ts'
import type { MovieSource } from './movie-source.ts'

export class MoviePool {
  readonly #open: KeptOpen

  constructor(most = 4) {
    this.#open = new KeptOpen(most)
  }

  /** Runs `work` on the open movie. Errors: those of `openMovie`, and of the work. */
  async use<T>(path: string, opening: MovieOpening | undefined, work: (movie: MovieSource) => Promise<T>): Promise<T> {
    const full = resolve(path)
    const version = await stat(full).then(({ size, mtimeMs }) => `${size} ${mtimeMs}`, () => 'absent')
    return this.#open.use(`${full} ${JSON.stringify(opening ?? {})}`, version, () => openMovie(full, undefined, opening), work)
  }

  close(): Promise<void> {
    return this.#open.close()
  }
}
