// A workspace: one SQLite file with movies, models, runs, their localizations in chunks, and jobs.
import type { Database } from 'better-sqlite3'
import { StructLocError } from '../../../core/errors.ts'
import { JobTable } from './job-table.ts'
import { openDatabase, openError } from './open-database.ts'
import { RunTable } from './run-table.ts'

export class Workspace {
  readonly path: string
  readonly runs: RunTable
  readonly jobs: JobTable
  readonly #database: Database

  private constructor(path: string, database: Database) {
    this.path = path
    this.#database = database
    this.runs = new RunTable(database)
    this.jobs = new JobTable(database)
  }

  /** Opens or makes a workspace; jobs that were under way when its last process ended become 'interrupted'. */
  static open(path: string): Workspace {
    const database = openDatabase(path)
    const workspace = new Workspace(path, database)
    workspace.jobs.markInterrupted()
    return workspace
  }

  /** Does several writes as one: all or none. SQLite's refusals (disk full) become sentences. */
  transaction<T>(work: () => T): T {
    try {
      return this.#database.transaction(work)()
    } catch (error) {
      throw error instanceof StructLocError ? error : openError(this.path, error as Error)
    }
  }

  /** Empties the log into the file and closes it: one file is left. */
  close(): void {
    if (!this.#database.open) return
    try {
      this.#database.pragma('wal_checkpoint(TRUNCATE)')
    } finally {
      this.#database.close()
    }
  }
}
