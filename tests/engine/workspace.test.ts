// The workspace file: what it keeps, how older files become new ones, what it refuses, who may work in it.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { discardWorkspace } from '../../electron/engine/workspace/discard.ts'
import type { Run } from '../../electron/engine/workspace/run-table.ts'
import { applicationId, schemaVersion } from '../../electron/engine/workspace/schema.ts'
import { Workspace } from '../../electron/engine/workspace/workspace.ts'

let folder: string
beforeAll(async () => { folder = await mkdtemp(join(tmpdir(), 'structloc-workspace-')) })
afterAll(() => rm(folder, { recursive: true }))
let files = 0
const fresh = (): string => join(folder, `${++files}.sqlite`)

const run: Pick<Run, 'movie' | 'model' | 'first' | 'end' | 'parameters'> = {
  movie: { path: '/data/movie.tif', size: 5_000_000_000, mtime_ms: 1_700_000_000_123.25, width: 64, height: 48, frames: 100 },
  model: { name: 'csr', sha256: 'ab'.repeat(32), card: '{}' },
  first: 10, end: 50, parameters: { threshold: 0.4, camera: { type: 'ccd' } },
}
const chunk = (first: number, count: number, rows = 3) => ({ first, count, rows, data: Uint8Array.from([first, count, 255]) })

/** The file of version 1 as it was written: a run of which 20 frames are done. */
function writeVersion1(path: string): void {
  const old = new SQLite(path)
  old.exec(`CREATE TABLE movies (
      id INTEGER PRIMARY KEY, path TEXT NOT NULL, size INTEGER NOT NULL, mtime_ms REAL NOT NULL,
      width INTEGER NOT NULL, height INTEGER NOT NULL, frames INTEGER NOT NULL, UNIQUE (path, size, mtime_ms, frames));
    CREATE TABLE models (id INTEGER PRIMARY KEY, name TEXT NOT NULL, sha256 TEXT NOT NULL, card TEXT NOT NULL, UNIQUE (name, sha256));
    CREATE TABLE runs (
      id INTEGER PRIMARY KEY, movie INTEGER NOT NULL REFERENCES movies, model INTEGER NOT NULL REFERENCES models,
      first INTEGER NOT NULL, end INTEGER NOT NULL, parameters TEXT NOT NULL, started_at REAL NOT NULL, finished_at REAL);
    CREATE TABLE chunks (
      run INTEGER NOT NULL REFERENCES runs ON DELETE CASCADE, first INTEGER NOT NULL, count INTEGER NOT NULL,
      rows INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (run, first)) WITHOUT ROWID;
    INSERT INTO movies VALUES (1, '/data/movie.tif', 5000000000, 1700000000123.25, 64, 48, 100);
    INSERT INTO models VALUES (1, 'csr', '${'ab'.repeat(32)}', '{}');
    INSERT INTO runs VALUES (1, 1, 1, 10, 50, '{"threshold":0.4}', 1700000100.5, NULL);
    INSERT INTO chunks VALUES (1, 10, 20, 3, x'0a14ff');`)
  old.pragma(`application_id = ${applicationId}`)
  old.pragma('user_version = 1')
  old.close()
}

/** Runs a few lines in a process of its own that has the Workspace class; resolves when it has printed a line. */
async function inAnotherProcess(lines: string): Promise<ChildProcess> {
  const module = (path: string): string => JSON.stringify(new URL(`../../electron/engine/${path}`, import.meta.url).href)
  const child = spawn(process.execPath, ['--input-type=module', '--eval', `
    const { Workspace } = await import(${module('workspace/workspace.ts')})
    const { JobQueue } = await import(${module('jobs/job-queue.ts')})
    ${lines}
    console.log('ready')
    setInterval(() => {}, 1000)`], { stdio: ['ignore', 'pipe', 'inherit'] })
  await once(child.stdout!, 'data')
  return child
}

describe('a workspace', () => {
  test('keeps runs with their movie, model, parameters and chunks', () => {
    const path = fresh()
    const first = Workspace.open(path)
    const id = first.runs.create(run)
    first.runs.addChunk(id, chunk(10, 20), 1.5)
    first.runs.addChunk(id, chunk(30, 5, 0), 0.5)
    first.runs.setProvider(id, 'cpu')
    first.close()

    const again = Workspace.open(path)
    expect(again.runs.unfinished()).toMatchObject([{ ...run, id, seconds: 2, provider: 'cpu', finishedAt: undefined }])
    expect([...again.runs.chunks(id)].map((one) => ({ ...one, data: [...one.data] })))
      .toEqual([{ first: 10, count: 20, rows: 3, data: [10, 20, 255] }, { first: 30, count: 5, rows: 0, data: [30, 5, 255] }])
    expect(again.runs.doneUntil(id)).toEqual({ end: 35, rows: 3 })
    again.runs.finish(id)
    expect(again.runs.unfinished()).toEqual([])
    again.close()
  })

  test('counts what is done up to the first gap only', () => {
    const workspace = Workspace.open(':memory:')
    const id = workspace.runs.create(run)
    expect(workspace.runs.doneUntil(id)).toEqual({ end: 10, rows: 0 })
    workspace.runs.addChunk(id, chunk(10, 5), 0)
    workspace.runs.addChunk(id, chunk(20, 5), 0)
    expect(workspace.runs.doneUntil(id)).toEqual({ end: 15, rows: 3 })
  })

  test('takes no chunk twice', () => {
    const workspace = Workspace.open(':memory:')
    const id = workspace.runs.create(run)
    workspace.runs.addChunk(id, chunk(10, 5), 1)
    expect(() => workspace.transaction(() => workspace.runs.addChunk(id, chunk(10, 5), 1))).toThrow(/UNIQUE/)
    expect(workspace.runs.get(id).seconds).toBe(1)
  })

  test('knows a movie and a model once, however many runs use them', () => {
    const path = fresh()
    const workspace = Workspace.open(path)
    workspace.runs.create(run)
    workspace.runs.create({ ...run, first: 0 })
    workspace.close()
    const raw = new SQLite(path, { readonly: true })
    expect(raw.prepare('SELECT (SELECT count(*) FROM movies), (SELECT count(*) FROM models), (SELECT count(*) FROM runs)').raw().get()).toEqual([1, 1, 2])
    raw.close()
  })

  test('leaves one file when it is closed', () => {
    const path = fresh()
    Workspace.open(path).close()
    expect([path, `${path}-wal`, `${path}-shm`].map((file) => existsSync(file))).toEqual([true, false, false])
  })
})

describe('versions', () => {
  test('an older file is brought up to date and keeps its runs', () => {
    const path = fresh()
    writeVersion1(path)
    const workspace = Workspace.open(path)
    const [old] = workspace.runs.list()
    expect(old).toMatchObject({ movie: run.movie, model: run.model, first: 10, end: 50, parameters: { threshold: 0.4 }, startedAt: 1_700_000_100.5, seconds: 0, provider: undefined })
    expect(workspace.runs.doneUntil(old.id)).toEqual({ end: 30, rows: 3 })
    workspace.runs.addChunk(old.id, chunk(30, 20), 2)
    expect(workspace.jobs.list()).toEqual([])
    workspace.close()
    const raw = new SQLite(path, { readonly: true })
    expect(raw.pragma('user_version', { simple: true })).toBe(schemaVersion)
    raw.close()
  })

  test('a newer file is refused and left as it is', () => {
    const path = fresh()
    Workspace.open(path).close()
    const raw = new SQLite(path)
    raw.pragma(`user_version = ${schemaVersion + 1}`)
    raw.close()
    expect(() => Workspace.open(path)).toThrow(expect.objectContaining({
      code: 'unsupported', message: `${path} was written by a newer StructLoc (workspace version ${schemaVersion + 1}; this program knows up to ${schemaVersion}). Update the program, or name another file.`,
    }))
    const after = new SQLite(path, { readonly: true })
    expect(after.pragma('user_version', { simple: true })).toBe(schemaVersion + 1)
    after.close()
  })
})

describe('refused, with a sentence', () => {
  test('a file that is no SQLite file', async () => {
    const path = fresh()
    await writeFile(path, 'frame,x,y\n'.repeat(200))
    expect(() => Workspace.open(path)).toThrow(expect.objectContaining({ code: 'invalid-input', message: `${path} is not a StructLoc workspace (not a SQLite file); name another file.` }))
  })

  test("another program's SQLite file", () => {
    const path = fresh()
    const other = new SQLite(path)
    other.exec('CREATE TABLE bookmarks (url TEXT)')
    other.close()
    expect(() => Workspace.open(path)).toThrow(/is a SQLite file of another program/)
    expect(() => new SQLite(path, { readonly: true }).prepare('SELECT * FROM bookmarks').all()).not.toThrow()
  })

  test('a folder, and a file in a folder that is not there', async () => {
    const path = fresh()
    await mkdir(path)
    expect(() => Workspace.open(path)).toThrow(/is not a file/)
    expect(() => Workspace.open(join(folder, 'absent', 'w.sqlite'))).toThrow(expect.objectContaining({ code: 'unwritable' }))
  })

  test.skipIf(process.getuid?.() === 0 || process.platform === 'win32')('a file that may not be written', async () => {
    const path = fresh()
    Workspace.open(path).close()
    await chmod(path, 0o444)
    expect(() => Workspace.open(path)).toThrow(expect.objectContaining({ code: 'unwritable' }))
  })

  test('a file in which another process works; once that is gone it opens', async () => {
    const path = fresh()
    const other = await inAnotherProcess(`Workspace.open(${JSON.stringify(path)})`)
    expect(() => Workspace.open(path)).toThrow(expect.objectContaining({ code: 'unwritable', message: expect.stringContaining('in use by another process') }))
    other.kill('SIGKILL')
    await once(other, 'exit')
    Workspace.open(path).close()
  })
})

describe('after kill -9', () => {
  test('committed chunks are there, jobs that were under way are interrupted', async () => {
    const path = fresh()
    const other = await inAnotherProcess(`
      const workspace = Workspace.open(${JSON.stringify(path)})
      const id = workspace.runs.create(${JSON.stringify(run)})
      workspace.runs.addChunk(id, { first: 10, count: 20, rows: 3, data: Uint8Array.of(1, 2, 3) }, 1)
      const never = () => new Promise(() => {})
      const queue = new JobQueue(workspace.jobs, { localize: never, simulate: never, train: never, evaluate: never, 'spike-in': never, calibrate: never, 'setup-trainer': never })
      queue.start('localize', { movie: 'a.tif' })
      queue.start('evaluate', {})
      await new Promise((resolve) => setTimeout(resolve, 50))`)
    other.kill('SIGKILL')
    await once(other, 'exit')
    const workspace = Workspace.open(path)
    expect(workspace.runs.doneUntil(1)).toEqual({ end: 30, rows: 3 })
    expect(workspace.jobs.list()).toMatchObject([
      { id: 1, kind: 'localize', state: 'interrupted', args: { movie: 'a.tif' }, error: { code: 'process-died' }, startedAt: expect.any(Number) },
      { id: 2, kind: 'evaluate', state: 'interrupted', startedAt: undefined },
    ])
    workspace.close()
  })
})

describe('discarding', () => {
  test('removes a workspace, but not one that holds localizations where only an empty one is meant', async () => {
    const path = fresh()
    const workspace = Workspace.open(path)
    const id = workspace.runs.create(run)
    workspace.close()
    const filled = Workspace.open(path)
    filled.runs.addChunk(id, chunk(10, 20), 1)
    filled.close()
    await discardWorkspace(path, { onlyIfEmpty: true })
    expect(existsSync(path)).toBe(true)
    await discardWorkspace(path)
    expect(existsSync(path)).toBe(false)
  })

  test("never removes another program's file", async () => {
    const path = fresh()
    await writeFile(path, 'a diary, and a long one at that, with more than a hundred bytes of text so that SQLite looks at its head')
    await expect(discardWorkspace(path)).rejects.toMatchObject({ code: 'invalid-input' })
    expect(existsSync(path)).toBe(true)
  })
})
