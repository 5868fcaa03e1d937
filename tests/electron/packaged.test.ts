// The packager's own linux layout, with archive, unpacked parts and fuses, in the test runtime.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test as base } from 'vitest'
import { packageForTest } from '../../build/electron-test-package.ts'
import { hasDisplay, testRuntime } from '../../build/electron-test-runtime.ts'
import type { CallArgs, CallName, CallResults } from '../../electron/contract/api.ts'
import { writeSmallMovie } from '../e2e/movies.ts'
import { temporaryFolders } from '../e2e/web-host.ts'
import { debugPage, type DebuggedPage } from './debugged-page.ts'
import { openDisplay, type Display } from './display.ts'
import { callFromPage, valueOf } from './engine-call.ts'
import { poll } from './program.ts'

const runtime = hasDisplay() ? testRuntime() : undefined
const usable = runtime?.kind === 'legacy' && process.platform === 'linux'
if (!usable) console.error('SKIPPED: the packaged layout is tested around the prepared Electron (STRUCTLOC_ELECTRON_RUNTIME) on linux')
const test = usable ? base : base.skip

describe('the packaged program', () => {
  let folder = ''
  let program = ''
  let display: Display
  beforeAll(async () => {
    if (runtime?.kind !== 'legacy' || !usable) return
    folder = mkdtempSync(join(tmpdir(), 'structloc-package-'))
    program = await packageForTest(folder, runtime)
    display = await openDisplay()
  })
  afterAll(() => {
    if (!usable) return
    display.close()
    rmSync(folder, { recursive: true, force: true })
  })
  const resources = (): string => join(program, '../resources')

  test('holds the native parts of its platform and no others, models, and the trainer without its tests', () => {
    const found = (pattern: string): string[] => globSync(pattern, { cwd: resources() }).sort()
    expect(found('app.asar.unpacked/node_modules/onnxruntime-node/bin/*/*/*')).toEqual(['app.asar.unpacked/node_modules/onnxruntime-node/bin/napi-v6/linux/x64'])
    expect(found('app.asar.unpacked/node_modules/better-sqlite3/prebuilds/*')).toEqual(['app.asar.unpacked/node_modules/better-sqlite3/prebuilds/linux-x64.node'])
    expect(found('app.asar.unpacked/node_modules/*')).toEqual(['better-sqlite3', 'onnxruntime-common', 'onnxruntime-node'].map((name) => `app.asar.unpacked/node_modules/${name}`))
    expect(found('models/*/model.onnx').length).toBeGreaterThanOrEqual(2)
    expect(existsSync(join(resources(), 'native/trainer/structloc_trainer/__main__.py'))).toBe(true)
    expect(existsSync(join(resources(), 'native/trainer/tests'))).toBe(false)
    expect(existsSync(join(resources(), 'app'))).toBe(false)
  })

  test('has its fuses as the configuration says', () => {
    // Electron's fuse wire: a sentinel, its version, the number of fuses, then a sign for each.
    const bytes = readFileSync(program)
    const wire = bytes.indexOf('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX') + 32
    const signs = bytes.toString('latin1', wire + 2, wire + 2 + bytes[wire + 1])
    const fuses = ['runAsNode', 'enableCookieEncryption', 'enableNodeOptionsEnvironmentVariable', 'enableNodeCliInspectArguments', 'enableEmbeddedAsarIntegrityValidation', 'onlyLoadAppFromAsar', 'loadBrowserProcessSpecificV8Snapshot']
    const configured = readFileSync(join(import.meta.dirname, '../../build/electron-builder.yml'), 'utf8')
    const wanted = fuses.map((fuse) => (configured.includes(`  ${fuse}: true\n`) ? '1' : configured.includes(`  ${fuse}: false\n`) ? '0' : '?')).join('')
    expect(wanted).toBe('0100110')
    expect(signs.slice(0, fuses.length)).toBe(wanted)
  })

  test('cannot be used as Node (fuse)', () => {
    const { DISPLAY: _display, ...environment } = process.env
    const { stdout } = spawnSync(program, ['-e', 'console.log("ran as Node")'], { env: { ...environment, ELECTRON_RUN_AS_NODE: '1' }, encoding: 'utf8', timeout: 20_000 })
    expect(stdout).not.toContain('ran as Node')
  })

  test('starts, shows its window, localizes with a shipped network and ends cleanly', async () => {
    const { root, data, remove } = await temporaryFolders('packaged')
    let page: DebuggedPage | undefined
    try {
      const { movie } = await writeSmallMovie(root, { frames: 8 })
      page = await debugPage(program, ['--no-sandbox', `--user-data-dir=${join(data, 'user')}`], { ...process.env as Record<string, string>, DISPLAY: display.name ?? '', STRUCTLOC_DATA: data, STRUCTLOC_MODELS: '' })
      const { evaluate } = page
      const call = async <N extends CallName>(name: N, args: CallArgs<N>): Promise<CallResults[N]> => valueOf(await evaluate(callFromPage as never, [name, args]))
      await poll(() => evaluate(() => document.querySelector('.v-application') !== null)).toBe(true)
      const { models } = await call('models', {})
      expect(models.every(({ folder }) => folder.startsWith(resources()))).toBe(true)
      const { id } = await call('start', { kind: 'localize', args: { movie, model: 'csr-5000-50', out: join(root, 'out.csv'), provider: 'cpu' } })
      expect(await call('result', { job: id })).toMatchObject({ frames: 8, provider: 'cpu' })
      const { version } = JSON.parse(readFileSync(join(import.meta.dirname, '../../package.json'), 'utf8')) as { version: string }
      expect(readFileSync(join(root, 'out.json'), 'utf8')).toContain(version)
      expect(readFileSync(join(root, 'out.csv'), 'utf8').split('\n').length).toBeGreaterThan(2)
      expect(await page.end()).toBe(0)
    } finally {
      page?.child.kill('SIGKILL')
      await remove()
    }
  })
})
