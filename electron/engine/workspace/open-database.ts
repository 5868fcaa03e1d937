// Opens a workspace file, and says in a sentence why where it cannot. One process owns a workspace at a time: SQLite's
// exclusive lock ends with the process, so that whoever opens the file next knows that nobody works in it.
import { existsSync, statSync } from 'node:fs'
import { basename, dirname, resolve } from 'node:path'
import SQLite, { type Database } from 'better-sqlite3'
import { StructLocError } from '../../../core/errors.ts'
import { applicationId, migrate, schemaVersion } from './schema.ts'

/** Bytes of a file's name on every file system in use. */
const longestName = 255
/** Bytes of a path that SQLite takes for certain, with the endings of its log. */
const longestPath = 500

/** Milliseconds to wait for another process that is just leaving. */
const patience_ms = 1000

/**
 * @param path of the file, made where absent; ':memory:' for one that lives as long as the process
 * @throws StructLocError 'unwritable' (folder absent, rights, in use), 'invalid-input' (another kind of file), 'unsupported' (newer)
 */
export function openDatabase(path: string): Database {
  checkPlace(path)
  let database: Database | undefined
  try {
    database = new SQLite(path, { timeout: patience_ms })
    // Before the first access, or the lock is taken the shared way.
    database.pragma('locking_mode = EXCLUSIVE')
    const version = database.pragma('user_version', { simple: true }) as number
    const id = database.pragma('application_id', { simple: true }) as number
    const tables = database.prepare('SELECT count(*) FROM sqlite_schema').pluck().get() as number
    if (tables > 0 && id !== applicationId) throw new StructLocError('invalid-input', `${path} is a SQLite file of another program, not a StructLoc workspace; name another file.`)
    if (version > schemaVersion) {
      throw new StructLocError('unsupported', `${path} was written by a newer StructLoc (workspace version ${version}; this program knows up to ${schemaVersion}). Update the program, or name another file.`)
    }
    database.pragma('journal_mode = WAL')
    database.pragma('synchronous = FULL')
    database.pragma('foreign_keys = ON')
    if (version < schemaVersion) migrate(database, version)
    else database.exec('BEGIN IMMEDIATE; COMMIT')
    return database
  } catch (error) {
    database?.close()
    throw error instanceof StructLocError ? error : openError(path, error as Error & { code?: string })
  }
}

function checkPlace(path: string): void {
  if (path === ':memory:') return
  // SQLite puts its log beside the file, under a longer name, and says of names that are too long only that it cannot open them.
  const longest = Buffer.byteLength(`${basename(path)}-wal`)
  if (longest > longestName) throw new StructLocError('unwritable', `The workspace ${path} cannot be made: its name has ${longest} bytes with SQLite's own ending, ${longestName} is the most. Give it a shorter name.`)
  if (!existsSync(dirname(path))) throw new StructLocError('unwritable', `The workspace ${path} cannot be made: its folder does not exist.`)
  if (existsSync(path) && !statSync(path).isFile()) throw new StructLocError('invalid-input', `${path} is not a file; a workspace is one SQLite file.`)
}

/** What SQLite says of a workspace, as a sentence. */
export function openError(path: string, error: Error & { code?: string }): StructLocError {
  const code = error.code ?? ''
  if (code.startsWith('SQLITE_BUSY') || code.startsWith('SQLITE_LOCKED')) {
    return new StructLocError('unwritable', `The workspace ${path} is in use by another process; wait until it is done, or name another file.`, { cause: error })
  }
  if (code === 'SQLITE_NOTADB') return new StructLocError('invalid-input', `${path} is not a StructLoc workspace (not a SQLite file); name another file.`, { cause: error })
  if (code.startsWith('SQLITE_CORRUPT')) return new StructLocError('invalid-input', `The workspace ${path} is damaged (${error.message}).`, { cause: error })
  const length = Buffer.byteLength(resolve(path))
  if (code === 'SQLITE_CANTOPEN' && length > longestPath) {
    return new StructLocError('unwritable', `The workspace ${path} cannot be made: its path has ${length} bytes, SQLite takes ${longestPath}. Put it into another folder.`, { cause: error })
  }
  if (code.startsWith('SQLITE_READONLY') || code === 'SQLITE_CANTOPEN' || code === 'SQLITE_PERM') {
    return new StructLocError('unwritable', `The workspace ${path} cannot be written: this user may not write there.`, { cause: error })
  }
  if (code === 'SQLITE_FULL') return new StructLocError('unwritable', `The workspace ${path} cannot be written: the disk is full.`, { cause: error })
  if (code.startsWith('SQLITE_IOERR')) return new StructLocError('unwritable', `The workspace ${path} cannot be read or written (${code}).`, { cause: error })
  return new StructLocError('internal', `The workspace ${path}: ${error.message}`, { cause: error })
}
