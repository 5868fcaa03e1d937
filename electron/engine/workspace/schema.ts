// The tables of a workspace and how older files become new ones. PRAGMA user_version counts the migrations done.
import type { Database } from 'better-sqlite3'

/**
 * Each entry takes a file from its index to the next version. Entries are never changed once released: a change of the
 * tables is a further entry.
 */
const migrations: readonly string[] = [
  `CREATE TABLE movies (
     id INTEGER PRIMARY KEY, path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ms REAL NOT NULL,
     width INTEGER NOT NULL, height INTEGER NOT NULL, frames INTEGER NOT NULL, UNIQUE (path, size, mtime_ms, frames)
   );
   CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, card TEXT NOT NULL, UNIQUE (name, sha256));
   CREATE TABLE runs (
     id INTEGER PRIMARY KEY, movie INTEGER NOT NULL REFERENCES movies, model INTEGER NOT NULL REFERENCES models,
     first INTEGER NOT NULL, end INTEGER NOT NULL, parameters TEXT NOT NULL, started_at REAL NOT NULL, finished_at REAL
   );
   CREATE TABLE chunks (
     run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, first INTEGER NOT NULL, count INTEGER NOT NULL,
     rows INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, first)
   ) WITHOUT ROWID;`,
  `CREATE TABLE jobs (
     id INTEGER PRIMARY KEY, kind TEXT NOT NULL, state TEXT NOT NULL, args TEXT NOT NULL, progress TEXT,
     error_code TEXT, error_message TEXT, created_at REAL NOT NULL, started_at REAL, ended_at REAL
   );
   ALTER TABLE runs ADD COLUMN provider TEXT;
   ALTER TABLE runs ADD COLUMN seconds REAL NOT NULL DEFAULT 0;`,
  `ALTER TABLE jobs ADD COLUMN result TEXT;
   ALTER TABLE runs ADD COLUMN out TEXT;
   ALTER TABLE runs ADD COLUMN job INTEGER;`,
]

/** The version that this program writes. */
export const schemaVersion = migrations.length

/** Marks a SQLite file as a StructLoc workspace ('SLoc'). */
export const applicationId = 0x534c6f63

/** Brings a file of any older version up to date, in one transaction: a kill leaves the old file. */
export function migrate(database: Database, from: number): void {
  database.transaction(() => {
    for (const step of migrations.slice(from)) database.exec(step)
    database.pragma(`application_id = ${applicationId}`)
    database.pragma(`user_version = ${schemaVersion}`)
  })()
}
