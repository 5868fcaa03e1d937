// Movies that the window looks at stay open: indexing a large file again for every frame would be slow.
import { resolve } from 'node:path'
import { stat } from 'node:fs/promises'
import { StructLocError } from '../../../core/errors.ts'
import { openMovie } from './open-movie.ts'
import type { MovieSource } from './movie-source.ts'

interface Entry {
  movie: Promise<MovieSource>
  /** The file as it was opened: one that changed is opened again. */
  version: string
  users: number
  evicted: boolean
}

export class MoviePool {
  readonly #entries = new Map<string, Entry>()
  readonly #most: number
  #closed = false

  constructor(most = 4) {
    this.#most = most
  }

  /** Runs `work` on the open movie. Errors: those of `openMovie`, and of the work. */
  async use<T>(path: string, work: (movie: MovieSource) => Promise<T>): Promise<T> {
    const full = resolve(path)
    const version = await stat(full).then(({ size, mtimeMs }) => `${size} ${mtimeMs}`, () => 'absent')
    if (this.#closed) throw new StructLocError('cancelled', `${full} is no longer open.`)
    let entry = this.#entries.get(full)
    if (entry && entry.version !== version) {
      this.#evict(full, entry)
      entry = undefined
    }
    entry ??= { movie: openMovie(full), version, users: 0, evicted: false }
    // The one used last stands last.
    this.#entries.delete(full)
    this.#entries.set(full, entry)
    entry.users++
    try {
      return await work(await entry.movie)
    } catch (error) {
      if (!(await entry.movie.then(() => true, () => false))) this.#evict(full, entry)
      throw error
    } finally {
      entry.users--
      if (entry.evicted) closeUnused(entry)
      for (const [old, one] of this.#entries) {
        if (this.#entries.size <= this.#most) break
        if (one.users === 0) this.#evict(old, one)
      }
    }
  }

  async close(): Promise<void> {
    this.#closed = true
    for (const [path, entry] of this.#entries) this.#evict(path, entry)
  }

  #evict(path: string, entry: Entry): void {
    if (this.#entries.get(path) === entry) this.#entries.delete(path)
    entry.evicted = true
    closeUnused(entry)
  }
}

function closeUnused(entry: Entry): void {
  if (entry.users === 0) entry.movie.then((movie) => movie.close(), () => undefined)
}
