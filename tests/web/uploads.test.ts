// Files that are dropped on the page of a running web host.
import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { request } from 'node:http'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { ask, startHost, type Answer, type RunningHost } from './running-host.ts'

let web: RunningHost
let folder: string
beforeEach(async () => {
  web = await startHost()
  folder = join(web.root, 'StructLoc uploads')
})
afterEach(() => web.stop())

function send(name: string, body: string | Buffer, headers: Record<string, string> = {}): Promise<Answer> {
  return ask(web, `/upload?name=${encodeURIComponent(name)}`, { method: 'POST', body, headers: { origin: web.origin, authorization: `Bearer ${web.token}`, ...headers } })
}

test('lie whole in the folder for uploads under their own name', async () => {
  const bytes = randomBytes(3_000_000)
  const { status, body } = await send('Zelle 3 µm.tif', bytes)
  expect(status).toBe(201)
  expect(JSON.parse(body)).toEqual({ path: join(folder, 'Zelle 3 µm.tif'), bytes: bytes.length })
  expect((await readFile(join(folder, 'Zelle 3 µm.tif'))).equals(bytes)).toBe(true)
  expect(await readdir(folder)).toEqual(['Zelle 3 µm.tif'])
})

test('never overwrite each other, also when they come at once', async () => {
  const texts = ['a', 'b', 'c', 'd', 'e']
  const answers = await Promise.all(texts.map((text) => send('movie.ome.tif', text)))
  const paths = answers.map(({ body }) => (JSON.parse(body) as { path: string }).path)
  expect(new Set(paths).size).toBe(5)
  expect(paths.map((path) => basename(path)).sort()).toEqual(['movie (2).ome.tif', 'movie (3).ome.tif', 'movie (4).ome.tif', 'movie (5).ome.tif', 'movie.ome.tif'])
  expect(await Promise.all(paths.map((path) => readFile(path, 'utf8')))).toEqual(texts)
})

test.each(['../../outside/secret.tif', '/etc/cron.d/x', '..\\..\\x', '.bashrc', '..', '', 'a\0b', `${'x'.repeat(5000)}.tif`])('lie in the folder for uploads, whatever they are called: %j', async (name) => {
  const { status, body } = await send(name, 'x')
  expect(status).toBe(201)
  const { path } = JSON.parse(body) as { path: string }
  expect(dirname(path)).toBe(folder)
  expect(await readFile(join(web.outside, 'secret.tif'), 'utf8')).toBe('nobody may see this')
})

test('leave nothing behind when the sender goes away in the middle', async () => {
  await new Promise<void>((resolve) => {
    const asked = request({ host: '127.0.0.1', port: web.port, path: '/upload?name=half.tif', method: 'POST', headers: { host: web.host, origin: web.origin, authorization: `Bearer ${web.token}`, 'content-length': '1000000' } })
    asked.on('error', () => resolve())
    asked.write(randomBytes(500_000), () => setTimeout(() => asked.destroy(), 50))
    asked.on('close', resolve)
  })
  await expect.poll(() => (existsSync(folder) ? readdir(folder) : ['not yet']), { timeout: 60_000 }).toEqual([])
})

test('larger than the disk are refused before they come, with the numbers', async () => {
  const asked = await new Promise<Answer>((resolve, reject) => {
    const upload = request({ host: '127.0.0.1', port: web.port, path: '/upload?name=huge.tif', method: 'POST', headers: { host: web.host, origin: web.origin, authorization: `Bearer ${web.token}`, 'content-length': '900000000000000' } }, (response) => {
      let body = ''
      response.on('data', (data: Buffer) => { body += data.toString() })
      response.on('end', () => undefined)
      setTimeout(() => {
        resolve({ status: response.statusCode!, headers: response.headers, body })
        upload.destroy()
      }, 100)
    })
    upload.on('error', reject)
    upload.write('x')
  })
  expect(asked.status).toBe(422)
  expect(JSON.parse(asked.body)).toMatchObject({ code: 'unwritable', message: expect.stringMatching(/900000000000000 bytes, but only \d+ are free/) })
})

test('do not follow a folder for uploads that leads out', async () => {
  await rm(folder, { recursive: true, force: true })
  await symlink(web.outside, folder)
  expect(await send('a.tif', 'x')).toMatchObject({ status: 422 })
  expect(await readdir(web.outside)).toEqual(['secret.tif'])
})

test('are refused with a reason where they cannot be written', async () => {
  await writeFile(folder, 'a file in the way')
  const { status, body } = await send('a.tif', 'x')
  expect(status).toBe(422)
  expect(JSON.parse(body)).toMatchObject({ code: 'unwritable', message: expect.stringContaining('a.tif cannot be written') })
})
