// The Electron that tests of the desktop program run in: the package's own where it is installed, otherwise the old one that
// ../shared/electron-runtime prepares (kept in a cache folder outside the checkout), where that is possible.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { builtDesktop } from './desktop.ts'
import { electronBinary } from './electron-binary.ts'

const root = join(import.meta.dirname, '..')
const preparation = join(root, '..', 'shared', 'electron-runtime')

export type TestRuntime =
  /** Electron's own program; it runs the built application from its folder. */
  | { kind: 'current'; program: string }
  /** Folder with the old runtime and the SQLite binding made for it. */
  | { kind: 'legacy'; folder: string; sqlite: string }

/** `STRUCTLOC_ELECTRON_RUNTIME` names another folder for the prepared runtime. */
function cacheFolder(environment: NodeJS.ProcessEnv): string {
  return environment.STRUCTLOC_ELECTRON_RUNTIME || join(environment.XDG_CACHE_HOME || join(homedir(), '.cache'), 'structloc', 'electron-22')
}

/** What is there already; undefined where there is none. Prepares nothing. */
export function testRuntime(environment: NodeJS.ProcessEnv = process.env): TestRuntime | undefined {
  const program = environment.STRUCTLOC_ELECTRON_RUNTIME ? undefined : electronBinary(root, environment)
  if (program) return { kind: 'current', program }
  const folder = join(cacheFolder(environment), 'runtime')
  const sqlite = join(cacheFolder(environment), 'better_sqlite3.node')
  return existsSync(join(folder, 'electron')) && existsSync(sqlite) ? { kind: 'legacy', folder, sqlite } : undefined
}

/** A display for windows: the one there is, or Xvfb's. */
export const hasDisplay = (environment: NodeJS.ProcessEnv = process.env): boolean => process.platform !== 'linux' || Boolean(environment.DISPLAY) || existsSync('/usr/bin/Xvfb')

/** Before the tests run, once: the runtime, and the program built for it. */
export async function prepareDesktopTests(): Promise<void> {
  prepareTestRuntime()
  const runtime = testRuntime()
  if (runtime && hasDisplay()) await builtDesktop({ legacy: runtime.kind === 'legacy' })
}

/** Makes the old runtime where that can be done without asking (linux, as root). Says so where it cannot. */
function prepareTestRuntime(environment: NodeJS.ProcessEnv = process.env): void {
  if (testRuntime(environment) && hasDisplay(environment)) return
  const script = join(preparation, 'prepare.sh')
  if (process.platform !== 'linux' || process.arch !== 'x64' || process.getuid?.() !== 0 || !existsSync(script)) return
  console.log('Preparing an Electron for the tests of the desktop program (once) …')
  const sh = (command: string): boolean => spawnSync('bash', ['-c', command], { stdio: ['ignore', 'ignore', 'inherit'], env: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } }).status === 0
  const install = `apt-get install -y --no-install-recommends $(cat '${preparation}/debs.txt') g++`
  const ready = (sh(install) || (sh('apt-get update') && sh(install))) && sh(`'${script}' '${cacheFolder(environment)}' '${join(root, 'node_modules/better-sqlite3')}'`)
  if (!ready) console.log('It could not be prepared; the tests of the desktop program will be skipped.')
}
