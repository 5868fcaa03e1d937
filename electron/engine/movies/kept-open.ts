// Movies that stay open between uses, the ones used last: opening one means indexing its file.
import { StructLocError } from '../../../core/errors.ts'
import type { MovieSource } from './movie-source.ts'

interface Entry {
  movie: Promise<MovieSource>
  /** The file as it was opened: one that changed is opened again. */
  version: string
  users: number
  evicted: boolean
}

export class KeptOpen {
  readonly #entries = new Map<string, Entry>()
  readonly #most: number
  #closed = false

  /** @param most movies that are kept open while nobody uses them */
  constructor(most: number) {
    this.#most = most
  }

  /** Runs `work` on the movie of this name, opened by `open` where it is not open in this version. Errors: those of `open` and `work`. */
  async use<T>(name: string, version: string, open: () => Promise<MovieSource>, work: (movie: MovieSource) => Promise<T>): Promise<T> {
    if (this.#closed) throw new StructLocError('cancelled', `${name} is no longer open.`)
    let entry = this.#entries.get(name)
    if (entry && entry.version !== version) {
      this.#evict(name, entry)
      entry = undefined
    }
    entry ??= { movie: open(), version, users: 0, evicted: false }
    // The one used last stands last.
    this.#entries.delete(name)
    this.#entries.set(name, entry)
    entry.users++
    try {
      return await work(await entry.movie)
    } catch (error) {
      if (!(await entry.movie.then(() => true, () => false))) this.#evict(name, entry)
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
    for (const [name, entry] of this.#entries) this.#evict(name, entry)
  }

  #evict(name: string, entry: Entry): void {
    if (this.#entries.get(name) === entry) this.#entries.delete(name)
    entry.evicted = true
    closeUnused(entry)
  }
}

function closeUnused(entry: Entry): void {
  if (entry.users === 0) entry.movie.then((movie) => movie.close(), () => undefined)
}
