// A workspace: one SQLite file with movies, models, runs, their localizations in chunks, and jobs.
import type { Database } from 'better-sqlite3'
import { guarded, type GuardedDatabase } from './guarded.ts'
import { JobTable } from './job-table.ts'
import { openDatabase } from './open-database.ts'
import { RunTable } from './run-table.ts'

export class Workspace {
  readonly path: string
  readonly runs: RunTable
  readonly jobs: JobTable
  readonly #database: Database
  readonly #guarded: GuardedDatabase

  private constructor(path: string, database: Database) {
    this.path = path
    this.#database = database
    this.#guarded = guarded(path, database)
    this.runs = new RunTable(this.#guarded)
    this.jobs = new JobTable(this.#guarded)
  }

  /** Opens or makes a workspace; jobs that were under way when its last process ended become 'interrupted'. */
  static open(path: string): Workspace {
    const database = openDatabase(path)
    const workspace = new Workspace(path, database)
    try {
      workspace.jobs.markInterrupted()
      return workspace
    } catch (error) {
      workspace.close()
      throw error
    }
  }

  /** Does several writes as one: all or none. SQLite's refusals (disk full) become sentences. */
  transaction<T>(work: () => T): T {
    return this.#guarded.transaction(work)()
  }

  /** Empties the log into the file and closes it: one file is left, where the disk allows. */
  close(): void {
    if (!this.#database.open) return
    try {
      this.#database.pragma('wal_checkpoint(TRUNCATE)')
    } catch {
      // On a full disk the log stays beside the file, and whoever opens it next reads both.
    } finally {
      this.#database.close()
    }
  }
}
