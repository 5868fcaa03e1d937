// A workspace's database as its tables use it: whatever SQLite refuses (disk full, no rights, a damaged file) becomes one sentence that
// names the file.
import type { Database, Statement } from 'better-sqlite3'
import { StructLocError } from '../../../core/errors.ts'
import { openError } from './open-database.ts'

export type GuardedDatabase = Pick<Database, 'prepare' | 'transaction'>

/** @param path named in the sentences */
export function guarded(path: string, database: Database): GuardedDatabase {
  const said = <T>(work: () => T): T => {
    try {
      return work()
    } catch (error) {
      throw error instanceof StructLocError || !isSqliteError(error) ? error : openError(path, error)
    }
  }
  const guardStatement = (statement: Statement): Statement => new Proxy(statement, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown
      if (typeof value !== 'function') return value
      return (...args: unknown[]) => {
        const result: unknown = said(() => value.apply(target, args) as unknown)
        // `pluck` and its like give the statement itself.
        return result === target ? guardStatement(target) : result
      }
    },
  })
  return {
    prepare: ((source: string) => guardStatement(said(() => database.prepare(source)))) as Database['prepare'],
    transaction: ((work: (...args: unknown[]) => unknown) => {
      const whole = database.transaction(work)
      return (...args: unknown[]) => said(() => whole(...args))
    }) as unknown as Database['transaction'],
  }
}

const isSqliteError = (error: unknown): error is Error & { code?: string } => error instanceof Error && error.name === 'SqliteError'
