// What happens to a run does not take from it what it had: a full disk, a movie that goes away or changes, a workspace in other hands,
// folders that may not be written, names of any length and script. Each ends in one sentence; going on gives the undisturbed table.
import { execFileSync } from 'node:child_process'
import { appendFileSync, copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import SQLite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { LocalizeArgs } from '../../electron/contract/calls.ts'
import { createEngine, type Engine } from '../../electron/engine/engine.ts'
import { createTiffWriter } from '../../electron/engine/movies/tiff-writer.ts'
import { modelPlaces } from '../../electron/engine/models/model-folders.ts'
import { recipe } from '../fixtures/recipe.ts'
import { spotMovie } from '../fixtures/memory-movie.ts'
import { smallDisk } from '../fixtures/small-disk.ts'
import { spotModel } from '../fixtures/structloc.ts'

const folder = mkdtempSync(join(tmpdir(), 'structloc-lost-'))
const file = (name: string): string => join(folder, name)
const frames = 256
/** Frames of the first chunk: all that is there when a run is disturbed. */
let firstChunk = 0
const movie = file('movie.tif')
const disk = smallDisk(8192)

const open: Engine[] = []
function engineOn(workspace: string): Engine {
  const engine = createEngine({ workspace, places: { ...modelPlaces(), own: file('own') } })
  open.push(engine)
  return engine
}
afterEach(async () => {
  for (const engine of open.splice(0)) await engine.close()
  disk?.free()
})
afterAll(() => {
  disk?.remove()
  rmSync(folder, { recursive: true })
})

const args = (more: Partial<LocalizeArgs> & { out: string }): LocalizeArgs => ({ movie, model: spotModel, provider: 'cpu', ...more }) as LocalizeArgs
const sameTables = (out: string, endings = ['.csv', '.arrow']): boolean => endings.every((ending) => readFileSync(out.replace(/\.csv$/, ending)).equals(readFileSync(file(`whole${ending}`))))

/** Localizes, with `disturb` called once after the first chunk is in the workspace. */
async function localizeAnd(engine: Engine, given: LocalizeArgs, disturb: () => void): Promise<unknown> {
  const deaf = engine.on({ rows: () => { deaf(); disturb() } })
  return engine.run('localize', given)
}

beforeAll(async () => {
  await writePages(movie, 128, await spotMovie(128, 128, frames, 6).read(0, frames) as Uint16Array)
  const engine = engineOn(':memory:')
  engine.on({ rows: ({ doneUntil }) => { firstChunk ||= doneUntil } })
  const { localizations } = await engine.run('localize', args({ out: file('whole.csv') }))
  await engine.close()
  if (localizations < 500 || firstChunk > frames / 2) throw new Error(`${localizations} localizations, the first ${firstChunk} frames at once: too little to disturb`)
})

test.skipIf(process.platform === 'win32')('processes killed at random moments: going on gives the undisturbed table, byte for byte', () => {
  const soak = new URL('../../build/soak.ts', import.meta.url).pathname
  const said = execFileSync(process.execPath, [soak, '--kills', '3', '--without-trainings', '--seed', '7'], { encoding: 'utf8' })
  expect(said).toMatch(/ 3 kills: \d of the engine, \d of the inference process/)
  expect(said).toMatch(/nothing lost\n$/)
})

describe.skipIf(disk === undefined)('a full disk', () => {
  test('under the workspace ends the run with a sentence, keeps the rows so far; with room again it goes on to the same table', async () => {
    const workspace = join(disk!.folder, 'w.sqlite')
    const engine = engineOn(workspace)
    const given = args({ out: file('disk.csv') })
    await expect(localizeAnd(engine, given, () => disk!.fill())).rejects.toMatchObject({
      code: 'unwritable', message: expect.stringMatching(/^The workspace .*w\.sqlite cannot be written: the disk is full\. What was found until frame \d+ of 256 is kept; --resume goes on from there\.$/),
    })
    const [job] = engine.jobs()
    expect(job).toMatchObject({ state: 'failed', error: { code: 'unwritable' } })
    // The engine stands: it closes, and another opens what it left.
    await engine.close()
    disk!.free()
    const again = engineOn(workspace)
    const { resumedAfter } = await again.run('localize', { ...given, resume: true })
    expect(resumedAfter).toBeGreaterThan(0)
    expect(sameTables(given.out)).toBe(true)
  })

  test('goes on in the same life of the program, by the same job', async () => {
    const engine = engineOn(join(disk!.folder, 'same.sqlite'))
    const given = args({ out: file('same-life.csv') })
    await expect(localizeAnd(engine, given, () => disk!.fill())).rejects.toThrow(/the disk is full/)
    disk!.free()
    const job = engine.resume(engine.jobs()[0].id)
    await engine.wait({ id: job.id, kind: 'localize' })
    expect(engine.jobs()[0].state).toBe('done')
    expect(sameTables(given.out)).toBe(true)
  })

  test('under the table leaves no half of one; with room again only the table is written', async () => {
    const engine = engineOn(file('out.sqlite'))
    const given = args({ out: join(disk!.folder, 'table.csv') })
    await expect(localizeAnd(engine, given, () => disk!.fill())).rejects.toMatchObject({
      code: 'unwritable', message: expect.stringMatching(/table\.(csv|arrow) cannot be written: the disk is full\. What was found until frame 256 of 256 is kept/),
    })
    expect(readdirSync(disk!.folder).filter((name) => name.includes('table') || name.endsWith('.part'))).toEqual([])
    disk!.free()
    const { resumedAfter } = await engine.run('localize', { ...given, resume: true })
    expect(resumedAfter).toBe(frames)
    expect(sameTables(given.out)).toBe(true)
  })

  test('under a simulated movie leaves nothing of it', async () => {
    const engine = engineOn(':memory:')
    disk!.fill()
    const { acquisition } = recipe('csr-5000-50', {})
    await expect(engine.run('simulate', { out: join(disk!.folder, 'simulated.tif'), acquisition, sampling: { kind: 'csr' }, density: { emittersPerFrame: 5 }, width_px: 64, height_px: 64, frames: 200, seed: 1 } as never))
      .rejects.toMatchObject({ code: 'unwritable', message: expect.stringMatching(/simulated\.tif cannot be written: the disk is full/) })
    expect(readdirSync(disk!.folder).filter((name) => name.includes('simulated') || name.endsWith('.part'))).toEqual([])
  })
})

describe('a movie', () => {
  const copy = (name: string): string => {
    copyFileSync(movie, file(name))
    return file(name)
  }
  const kept = / What was found until frame \d+ of 256 is kept; --resume goes on from there\.$/

  test('removed under the run ends it with a sentence; put back, the run goes on to the same table', async () => {
    const [path, away] = [copy('removed.tif'), file('away.tif')]
    const engine = engineOn(file('removed.sqlite'))
    const given = args({ movie: path, out: file('removed.csv') })
    const failing = localizeAnd(engine, given, () => renameSync(path, away))
    await expect(failing).rejects.toMatchObject({ code: 'unreadable', message: expect.stringMatching(/removed\.tif was removed or moved while it was localized\. Put it back\./) })
    await expect(failing).rejects.toThrow(kept)
    await expect(engine.run('localize', { ...given, resume: true })).rejects.toMatchObject({ code: 'not-found' })
    renameSync(away, path)
    const { resumedAfter } = await engine.run('localize', { ...given, resume: true })
    expect(resumedAfter).toBeGreaterThan(0)
    // The Arrow table names its movie, which is a copy here.
    expect(sameTables(given.out, ['.csv'])).toBe(true)
  })

  test.each([
    ['that grows', (path: string) => appendFileSync(path, new Uint8Array(1000)), /grows\.tif was changed while it was localized: it had \d+ bytes, now it has \d+\./],
    ['that is cut', (path: string) => truncateSync(path, 100_000), /cut\.tif was changed while it was localized: it had \d+ bytes, now it has 100000\./],
    ['that is written to', (path: string) => utimesSync(path, new Date(), new Date(2030, 0)), /to\.tif was written to while it was localized \(2/],
    ['whose place another file takes', (path: string) => renameSync(copy('other.tif'), path), /takes\.tif was (changed|written to) while it was localized/],
  ])('%s under the run ends it with a sentence, its frames are not mixed', async (name, disturb, sentence) => {
    const path = copy(`${name.replaceAll(' ', '-')}.tif`)
    const engine = engineOn(':memory:')
    const given = args({ movie: path, out: file(`${name}.csv`) })
    const failing = localizeAnd(engine, given, () => disturb(path))
    await expect(failing).rejects.toMatchObject({ code: 'unreadable', message: expect.stringMatching(sentence) })
    await expect(failing).rejects.toThrow(kept)
    const [run] = engine.workspace.runs.list()
    expect(engine.workspace.runs.doneUntil(run.id).end).toBe(firstChunk)
    await expect(engine.run('localize', { ...given, resume: true })).rejects.toThrow(/cannot go on: the movie's (size|date)|out of|has frames|cut|truncated|ends/i)
  })
})

test('a folder of pages in which table and workspace lie as well is the same movie when the run goes on', async () => {
  const pages = file('pages')
  mkdirSync(pages)
  const { read } = spotMovie(64, 64, 300, 6)
  for (let n = 0; n < 300; n++) await writePages(join(pages, `img_${String(n).padStart(4, '0')}.tif`), 64, await read(n, 1) as Uint16Array)
  const given = args({ movie: pages, out: join(pages, 'locs.csv') })
  const engine = engineOn(join(pages, 'run.sqlite'))
  await expect(localizeAnd(engine, given, () => engine.cancel(engine.jobs()[0].id))).rejects.toMatchObject({ code: 'cancelled' })
  const { resumedAfter } = await engine.run('localize', { ...given, resume: true })
  expect(resumedAfter).toBeGreaterThan(0)
  const whole = await engine.run('localize', { ...given, out: join(pages, 'whole.csv') })
  expect(whole.frames).toBe(300)
  expect(readFileSync(given.out).equals(readFileSync(whole.out))).toBe(true)
})

describe('a workspace', () => {
  test('that another program writes in is not touched, and the sentence says so', () => {
    const path = file('shared.sqlite')
    engineOn(path)
    expect(() => createEngine({ workspace: path })).toThrow(/shared\.sqlite is in use by another process; wait until it is done, or name another file\./)
    const foreign = file('foreign.sqlite')
    const other = new SQLite(foreign)
    other.exec('CREATE TABLE notes (text TEXT); BEGIN EXCLUSIVE')
    expect(() => createEngine({ workspace: foreign })).toThrow(/foreign\.sqlite is in use by another process/)
    other.exec('ROLLBACK')
    expect(other.prepare('SELECT count(*) FROM notes').pluck().get()).toBe(0)
    other.close()
  })

  test('whose bytes were damaged is said to be so, and left as it is', async () => {
    const path = file('damaged.sqlite')
    const engine = engineOn(path)
    await engine.run('localize', args({ out: file('d.csv'), frames: { first: 0, end: 64 } }))
    await engine.close()
    const bytes = readFileSync(path)
    bytes.fill(0x5a, 100, 4096)
    writeFileSync(path, bytes)
    expect(() => createEngine({ workspace: path })).toThrow(/damaged\.sqlite is damaged/)
    expect(readFileSync(path).equals(bytes)).toBe(true)
  })
})

describe.skipIf(disk === undefined)('a folder that may not be written', () => {
  test('is refused for tables and workspace before the work begins; a movie in it is read', async () => {
    const inside = join(disk!.folder, 'read-only')
    mkdirSync(inside)
    await writeMovieShort(join(inside, 'm.tif'))
    disk!.setReadOnly(true)
    try {
      expect(() => createEngine({ workspace: join(inside, 'w.sqlite') })).toThrow(/w\.sqlite cannot be written: this user may not write there\./)
      const engine = engineOn(':memory:')
      let frames = 0
      engine.on({ rows: () => { frames++ } })
      await expect(engine.run('localize', args({ out: join(inside, 'locs.csv') }))).rejects.toMatchObject({ code: 'unwritable', message: expect.stringMatching(/locs\.csv cannot be written: (this user may not write there|the disk is read-only)\./) })
      expect(frames).toBe(0)
      expect((await engine.run('localize', args({ movie: join(inside, 'm.tif'), out: file('from-read-only.csv') }))).frames).toBe(4)
    } finally {
      disk!.setReadOnly(false)
    }
  })
})

describe('names', () => {
  test.each([
    ['of other scripts, signs and spaces', join('Übung µm², 細胞', 'Клетка № 1 — 50 % #2 [β].tif')],
    ['with combining marks and a smile', join('café cafe\u0301', 'zoo\u0308m 🔬.tif')],
    ['of a thousand bytes', join(...Array.from({ length: 12 }, (_, n) => `${n}-`.padEnd(80, 'long')), 'movie.tif')],
    ['as long as a name can be', `${'n'.repeat(243)}.tif`],
  ])('%s hold movie, workspace and tables', async (kind, name) => {
    const path = join(file(basename(kind)), name)
    mkdirSync(join(path, '..'), { recursive: true })
    await writeMovieShort(path)
    const engine = engineOn(path.length > 500 ? file('for-long-paths.db') : path.replace(/\.tif$/, '.db'))
    const out = path.replace(/\.tif$/, '.csv')
    const result = await engine.run('localize', args({ movie: path, out }))
    expect(result.localizations).toBeGreaterThan(5)
    expect(existsSync(out)).toBe(true)
    expect((await engine.info({ movie: path })).frames).toBe(4)
    expect(engine.jobs()[0]).toMatchObject({ state: 'done', args: { movie: path } })
  })

  test('that are too long are refused with a sentence before the work begins', async () => {
    const name = `${'é'.repeat(130)}.csv`
    const engine = engineOn(':memory:')
    await expect(engine.run('localize', args({ out: file(name) }))).rejects.toMatchObject({ code: 'unwritable', message: expect.stringContaining('its name has 264 bytes, 255 is the most. Give it a shorter name.') })
    // The csv's name would do, the Arrow table's is two letters longer.
    await expect(engine.run('localize', args({ out: file(`${'n'.repeat(250)}.csv`) }))).rejects.toThrow(/n\.arrow cannot be written: its name has 256 bytes/)
    expect(() => createEngine({ workspace: file('w'.repeat(254)) })).toThrow(/cannot be made: its name has 258 bytes with SQLite's own ending, 255 is the most/)
    const deep = join(folder, ...Array.from({ length: 8 }, () => 'deep'.padEnd(60, '-')))
    mkdirSync(deep, { recursive: true })
    expect(() => createEngine({ workspace: join(deep, 'w.sqlite') })).toThrow(/cannot be made: its path has \d+ bytes, SQLite takes 500\. Put it into another folder\./)
    await expect(engine.run('localize', args({ movie: file(`${'m'.repeat(300)}.tif`), out: file('x.csv') }))).rejects.toMatchObject({ code: expect.stringMatching(/not-found|unreadable/), message: expect.stringContaining('mmm.tif') })
  })
})

const writeMovieShort = async (path: string): Promise<void> => writePages(path, 64, await spotMovie(64, 64, 4, 6).read(0, 4) as Uint16Array)

async function writePages(path: string, size: number, pixels: Uint16Array): Promise<void> {
  const writer = await createTiffWriter(path, { width: size, height: size, pixelType: 'uint16' })
  await writer.append(pixels)
  await writer.close()
}
