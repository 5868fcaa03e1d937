// What a window asks about movies, runs and tables, through a real channel to the real engine.
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { EngineEvents } from '../../electron/contract/api.ts'
import { localizationColumns } from '../../core/localizations/table.ts'
import { connected, csrMovie, temporary, type OpenedDoor } from '../fixtures/door.ts'
import { spotModel } from '../fixtures/structloc.ts'
import { found, randomEmitters, rowsOf } from '../fixtures/tables.ts'

const { folder, file, remove } = temporary('door')
let opened: OpenedDoor
const frames = 1200
const rowEvents: EngineEvents['rows'][] = []
let result: { localizations: number }

beforeAll(async () => {
  opened = connected(folder)
  const { window } = opened
  window.on('rows', (event) => rowEvents.push(event))
  await window.call('result', { job: (await window.call('start', { kind: 'simulate', args: csrMovie(file('m.tif'), frames) })).id })
  const job = await window.call('start', { kind: 'localize', args: { movie: file('m.tif'), model: spotModel, out: file('a.csv'), provider: 'cpu' } })
  result = await window.call('result', { job: job.id }) as typeof result
})
afterAll(async () => {
  await opened.close()
  remove()
})

describe('runs', () => {
  test('stand in a list with what they were made of', async () => {
    const [run] = await opened.window.call('runs', {})
    expect(run).toMatchObject({ movie: file('m.tif'), model: 'test.bright-spots', first: 0, end: frames, doneUntil: frames, finished: true, rows: result.localizations, width: 64, height: 64, pixelSize: 100, out: file('a.csv'), job: 2, provider: 'cpu' })
  })

  test('tell of their rows chunk by chunk while they come', () => {
    expect(rowEvents.length).toBeGreaterThan(1)
    expect(rowEvents.map(({ doneUntil }) => doneUntil)).toEqual(rowEvents.map(({ doneUntil }) => doneUntil).toSorted((a, b) => a - b))
    expect(rowEvents.at(-1)).toMatchObject({ jobId: 2, doneUntil: frames, rows: result.localizations })
  })

  test('give their rows from any frame on, the same as the table that was written', async () => {
    const { window } = opened
    const [{ run }] = await window.call('runs', {})
    const all = await window.call('runRows', { run })
    expect(all).toMatchObject({ doneUntil: frames, finished: true, more: false })
    expect(rowsOf(all.localizations)).toEqual(rowsOf((await window.call('readTable', { path: file('a.arrow') })).table))
    const late = await window.call('runRows', { run, from: 500 })
    expect(rowsOf(late.localizations)).toEqual(rowsOf(all.localizations).filter(([frame]) => frame >= 500))
    expect(await window.call('runRows', { run, from: frames })).toMatchObject({ doneUntil: frames, finished: true, more: false, localizations: { frame: new Int32Array(0) } })
  })

  test('are forgotten on request, their files stay', async () => {
    const { window } = opened
    const job = await window.call('start', { kind: 'localize', args: { movie: file('m.tif'), model: spotModel, out: file('b.csv'), provider: 'cpu', frames: { first: 0, end: 10 } } })
    await window.call('result', { job: job.id })
    const { run } = (await window.call('runs', {})).at(-1)!
    await window.call('forgetRun', { run })
    expect((await window.call('runs', {})).map((one) => one.run)).not.toContain(run)
    await expect(window.call('runRows', { run })).rejects.toMatchObject({ code: 'not-found' })
    expect(existsSync(file('b.csv'))).toBe(true)
  })

  test('a pixel size that was given decides over positions', async () => {
    const { window } = opened
    const at = async (pixelSize: number | undefined): Promise<Float32Array> => {
      const job = await window.call('start', { kind: 'localize', args: { movie: file('m.tif'), model: spotModel, out: file('c.csv'), provider: 'cpu', frames: { first: 0, end: 20 }, pixelSize } })
      await window.call('result', { job: job.id })
      return (await window.call('readTable', { path: file('c.arrow') })).table.x
    }
    const [usual, larger] = [await at(undefined), await at(130)]
    expect(larger.length).toBe(usual.length)
    larger.forEach((x, i) => expect(x).toBeCloseTo(1.3 * usual[i], 1))
  })
})

describe('tables', () => {
  test('of ours come back from csv with every column understood', async () => {
    const { table, ...read } = await opened.window.call('readTable', { path: file('a.csv') })
    expect(read).toMatchObject({ kind: 'localizations', format: 'StructLoc', firstFrame: 1, provenance: { structloc: 'localizations', model: { id: 'test.bright-spots' } } })
    expect(read.understood).toContainEqual({ from: 'frame', to: 'frame', note: 'counted from 1 in the file, from 0 inside' })
    expect(read.understood).toContainEqual({ from: 'x [nm]', to: 'x', note: 'nm' })
    expect(read.understood).toContainEqual({ from: 'uncertainty_xy [nm]', to: undefined, note: 'not used' })
    expect(table.frame.length).toBe(result.localizations)
    expect(read.extents?.x).toEqual({ least: Math.min(...table.x), most: Math.max(...table.x) })
    expect(read.extents?.frame).toEqual({ least: table.frame.at(0), most: table.frame.at(-1) })
  })

  test('of other programs say which program, which column became which, and what was not used', async () => {
    writeFileSync(file('other.csv'), '"id","frame","x [nm]","y [nm]","sigma [nm]","intensity [photon]","uncertainty [nm]"\n1,3,10,20,120,500,7\n')
    const read = await opened.window.call('readTable', { path: file('other.csv') })
    expect(read).toMatchObject({ kind: 'localizations', format: 'ThunderSTORM', firstFrame: 1, provenance: undefined })
    expect([...read.table.frame]).toEqual([2])
    expect(read.extents).toEqual({ frame: { least: 2, most: 2 }, x: { least: 10, most: 10 }, y: { least: 20, most: 20 } })
    expect(read.understood.filter(({ from }) => from === 'uncertainty [nm]')).toEqual([
      { from: 'uncertainty [nm]', to: 'sigma_x', note: 'nm, one value for x and y' }, { from: 'uncertainty [nm]', to: 'sigma_y', note: 'nm, one value for x and y' }])
    expect(read.understood).toContainEqual({ from: 'sigma [nm]', to: undefined, note: 'not used' })
  })

  test('are written as csv and Arrow with further columns, and their provenance beside them', async () => {
    const { window } = opened
    const table = found(randomEmitters(50, 10, 6400), 12)
    const columns = { ...table, prior_influence: table.x.map((x) => x / 100) }
    const provenance = { movie: { path: file('m.tif') }, filters: ['photons > 500'] }
    const csv = await window.call('writeTable', { path: file('w.csv'), format: 'csv', columns, provenance })
    const arrow = await window.call('writeTable', { path: file('w2.arrow'), format: 'arrow', columns, provenance })
    const [header, first] = readFileSync(csv.path, 'utf8').split('\n')
    expect(header).toContain('"prior_influence"')
    expect(Number(first.split(',').at(-1))).toBeCloseTo(table.x[0] / 100, 3)
    expect(rowsOf((await window.call('readTable', { path: arrow.path })).table)).toEqual(rowsOf(table))
    expect(JSON.parse(readFileSync(csv.provenance, 'utf8'))).toMatchObject({ structloc: 'localizations', rows: 50, filters: ['photons > 500'], versions: { structloc: expect.any(String) } })
    expect((await window.call('readTable', { path: csv.path })).provenance).toMatchObject({ filters: ['photons > 500'] })
  })

  test("never take the place of a movie's description or of a person's own document", async () => {
    writeFileSync(file('mine.json'), '{"note": "my camera"}')
    const columns = found(randomEmitters(5, 5, 6400), 12)
    const { provenance } = await opened.window.call('writeTable', { path: file('mine.csv'), format: 'csv', columns, provenance: {} })
    expect(provenance).toBe(file('mine.locs.json'))
    expect(readFileSync(file('mine.json'), 'utf8')).toBe('{"note": "my camera"}')
    const beside = await opened.window.call('writeTable', { path: file('m.csv'), format: 'csv', columns, provenance: {} })
    expect(beside.provenance).toBe(file('m.locs.json'))
  })

  test('that lack a column or rows are refused', async () => {
    const { window } = opened
    const { sigma_x: _, ...columns } = found(randomEmitters(5, 5, 6400), 12)
    await expect(window.call('writeTable', { path: file('x.csv'), format: 'csv', columns, provenance: {} })).rejects.toThrow(/lacks sigma_x/)
    await expect(window.call('writeTable', { path: file('x.csv'), format: 'csv', columns: { ...columns, sigma_x: new Float32Array(4) }, provenance: {} })).rejects.toThrow(/sigma_x has 4 rows, frame has 5/)
    await expect(window.call('writeTable', { path: file('none/x.csv'), format: 'csv', columns: { ...columns, sigma_x: new Float32Array(5) }, provenance: {} })).rejects.toMatchObject({ code: 'unwritable' })
    expect(existsSync(file('x.csv'))).toBe(false)
  })

  test('and pictures of the window are written as they are', async () => {
    const bytes = Uint8Array.from([137, 80, 78, 71])
    await opened.window.call('writeFile', { path: file('p.png'), bytes })
    expect([...readFileSync(file('p.png'))]).toEqual([...bytes])
    await expect(opened.window.call('writeFile', { path: folder, bytes })).rejects.toMatchObject({ code: 'unwritable' })
  })
})

describe('the rest', () => {
  test('the sample is made once, is the same everywhere, and comes with its truth', async () => {
    const { window } = opened
    const [first, again] = await Promise.all([window.call('sample', {}), window.call('sample', {})])
    expect(again).toEqual(first)
    const made = statSync(first.movie).mtimeMs
    expect(await window.call('info', { movie: first.movie })).toMatchObject({ width: 64, height: 64, frames: 300, pixelSize: 100, camera: { type: 'emccd' } })
    const truth = await window.call('readTable', { path: first.truth })
    expect(truth.kind).toBe('emitters')
    await window.call('sample', {})
    expect(statSync(first.movie).mtimeMs).toBe(made)

    const elsewhere = connected(file('elsewhere'), { samples: file('elsewhere') })
    await mkdir(file('elsewhere'), { recursive: true })
    const other = await elsewhere.window.call('sample', {})
    await elsewhere.close()
    expect(readFileSync(other.movie).equals(readFileSync(first.movie))).toBe(true)
  })

  test('a model folder is imported once, under its id, and can be used', async () => {
    const { window } = opened
    expect(await window.call('importModel', { folder: spotModel })).toMatchObject({ id: 'test.bright-spots', origin: 'own' })
    expect(await window.call('importModel', { folder: spotModel })).toMatchObject({ id: 'test.bright-spots', origin: 'own' })
    expect((await window.call('models', {})).models.filter(({ id }) => id === 'test.bright-spots')).toHaveLength(1)
    expect(await window.call('model', { model: 'test.bright-spots' })).toMatchObject({ id: 'test.bright-spots' })
    await expect(window.call('importModel', { folder })).rejects.toMatchObject({ code: 'not-found', message: expect.stringContaining('model.json') })
  })

  test('the light of a movie is that of its simulation, and what a model was not trained for is said with numbers', async () => {
    const { window } = opened
    const { background_photons } = await window.call('light', { movie: file('m.tif') })
    expect(background_photons).toBeGreaterThan(45)
    expect(background_photons).toBeLessThan(58)
    const inside = await window.call('light', { movie: file('m.tif'), model: 'csr-5000-50' })
    expect(inside.warnings).toEqual([])
    const { warnings } = await window.call('light', { movie: file('m.tif'), model: 'csr-5000-50', pixelSize: 160 })
    expect(warnings).toEqual([expect.stringMatching(/160 nm.*100 nm/)])
  })

  test('results of every kind of job come by its number, also in an engine started later', async () => {
    const workspace = file('later.sqlite')
    const before = connected(folder, { workspace })
    const job = await before.window.call('start', { kind: 'evaluate', args: { localizations: file('a.csv'), truth: file('m.truth.csv') } })
    const scores = await before.window.call('result', { job: job.id })
    expect(scores).toMatchObject({ emitters: expect.any(Number), jaccard: expect.any(Number) })
    await before.close()
    const after = connected(folder, { workspace })
    expect(await after.window.call('result', { job: job.id })).toEqual(JSON.parse(JSON.stringify(scores)))
    await after.close()
  })

  test('columns cross the border as typed arrays', async () => {
    const { table } = await opened.window.call('readTable', { path: file('a.arrow') })
    expect(table.frame).toBeInstanceOf(Int32Array)
    for (const name of localizationColumns) expect(table[name as 'x']).toBeInstanceOf(Float32Array)
  })
})
