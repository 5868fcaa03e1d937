// `npm start -- --web` as a person, a script or a tunnel uses it: from its one line to its end.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { copyFile, mkdir, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer as createHttpServer } from 'node:http'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { strToU8, zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { electronBinary, electronProgram } from '../../build/electron-binary.ts'
import { readOptions, usualPort } from '../../electron/web/options.ts'
import { startWebHost } from '../../electron/web/server.ts'
import { writeSmallMovie } from '../e2e/movies.ts'
import { startWebHostProcess, temporaryFolders, type Folders, type WebHostProcess } from '../e2e/web-host.ts'
import { writePage } from './page.ts'
import { client } from './socket-client.ts'

const root = join(import.meta.dirname, '../..')
let folders: Folders & { remove(): Promise<void> }
beforeEach(async () => {
  folders = await temporaryFolders()
  await writePage(join(folders.data, 'pages'))
})
afterEach(() => folders.remove())

/** With a small window in place of the built one. */
const start = (args: readonly string[] = [], port = 0): Promise<WebHostProcess> => startWebHostProcess(folders, { args, port, pages: join(folders.data, 'pages') })

/** Process ids of a process's children (Linux). */
const childrenOf = (pid: number): number[] => readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)
/** One that waits to be buried by its parent (Z) is dead. */
function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

describe('the host', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('prints its address alone on stdout, and %s ends it with exit code 0', async (signal) => {
    const web = await start()
    expect((await fetch(web.url)).status).toBe(200)
    expect(await web.stop(signal)).toBe(0)
    expect(web.stdout()).toBe(`StructLoc at ${web.url}\n`)
    await expect(fetch(web.url)).rejects.toThrow()
    // One file is left, nothing half written.
    expect(existsSync(join(folders.data, 'workspace.sqlite'))).toBe(true)
    expect(existsSync(join(folders.data, 'workspace.sqlite-wal'))).toBe(false)
  })

  test.skipIf(process.platform !== 'linux')('takes its inference process with it, also in the middle of a job, which can be resumed at the next start', async () => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 400 })
    const web = await start()
    const { engine } = await client(web.url)
    const { promise: rows, resolve } = Promise.withResolvers<unknown>()
    engine.on('rows', resolve)
    const job = await engine.call('start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out: join(folders.root, 'locs.csv'), provider: 'cpu' } })
    await rows
    const children = childrenOf(web.child.pid!)
    expect(children.length).toBeGreaterThan(0)
    expect(await web.stop('SIGTERM')).toBe(0)
    expect(children.filter(isAlive)).toEqual([])

    const again = await start()
    const { engine: next } = await client(again.url)
    expect((await next.call('jobs', {})).find(({ id }) => id === job.id)).toMatchObject({ state: expect.stringMatching(/interrupted|cancelled/) })
    await next.call('resume', { job: job.id })
    expect(await next.call('result', { job: job.id })).toMatchObject({ frames: 400 })
    expect(await again.stop()).toBe(0)
  })

  test.skipIf(process.platform !== 'linux')('killed outright leaves no inference process behind', async () => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 8 })
    const web = await start()
    const { engine } = await client(web.url)
    await engine.call('preview', { movie, frame: 3, model: 'csr-5000-50', provider: 'cpu' })
    const children = childrenOf(web.child.pid!)
    expect(children.length).toBeGreaterThan(0)
    expect(await web.stop('SIGKILL')).toBe(null)
    await expect.poll(() => children.filter(isAlive), { timeout: 60_000 }).toEqual([])
  })

  test('tells a page what was named at its start', async () => {
    const { movie } = await writeSmallMovie(folders.root, { frames: 2 })
    const web = await start([movie])
    const { origin, searchParams } = new URL(web.url)
    const answer = await fetch(`${origin}/session`, { headers: { Authorization: `Bearer ${searchParams.get('token')}` } })
    expect(await answer.json()).toEqual({ open: [movie] })
    await web.stop()
  })

  test('says in a sentence why it cannot start', async () => {
    const taken = createServer().listen(0, '127.0.0.1')
    await new Promise((resolve) => { taken.once('listening', resolve) })
    const { port } = taken.address() as AddressInfo
    await expect(start([], port)).rejects.toThrow(`Port ${port} of 127.0.0.1 cannot be used (it is taken)`)
    taken.close()
    const web = await start()
    await expect(start()).rejects.toThrow(/workspace .* is in use by another process/)
    await web.stop()
    await expect(start(['/no/such/movie.tif'])).rejects.toThrow('movie /no/such/movie.tif does not exist.')
  })
})

test.each(['SIGINT', 'SIGTERM'] as const)('npm start does the same, and passes %s on', async (signal) => {
  const child = spawn('npm', ['start', '--silent', '--', '--web', '--no-open', '--port', '0', '--root', folders.root, '--workspace', join(folders.data, 'w.sqlite'), '--pages', join(folders.data, 'pages')],
    { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], detached: true })
  try {
    const exited = new Promise<number | null>((resolve) => { child.on('exit', resolve) })
    let stdout = ''
    await new Promise<void>((resolve) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        stdout += text
        if (stdout.includes('\n')) resolve()
      })
      void exited.then(() => resolve())
    })
    expect(stdout).toMatch(/^StructLoc at http:\/\/127\.0\.0\.1:\d+\/\?token=[\w-]{32}\n$/)
    const address = stdout.slice('StructLoc at '.length).trim()
    expect((await fetch(address)).status).toBe(200)
    child.kill(signal)
    expect(await exited).toBe(0)
    await expect(fetch(address)).rejects.toThrow()
  } finally {
    try {
      process.kill(-child.pid!, 'SIGKILL')
    } catch {
      // All have ended.
    }
  }
})

test('without a port it is the same at every start, so that the browser finds its settings again, or another where that is taken', async () => {
  const host = async (): Promise<Awaited<ReturnType<typeof startWebHost>>> => startWebHost({ door: { call: () => Promise.reject(new Error('none')), listen: () => () => undefined }, pages: join(folders.data, 'pages'), roots: [folders.root], allow: async (path) => path, port: usualPort, elsewhere: true })
  const [first, second] = [await host(), await host()]
  const ports = [first, second].map(({ url }) => Number(new URL(url).port))
  expect(new Set(ports).size).toBe(2)
  expect(ports.every((port) => port > 0)).toBe(true)
  await Promise.all([first.close(), second.close()])
})

describe('options', () => {
  test('have defaults: the home folder, the usual port, the browser', () => {
    expect(readOptions([])).toMatchObject({ web: false, browser: true, port: undefined, movies: [], roots: [process.env.HOME] })
  })
  test('a movie outside the home folder brings its folder along, unless folders were named', async () => {
    const movie = join(folders.root, 'a.tif')
    await writeFile(movie, '')
    await mkdir(join(folders.root, 'b'))
    expect(readOptions([movie]).roots).toContain(folders.root)
    expect(() => readOptions(['--root', join(folders.root, 'b'), movie])).toThrow(`add --root ${folders.root}`)
  })
  test.each([[['--port', 'x'], /--port x/], [['--port', '70000'], /65535/], [['--root', '/no/such/folder'], /--root \/no\/such\/folder does not exist/], [['--nonsense'], /--nonsense/], [['--root', import.meta.filename], /is not a folder/]])('%j is refused with what would be right', (args, words) => {
    expect(() => readOptions(args)).toThrow(words)
  })
})

describe("Electron's program", () => {
  test('is found where it is whole, and where a variable says', async () => {
    const folder = join(folders.data, 'node_modules/electron')
    await mkdir(join(folder, 'dist'), { recursive: true })
    await writeFile(join(folder, 'dist/electron-program'), '')
    // Half unpacked.
    expect(electronBinary(folders.data, {})).toBe(undefined)
    await writeFile(join(folder, 'path.txt'), 'electron-program')
    expect(electronBinary(folders.data, {})).toBe(join(folder, 'dist/electron-program'))
    await mkdir(join(folders.data, 'mine'))
    await writeFile(join(folders.data, 'mine/electron-program'), '')
    expect(electronBinary(folders.data, { ELECTRON_OVERRIDE_DIST_PATH: join(folders.data, 'mine') })).toBe(join(folders.data, 'mine/electron-program'))
    await rm(join(folder, 'dist/electron-program'))
    expect(electronBinary(folders.data, {})).toBe(undefined)
  })

  /** The package's own installer, with what it needs, in a folder of its own. */
  async function withInstaller(): Promise<string> {
    const modules = join(folders.data, 'node_modules')
    await mkdir(modules)
    for (const name of await readdir(join(root, 'node_modules'))) if (name !== 'electron') await symlink(join(root, 'node_modules', name), join(modules, name))
    await mkdir(join(modules, 'electron'))
    for (const name of ['install.js', 'checksums.json', 'package.json']) await copyFile(join(root, 'node_modules/electron', name), join(modules, 'electron', name))
    return folders.data
  }

  test.skipIf(process.platform !== 'linux')('is fetched where it can be had, once', async () => {
    const project = await withInstaller()
    const { version } = JSON.parse(readFileSync(join(project, 'node_modules/electron/package.json'), 'utf8')) as { version: string }
    const archive = zipSync({ electron: strToU8('#!/bin/sh\n'), version: strToU8(version) })
    const name = `electron-v${version}-linux-${process.arch}.zip`
    const asked: string[] = []
    const releases = createHttpServer(({ url }, response) => {
      asked.push(url!.split('/').at(-1)!)
      response.end(url!.endsWith('.zip') ? archive : `${createHash('sha256').update(archive).digest('hex')} *${name}\n`)
    }).listen(0, '127.0.0.1')
    await once(releases, 'listening')
    const environment = { ...process.env, ELECTRON_MIRROR: `http://127.0.0.1:${(releases.address() as AddressInfo).port}/`, electron_use_remote_checksums: '1', electron_config_cache: join(project, 'cache') }
    const program = join(project, 'node_modules/electron/dist/electron')
    const said: string[] = []
    try {
      expect(await electronProgram(project, (sentence) => said.push(sentence), { ...environment, ELECTRON_SKIP_BINARY_DOWNLOAD: '1' })).toBe(undefined)
      expect(asked).toEqual([])
      expect(await electronProgram(project, (sentence) => said.push(sentence), environment)).toBe(program)
      expect(asked).toContain(name)
      expect(said).toEqual([expect.stringContaining('Fetching Electron')])
      asked.length = 0
      expect(await electronProgram(project, () => undefined, environment)).toBe(program)
      expect(asked).toEqual([])
    } finally {
      releases.close()
    }
  })

  test('that cannot be had is said in a sentence', async () => {
    const project = await withInstaller()
    const said: string[] = []
    const environment = { ...process.env, ELECTRON_MIRROR: 'http://127.0.0.1:1/', electron_config_cache: join(project, 'cache') }
    expect(await electronProgram(project, (sentence) => said.push(sentence), environment)).toBe(undefined)
    expect(said.at(-1)).toMatch(/^Electron cannot be had: .*fetch failed\.$/)
  })
})

describe.skipIf(process.platform === 'win32')('npm start where Electron is', () => {
  /** A program in place of Electron. */
  async function electronDoes(script: string): Promise<NodeJS.ProcessEnv> {
    await writeFile(join(folders.data, 'electron'), `#!${script}\n`, { mode: 0o755 })
    return { ELECTRON_OVERRIDE_DIST_PATH: folders.data, DISPLAY: ':0' }
  }

  test('opens its window, with the movies that were named, and the page with --web', async () => {
    const [told, movie] = [join(folders.data, 'told'), join(folders.root, 'a.tif')]
    const environment = await electronDoes(`/bin/sh\necho "$@" > '${told}'`)
    await writeFile(movie, '')
    const child = spawn(process.execPath, ['build/start.ts', '--root', folders.root, movie], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...environment, STRUCTLOC_DATA: folders.data } })
    expect(await new Promise((resolve) => { child.on('exit', resolve) })).toBe(0)
    expect(readFileSync(told, 'utf8')).toBe(`${root} ${movie}\n`)

    const web = await startWebHostProcess(folders, { pages: join(folders.data, 'pages'), environment })
    expect((await fetch(web.url)).status).toBe(200)
    expect(await web.stop()).toBe(0)
  })

  test.each([['an error', '/bin/sh\nexit 7', 'exit code 7'], ['a fatal signal', '/bin/sh\nkill -TRAP $$', 'signal SIGTRAP']])('serves the page where it ends by %s before it has a window', async (_, script, end) => {
    const web = await startWebHostProcess(folders, { pages: join(folders.data, 'pages'), environment: await electronDoes(script), web: false })
    expect((await fetch(web.url)).status).toBe(200)
    expect(web.stderr()).toContain(`Electron opened no window (it ended with ${end}`)
    expect(await web.stop('SIGINT')).toBe(0)
  })

  test('tells of a window that ended by an error, and does not open another', async () => {
    const environment = await electronDoes(`${process.execPath}\nprocess.send('shown', () => process.exit(7))`)
    await expect(startWebHostProcess(folders, { pages: join(folders.data, 'pages'), environment, web: false })).rejects.toThrow(/ended with exit code 7\./)
  })
})
