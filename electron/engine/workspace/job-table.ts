// Jobs in a workspace: what was asked, how it stands.
import type { ErrorCode } from '../../../core/errors.ts'
import type { CodedError } from '../../contract/errors.ts'
import type { Job, JobKind, JobState, Progress } from '../../contract/jobs.ts'
import type { GuardedDatabase } from './guarded.ts'

interface JobRow {
  id: number; kind: JobKind; state: JobState; args: string; progress: string | null
  error_code: ErrorCode | null; error_message: string | null; created_at: number; started_at: number | null; ended_at: number | null
}

const now = (): number => Date.now() / 1000

export class JobTable {
  readonly #database: GuardedDatabase

  constructor(database: GuardedDatabase) {
    this.#database = database
  }

  add(kind: JobKind, args: unknown): Job {
    const id = this.#database.prepare("INSERT INTO jobs (kind, state, args, created_at) VALUES (?, 'queued', ?, ?) RETURNING id")
      .pluck().get(kind, JSON.stringify(args), now()) as number
    return this.get(id)!
  }

  get(id: number): Job | undefined {
    const row = this.#database.prepare('SELECT * FROM jobs WHERE id = ?').get(id) as JobRow | undefined
    return row && toJob(row)
  }

  /** All jobs, oldest first. */
  list(): Job[] {
    return (this.#database.prepare('SELECT * FROM jobs ORDER BY id').all() as JobRow[]).map(toJob)
  }

  start(id: number): void {
    this.#database.prepare("UPDATE jobs SET state = 'running', started_at = ? WHERE id = ?").run(now(), id)
  }

  setProgress(id: number, progress: Progress): void {
    this.#database.prepare('UPDATE jobs SET progress = ? WHERE id = ?').run(JSON.stringify(progress), id)
  }

  end(id: number, state: JobState, error?: CodedError, result?: unknown): void {
    this.#database.prepare('UPDATE jobs SET state = ?, error_code = ?, error_message = ?, ended_at = ?, result = ? WHERE id = ?')
      .run(state, error?.code ?? null, error?.message ?? null, now(), result === undefined ? null : JSON.stringify(result), id)
  }

  /** What a job that is done gave; undefined where it was not kept. */
  result(id: number): unknown {
    const text = this.#database.prepare('SELECT result FROM jobs WHERE id = ?').pluck().get(id) as string | null | undefined
    return text ? JSON.parse(text) as unknown : undefined
  }

  /** Queued again, to be resumed. */
  requeue(id: number, args: unknown): void {
    this.#database.prepare("UPDATE jobs SET state = 'queued', args = ?, error_code = NULL, error_message = NULL, ended_at = NULL WHERE id = ?").run(JSON.stringify(args), id)
  }

  /** Jobs that the end of a process left open. */
  markInterrupted(): number {
    return this.#database.prepare(`UPDATE jobs SET state = 'interrupted', ended_at = ?, error_code = 'process-died',
      error_message = 'The program ended while this job was under way.' WHERE state IN ('queued', 'running')`).run(now()).changes
  }
}

function toJob(row: JobRow): Job {
  const { id, kind, state } = row
  return {
    id, kind, state, args: JSON.parse(row.args) as unknown,
    progress: row.progress === null ? undefined : JSON.parse(row.progress) as Progress,
    error: row.error_code === null ? undefined : { code: row.error_code, message: row.error_message ?? '' },
    createdAt: row.created_at, startedAt: row.started_at ?? undefined, endedAt: row.ended_at ?? undefined,
  }
}
