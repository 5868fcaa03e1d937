// The real program in a real Electron: `test` gives each its own folders and a started program with its window.
// Without an Electron or a display the tests skip, and say so.
import type { ChildProcess } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright-core'
import { expect, test as base } from 'vitest'
import { builtDesktop } from '../../build/desktop.ts'
import { layOut } from '../../build/electron-test-layout.ts'
import { hasDisplay, testRuntime } from '../../build/electron-test-runtime.ts'
import { temporaryFolders, type Folders } from '../e2e/web-host.ts'
import { openDisplay, type Display } from './display.ts'

const root = join(import.meta.dirname, '../..')
const runtime = hasDisplay() ? testRuntime() : undefined
if (!runtime) console.error('SKIPPED: tests of the desktop program need an Electron (npm install electron, or STRUCTLOC_ELECTRON_RUNTIME=a prepared one) and a display (Xvfb)')

export interface Program {
  app: ElectronApplication
  page: Page
  child: ChildProcess
  /** What it wrote to stderr. */
  stderr(): string
}

/** How to start the program, less its own folders. */
export interface Installed {
  executablePath: string
  args: string[]
  display: Display
}

async function install(): Promise<Installed & { remove(): void }> {
  if (!runtime) throw new Error('there is no Electron')
  const display = await openDisplay()
  const desktop = await builtDesktop({ legacy: runtime.kind === 'legacy' })
  if (runtime.kind === 'current') return { executablePath: runtime.program, args: [root], display, remove: () => display.close() }
  const folder = mkdtempSync(join(tmpdir(), 'structloc-program-'))
  return {
    executablePath: layOut(join(folder, 'structloc'), runtime, desktop), args: [], display,
    remove() {
      display.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Chromium draws by software here, on cores that others use as well. */
const patience_ms = 300_000

/** Asks until what is expected is the case. */
export const poll = <T>(read: () => T | Promise<T>) => expect.poll(read, { timeout: patience_ms })

/** Chromium's own sandbox needs rights that a container does not give; the page's sandbox setting is tested by itself. */
const switches = process.platform === 'linux' ? ['--no-sandbox'] : []

export function commandLine(installed: Installed, folders: Folders, args: readonly string[]): string[] {
  return [...installed.args, ...switches, `--user-data-dir=${join(folders.data, 'user')}`, ...args]
}

export function environment(installed: Installed, folders: Folders): Record<string, string> {
  const { DISPLAY: _display, ...inherited } = process.env as Record<string, string>
  return { ...inherited, ...(installed.display.name ? { DISPLAY: installed.display.name } : {}), STRUCTLOC_DATA: folders.data, STRUCTLOC_MODELS: '' }
}

export async function startProgram(installed: Installed, folders: Folders, args: readonly string[] = []): Promise<Program> {
  const launch = (timeout: number): Promise<ElectronApplication> =>
    _electron.launch({ executablePath: installed.executablePath, args: commandLine(installed, folders, args), env: environment(installed, folders), timeout })
  // On a busy machine the debugger's greeting now and then never comes, though the program runs; Playwright then ends it. Once more.
  const app = await launch(patience_ms / 3).catch(() => launch(patience_ms))
  const child = app.process()
  let stderr = ''
  child.stderr?.setEncoding('utf8').on('data', (text: string) => { stderr += text })
  const page = await app.firstWindow({ timeout: patience_ms })
  page.setDefaultTimeout(patience_ms)
  await page.locator('.v-application').waitFor()
  return { app, page, child, stderr: () => stderr }
}

/** Ends it as a person would, and, where it hangs, for good. */
export async function endProgram({ app, child }: Program): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const timer = setTimeout(() => child.kill('SIGKILL'), 30_000)
  await app.close().catch(() => undefined)
  clearTimeout(timer)
}

interface ProgramFixtures {
  installed: Installed
  folders: Folders
  /** Arguments of the start, for `test.override`. */
  startArgs: (folders: Folders) => string[] | Promise<string[]>
  program: Program
  app: ElectronApplication
  page: Page
}

const programTest = base
  .extend('installed', { scope: 'file' }, async ({}, { onCleanup }): Promise<Installed> => {
    const { remove, ...installed } = await install()
    onCleanup(remove)
    return installed
  })
  .extend('folders', async ({ task }, { onCleanup }): Promise<Folders> => {
    const { remove: _remove, ...folders } = await temporaryFolders(task.id)
    onCleanup(() => rm(join(folders.root, '..'), { recursive: true, force: true, maxRetries: 5 }))
    return folders
  })
  .extend('startArgs', (): ProgramFixtures['startArgs'] => () => [])
  .extend('program', async ({ installed, folders, startArgs, task }, { onCleanup }): Promise<Program> => {
    const program = await startProgram(installed, folders, await startArgs(folders))
    onCleanup(async () => {
      if (task.result?.errors?.length) {
        await picture(program.page, `FAILED ${task.name}`).catch(() => undefined)
        console.error(program.stderr().split('\n').filter((line) => !/bus\.cc|dbus|gpu|viz|gl_/i.test(line)).join('\n'))
      }
      await endProgram(program)
    })
    return program
  })
  .extend('app', ({ program }): ElectronApplication => program.app)
  .extend('page', ({ program }): Page => program.page)

export const test = runtime ? programTest : (programTest.skip as unknown as typeof programTest)

/** Into `STRUCTLOC_PICTURES` or the system's folder for temporary files. */
export async function picture(page: Page, name: string): Promise<string> {
  const folder = process.env.STRUCTLOC_PICTURES || join(tmpdir(), 'structloc-electron')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name.replaceAll(/[^\w -]/g, '_')}.png`)
  await page.screenshot({ path })
  return path
}
