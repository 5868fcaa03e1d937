// What the door refuses: malformed calls, paths that the host does not allow. Each with a code and a sentence, and nothing crashes.
import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { realpath } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { StructLocError } from '../../core/errors.ts'
import type { CallName } from '../../electron/contract/api.ts'
import { modelPlaces } from '../../electron/engine/models/model-folders.ts'
import type { PathUse } from '../../electron/engine/path-policy.ts'
import { connected, csrMovie, temporary, type OpenedDoor } from '../fixtures/door.ts'
import { recipe } from '../fixtures/recipe.ts'
import { spotModel } from '../fixtures/structloc.ts'

const { folder, file, remove } = temporary('refusals')
let opened: OpenedDoor
beforeAll(() => { opened = connected(folder) })
afterAll(async () => {
  await opened.close()
  remove()
})
const call = (name: string, args: unknown): Promise<unknown> => opened.window.call(name as CallName, args as never)

describe('malformed calls', () => {
  test.each([
    ['info', {}], ['info', { movie: 5 }], ['info', { movie: '' }], ['info', 'movie.tif'], ['info', [1]],
    ['frames', { movie: 'm.tif', first: -1, count: 1 }], ['frames', { movie: 'm.tif', first: 0, count: 1e9 }], ['frames', { movie: 'm.tif', first: 0.5, count: 1 }],
    ['preview', { movie: 'm.tif', frame: 0, model: 'x', camera: { type: 'eye' } }], ['preview', { movie: 'm.tif', frame: 0, model: 'x', unknown: 1 }], ['prepare', { model: '' }],
    ['start', { kind: 'format-disk', args: {} }], ['start', { kind: 'localize', args: null }], ['start', { kind: 'localize', args: { movie: 'm.tif' } }], ['start', { kind: 'spike-in', args: 7 }],
    ['cancel', { job: 'all' }], ['runRows', { run: -1 }], ['writeTable', { path: 'a.csv', format: 'exe', columns: {}, provenance: {} }],
    ['writeTable', { path: 'a.csv', format: 'csv', columns: { frame: [1, 2] }, provenance: {} }], ['writeFile', { path: 'a', bytes: 'text' }],
    ['simulatePreview', { config: {} }], ['simulatePreview', { config: recipe('csr-5000-50'), windows: 1e6 }], ['constructor', {}], ['toString', {}], ['nobody', {}],
  ])('%s %j are refused as invalid input, and the engine goes on', async (name, args) => {
    await expect(call(name, args)).rejects.toMatchObject({ name: 'StructLocError', code: 'invalid-input', message: expect.stringMatching(/\w/) })
    expect(await opened.window.call('jobs', {})).toEqual([])
  })

  test('a path longer than any system takes is refused', async () => {
    await expect(call('info', { movie: 'a'.repeat(40_000) })).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/^info: movie: .{0,100}$/) })
  })

  test('jobs and runs that do not exist are not found', async () => {
    for (const [name, args] of [['cancel', { job: 99 }], ['resume', { job: 99 }], ['result', { job: 99 }], ['runRows', { run: 99 }], ['forgetRun', { run: 99 }], ['trainingCurve', { job: 99 }]] as const) {
      await expect(call(name, args)).rejects.toMatchObject({ code: 'not-found' })
    }
  })

  test('files that are no movies, tables or models are refused by what they are', async () => {
    writeFileSync(file('text.tif'), 'this is no movie')
    writeFileSync(file('noise.csv'), Buffer.from([1, 2, 0, 4, 5]))
    for (const [name, args] of [['info', { movie: file('text.tif') }], ['frames', { movie: file('text.tif'), first: 0, count: 1 }], ['light', { movie: file('text.tif') }], ['readTable', { path: file('noise.csv') }], ['readTable', { path: file('text.tif') }], ['readPsf', { path: file('text.tif'), pixelSize: 100 }]] as const) {
      await expect(call(name, args)).rejects.toMatchObject({ code: 'invalid-input', message: expect.stringMatching(/text\.tif|noise\.csv/) })
    }
    for (const [name, args] of [['info', { movie: file('none.tif') }], ['readTable', { path: file('none.csv') }], ['folder', { path: file('none') }], ['importModel', { folder: file('none') }]] as const) {
      await expect(call(name, args)).rejects.toMatchObject({ code: 'not-found' })
    }
  })
})

describe('a host that confines the window', () => {
  const inside = file('inside')
  const outside = file('outside')
  const asked: string[] = []
  let confined: OpenedDoor
  const run = (name: string, args: unknown): Promise<unknown> => confined.window.call(name as CallName, args as never)

  beforeAll(async () => {
    for (const one of [inside, outside]) mkdirSync(one)
    symlinkSync(outside, join(inside, 'link'))
    confined = connected(folder, {
      roots: [inside], workspace: file('confined.sqlite'),
      // Links followed, then a place inside asked for.
      async allow(path: string, use: PathUse) {
        asked.push(`${use} ${path}`)
        const parent = await realpath(join(path, '..'))
        if (!join(parent, 'x').startsWith(await realpath(inside)) && await realpath(path).catch(() => '') !== await realpath(inside)) throw new StructLocError(use === 'read' ? 'unreadable' : 'unwritable', `${path} is outside.`)
        return path
      },
    })
    await opened.engine.run('simulate', csrMovie(join(outside, 'm.tif'), 12))
    await opened.engine.run('simulate', csrMovie(join(inside, 'm.tif'), 12))
  })
  afterAll(() => confined.close())

  const there = (name: string): string => join(outside, name)
  const linked = (name: string): string => join(inside, 'link', name)
  const movie = join(inside, 'm.tif')
  const out = join(inside, 'a.csv')
  const columns = {}

  test.each([there, linked])('is asked for every path of every call and job before anything is touched', async (at) => {
    const localize = { movie, model: spotModel, out, provider: 'cpu' }
    const spike = { movie, models: ['test.bright-spots'], out: join(inside, 's.json') }
    const { acquisition } = csrMovie('', 1)
    const calls: [string, unknown, 'unreadable' | 'unwritable'][] = [
      ['info', { movie: at('m.tif') }, 'unreadable'], ['frames', { movie: at('m.tif'), first: 0, count: 1 }, 'unreadable'],
      ['light', { movie: at('m.tif') }, 'unreadable'], ['light', { movie, model: at('model') }, 'unreadable'],
      ['preview', { movie: at('m.tif'), frame: 0, model: 'test.bright-spots' }, 'unreadable'], ['preview', { movie, frame: 0, model: at('model') }, 'unreadable'], ['prepare', { model: at('model') }, 'unreadable'],
      ['model', { model: at('model') }, 'unreadable'], ['importModel', { folder: at('model') }, 'unreadable'],
      ['readTable', { path: at('m.truth.csv') }, 'unreadable'], ['folder', { path: at('x') }, 'unreadable'],
      ['readPsf', { path: at('psf.json'), pixelSize: 100 }, 'unreadable'],
      ['writeTable', { path: at('w.csv'), format: 'csv', columns, provenance: {} }, 'unwritable'], ['writeFile', { path: at('w.png'), bytes: new Uint8Array(1) }, 'unwritable'],
      ['start', { kind: 'localize', args: { ...localize, movie: at('m.tif') } }, 'unreadable'], ['start', { kind: 'localize', args: { ...localize, model: at('model') } }, 'unreadable'],
      ['start', { kind: 'localize', args: { ...localize, model: 'csr-5000-50', out: at('a.csv') } }, 'unwritable'],
      ['start', { kind: 'evaluate', args: { localizations: at('a.csv'), truth: out } }, 'unreadable'], ['start', { kind: 'evaluate', args: { localizations: out, truth: at('t.csv') } }, 'unreadable'],
      ['start', { kind: 'simulate', args: { ...csrMovie(at('s.tif'), 2), acquisition } }, 'unwritable'], ['start', { kind: 'simulate', args: { ...csrMovie(join(inside, 's.tif'), 2), truth: at('t.csv') } }, 'unwritable'],
      ['start', { kind: 'train', args: { config: recipe('csr-5000-50'), out: at('training') } }, 'unwritable'],
      ['start', { kind: 'spike-in', args: { ...spike, movie: at('m.tif') } }, 'unreadable'], ['start', { kind: 'spike-in', args: { ...spike, models: [at('model')] } }, 'unreadable'],
      ['start', { kind: 'spike-in', args: { ...spike, models: ['csr-5000-50'], out: at('s.json') } }, 'unwritable'],
      ...([['stack', 'unreadable'], ['positions', 'unreadable'], ['out', 'unwritable'], ['smap', 'unwritable']] as const).map(([field, code]) =>
        ['start', { kind: 'calibrate', args: { stack: movie, pixelSize: 100, zStep: 10, [field]: at('x') } }, code] as [string, unknown, typeof code]),
    ]
    for (const [name, args, code] of calls) await expect(run(name, args), `${name} ${JSON.stringify(args)}`).rejects.toMatchObject({ code })
    expect(await confined.window.call('jobs', {})).toEqual([])
  })

  test('lets work inside go on; ids of models and the folders of models that are listed need no leave', async () => {
    asked.length = 0
    const [{ folder: listed }] = (await confined.window.call('models', {})).models
    expect(listed.startsWith(modelPlaces({}).shipped)).toBe(true)
    await confined.window.call('model', { model: listed })
    const job = await confined.window.call('start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out, provider: 'cpu' } })
    expect(await confined.window.call('result', { job: job.id })).toMatchObject({ out })
    expect(asked).toEqual([`read ${movie}`, `write ${out}`])
    expect((await confined.window.call('folder', {})).entries.map(({ path }) => path)).toEqual([inside])
    expect((await confined.window.call('folder', { path: inside })).parent).toBeUndefined()
  })

  test('is asked again where a job of another host is resumed', async () => {
    const sameWorkspace = connected(folder, { workspace: file('two.sqlite') })
    const failed = sameWorkspace.engine.start('localize', { movie: there('none.tif'), model: spotModel, out: there('a.csv') })
    await sameWorkspace.engine.wait({ id: failed.id, kind: 'localize' }).catch(() => undefined)
    await sameWorkspace.close()
    const again = connected(folder, { workspace: file('two.sqlite'), allow: (path, use) => Promise.reject(new StructLocError(use === 'read' ? 'unreadable' : 'unwritable', `${path} is outside.`)) })
    await expect(again.window.call('resume', { job: failed.id })).rejects.toMatchObject({ code: 'unreadable' })
    await again.close()
  })
})
