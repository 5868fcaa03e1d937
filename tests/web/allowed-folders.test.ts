// The folders that a web host was started for: nothing outside is read or written, by whatever name.
import { mkdir, readFile, rename, symlink, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createLocalizations } from '../../core/localizations/table.ts'
import type { EngineClient } from '../../electron/contract/connection.ts'
import { allowedFolders } from '../../electron/web/allowed-folders.ts'
import { client, startHost, type RunningHost } from './running-host.ts'

let web: RunningHost
let engine: EngineClient
beforeAll(async () => {
  web = await startHost()
  engine = (await client(web)).engine
  await mkdir(join(web.root, 'inner'))
  await writeFile(join(web.root, 'inner/note.csv'), 'frame,x [nm],y [nm]\n1,2,3\n')
  await symlink(web.outside, join(web.root, 'way-out'))
  await symlink(join(web.outside, 'secret.tif'), join(web.root, 'secret.tif'))
  await symlink(join(web.outside, 'not-there.csv'), join(web.root, 'dangling.csv'))
  await symlink(join(web.root, 'circle'), join(web.root, 'circle'))
  await symlink(join(web.root, 'inner'), join(web.root, 'way-in'))
})
afterAll(() => web.stop())

const ways = (): [string, string][] => [
  ['the place itself', join(web.outside, 'secret.tif')], ['two dots', `${web.root}/../outside/secret.tif`], ['two dots behind a folder', `${web.root}/inner/../../outside/secret.tif`], ['a link to a file', join(web.root, 'secret.tif')],
  ['a link to a folder', join(web.root, 'way-out/secret.tif')], ['a link into nothing', join(web.root, 'dangling.csv')], ['a circle', join(web.root, 'circle')], ['a relative path', '../outside/secret.tif'], ['a relative path that looks inside', 'inner/note.csv'],
  ['a name with a zero', `${web.root}/inner\0/../../outside/secret.tif`], ['a folder whose name begins alike', `${web.root}-2/a.tif`], ['a system file', '/etc/passwd'],
]

test('what lies inside is allowed, links inside too, and comes back as the real place', async () => {
  const allow = allowedFolders({ roots: [web.root] })
  const note = join(web.root, 'inner/note.csv')
  expect(await allow(note, 'read')).toBe(note)
  expect(await allow(join(web.root, 'way-in/note.csv'), 'read')).toBe(note)
  expect(await allow(join(web.root, 'way-in/new/deep.csv'), 'write')).toBe(join(web.root, 'inner/new/deep.csv'))
  expect(await allow(web.root, 'read')).toBe(web.root)
})

test('folders of the program can be read, and written only where results may lie', async () => {
  const allow = allowedFolders({ roots: [web.root], readable: [web.outside] })
  expect(await allow(join(web.outside, 'secret.tif'), 'read')).toBe(join(web.outside, 'secret.tif'))
  await expect(allow(join(web.outside, 'secret.tif'), 'write')).rejects.toMatchObject({ code: 'unwritable' })
  const more = allowedFolders({ roots: [web.root], writable: [web.outside] })
  expect(await more(join(web.outside, 'result.csv'), 'write')).toBe(join(web.outside, 'result.csv'))
})

test('a folder that is itself named by a link is the place it leads to', async () => {
  await symlink(web.root, join(web.base, 'by-link'))
  const allow = allowedFolders({ roots: [join(web.base, 'by-link')] })
  expect(await allow(join(web.base, 'by-link/inner/note.csv'), 'read')).toBe(join(web.root, 'inner/note.csv'))
  await expect(allow(join(web.base, 'by-link/secret.tif'), 'read')).rejects.toMatchObject({ code: 'unreadable' })
})

describe('no call and no job reads outside', () => {
  test('by any of twelve ways', async () => {
    for (const [way, path] of ways()) {
      const outside = { code: 'unreadable', message: expect.stringContaining('outside the folders') }
      await expect(engine.call('info', { movie: path }), way).rejects.toMatchObject(outside)
      await expect(engine.call('frames', { movie: path, first: 0, count: 1 }), way).rejects.toMatchObject(outside)
      await expect(engine.call('light', { movie: path }), way).rejects.toMatchObject(outside)
      await expect(engine.call('readTable', { path }), way).rejects.toMatchObject(outside)
      await expect(engine.call('folder', { path }), way).rejects.toMatchObject(outside)
      await expect(engine.call('importModel', { folder: path }), way).rejects.toMatchObject(outside)
      await expect(engine.call('model', { model: path === 'inner/note.csv' ? '/inner' : path }), way).rejects.toMatchObject(outside)
      await expect(engine.call('start', { kind: 'localize', args: { movie: path, model: 'csr', out: join(web.root, 'o.csv') } }), way).rejects.toMatchObject(outside)
      await expect(engine.call('start', { kind: 'evaluate', args: { localizations: path, truth: join(web.root, 'inner/note.csv') } }), way).rejects.toMatchObject(outside)
    }
    expect(await engine.call('jobs', {})).toEqual([])
  })
  test('and the answer does not tell whether there is something', async () => {
    const messages = await Promise.all(['/etc/passwd', '/etc/no-such-file', '/root/x'].map((movie) => engine.call('info', { movie }).catch((error: Error) => error.message.replace(movie, '…'))))
    expect(new Set(messages).size).toBe(1)
  })
})

describe('no call and no job writes outside', () => {
  const bytes = new Uint8Array([1, 2, 3])
  test('by any of twelve ways', async () => {
    for (const [way, path] of ways()) {
      const outside = { code: 'unwritable', message: expect.stringContaining('outside the folders') }
      await expect(engine.call('writeFile', { path, bytes }), way).rejects.toMatchObject(outside)
      await expect(engine.call('writeTable', { path, format: 'csv', columns: { ...createLocalizations(1) } as never, provenance: {} }), way).rejects.toMatchObject(outside)
      await expect(engine.call('start', { kind: 'localize', args: { movie: join(web.root, 'inner/note.csv'), model: web.root, out: path } }), way).rejects.toMatchObject(outside)
    }
    expect(await readFile(join(web.outside, 'secret.tif'), 'utf8')).toBe('nobody may see this')
    expect(existsSync(join(web.outside, 'not-there.csv'))).toBe(false)
  })
  test('nor through a link that lies where the provenance of a table would go', async () => {
    await symlink(join(web.outside, 'secret.tif'), join(web.root, 'table.json'))
    await engine.call('writeTable', { path: join(web.root, 'table.csv'), format: 'csv', columns: { ...createLocalizations(1) } as never, provenance: {} }).catch(() => undefined)
    expect(await readFile(join(web.outside, 'secret.tif'), 'utf8')).toBe('nobody may see this')
  })
  test('inside it writes', async () => {
    const path = join(web.root, 'inner/picture.png')
    await engine.call('writeFile', { path, bytes })
    expect(new Uint8Array(await readFile(path))).toEqual(bytes)
  })
})

test('the file browser begins at the allowed folders and goes no higher', async () => {
  expect(await engine.call('folder', {})).toMatchObject({ path: undefined, entries: [{ path: web.root, kind: 'folder' }] })
  expect((await engine.call('folder', { path: web.root })).parent).toBe(undefined)
  expect((await engine.call('folder', { path: join(web.root, 'inner') })).parent).toBe(web.root)
})

test('a folder that was moved away and replaced by a link is outside from then on', async () => {
  const path = join(web.root, 'inner/note.csv')
  await engine.call('readTable', { path }).catch(() => undefined)
  await rename(join(web.root, 'inner'), join(web.root, 'elsewhere'))
  await symlink(web.outside, join(web.root, 'inner'))
  await writeFile(join(web.outside, 'note.csv'), 'frame,x [nm],y [nm]\n1,2,3\n')
  await expect(engine.call('readTable', { path })).rejects.toMatchObject({ code: 'unreadable' })
})
