// Localization runs in a workspace: which movie with which model and parameters, and the chunks done so far.
import { StructLocError } from '../../../core/errors.ts'
import type { GuardedDatabase } from './guarded.ts'

/** The file a run reads, as it was when the run began. */
export interface MovieRecord {
  path: string
  size: number
  mtime_ms: number
  width: number
  height: number
  frames: number
}

export interface ModelRecord {
  name: string
  sha256: string
  /** The card as JSON. */
  card: string
}

export interface Run {
  id: number
  movie: MovieRecord
  model: ModelRecord
  /** Frames [first, end), from 0. */
  first: number
  end: number
  /** Everything else that decides the rows. */
  parameters: Record<string, unknown>
  startedAt: number
  finishedAt: number | undefined
  provider: string | undefined
  /** Time spent so far. */
  seconds: number
  /** Where its tables go. */
  out: string | undefined
  /** The job that makes it. */
  job: number | undefined
}

/** Localizations of frames [first, first + count), as Arrow IPC bytes. */
export interface Chunk {
  first: number
  count: number
  rows: number
  data: Uint8Array
}

interface RunRow {
  id: number; first: number; end: number; parameters: string; started_at: number; finished_at: number | null; provider: string | null; seconds: number
  out: string | null; job: number | null; path: string; size: number; mtime_ms: number; width: number; height: number; frames: number
  name: string; sha256: string; card: string
}

const selectRun = `SELECT runs.id, first, end, parameters, started_at, finished_at, provider, seconds, out, job,
  path, size, mtime_ms, width, height, frames, name, sha256, card
  FROM runs JOIN movies ON movies.id = runs.movie JOIN models ON models.id = runs.model`

export class RunTable {
  readonly #database: GuardedDatabase

  constructor(database: GuardedDatabase) {
    this.#database = database
  }

  create(run: Pick<Run, 'movie' | 'model' | 'first' | 'end' | 'parameters'>): number {
    return this.#database.transaction(() => {
      const { movie, model } = run
      const movieId = this.#database.prepare(`INSERT INTO movies (path, size, mtime_ms, width, height, frames)
        VALUES (@path, @size, @mtime_ms, @width, @height, @frames)
        ON CONFLICT DO UPDATE SET width = excluded.width RETURNING id`).pluck().get(movie)
      const modelId = this.#database.prepare(`INSERT INTO models (name, sha256, card) VALUES (@name, @sha256, @card)
        ON CONFLICT DO UPDATE SET card = excluded.card RETURNING id`).pluck().get(model)
      return this.#database.prepare('INSERT INTO runs (movie, model, first, end, parameters, started_at) VALUES (?, ?, ?, ?, ?, ?) RETURNING id')
        .pluck().get(movieId, modelId, run.first, run.end, JSON.stringify(run.parameters), Date.now() / 1000) as number
    })()
  }

  /** All runs, oldest first. */
  list(): Run[] {
    return (this.#database.prepare(`${selectRun} ORDER BY runs.id`).all() as RunRow[]).map(toRun)
  }

  /** Runs that are not finished, the one begun last first. */
  unfinished(): Run[] {
    return (this.#database.prepare(`${selectRun} WHERE finished_at IS NULL ORDER BY runs.id DESC`).all() as RunRow[]).map(toRun)
  }

  /** Adds a chunk and the time it took, in one transaction. */
  addChunk(run: number, chunk: Chunk, seconds: number): void {
    this.#database.transaction(() => {
      this.#database.prepare('INSERT INTO chunks (run, first, count, rows, data) VALUES (?, ?, ?, ?, ?)').run(run, chunk.first, chunk.count, chunk.rows, chunk.data)
      this.#database.prepare('UPDATE runs SET seconds = seconds + ? WHERE id = ?').run(seconds, run)
    })()
  }

  /** Chunks that hold frame `from` or later ones, in order of frames, one at a time. */
  *chunks(run: number, from = 0): Generator<Chunk> {
    yield* this.#database.prepare('SELECT first, count, rows, data FROM chunks WHERE run = ? AND first + count > ? ORDER BY first').iterate(run, from) as IterableIterator<Chunk>
  }

  /** Frame up to which a run is done without a gap, and the rows found until there. */
  doneUntil(run: number): { end: number; rows: number } {
    const { first } = this.#database.prepare('SELECT first FROM runs WHERE id = ?').get(run) as { first: number }
    const chunks = this.#database.prepare('SELECT first, count, rows FROM chunks WHERE run = ? ORDER BY first').all(run) as Chunk[]
    let [end, rows] = [first, 0]
    for (const chunk of chunks) {
      if (chunk.first !== end) break
      end += chunk.count
      rows += chunk.rows
    }
    return { end, rows }
  }

  setProvider(run: number, provider: string): void {
    this.#database.prepare('UPDATE runs SET provider = ? WHERE id = ?').run(provider, run)
  }

  /** Who makes the run now, and where its tables go. */
  setMaker(run: number, job: number | undefined, out: string): void {
    this.#database.prepare('UPDATE runs SET job = ?, out = ? WHERE id = ?').run(job ?? null, out, run)
  }

  /** Removes a run with its chunks. */
  forget(run: number): void {
    this.#database.prepare('DELETE FROM runs WHERE id = ?').run(run)
  }

  finish(run: number): void {
    this.#database.prepare('UPDATE runs SET finished_at = ? WHERE id = ?').run(Date.now() / 1000, run)
  }

  /** @throws StructLocError 'not-found' */
  get(run: number): Run {
    const row = this.#database.prepare(`${selectRun} WHERE runs.id = ?`).get(run) as RunRow | undefined
    if (!row) throw new StructLocError('not-found', `There is no run ${run} in this workspace.`)
    return toRun(row)
  }
}

function toRun(row: RunRow): Run {
  const { id, first, end, seconds, path, size, mtime_ms, width, height, frames, name, sha256, card } = row
  return {
    id, first, end, seconds,
    movie: { path, size, mtime_ms, width, height, frames }, model: { name, sha256, card },
    parameters: JSON.parse(row.parameters) as Record<string, unknown>,
    startedAt: row.started_at, finishedAt: row.finished_at ?? undefined, provider: row.provider ?? undefined,
    out: row.out ?? undefined, job: row.job ?? undefined,
  }
}
