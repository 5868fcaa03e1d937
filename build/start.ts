// `npm start`: opens StructLoc. Electron's window where Electron is installed, otherwise (or with --web) the same window as a page
// that this process serves to the browser.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { StructLocError } from '../core/errors.ts'
import { readOptions, startHelp, type StartOptions } from '../electron/web/options.ts'
import { builtDesktop } from './desktop.ts'
import { electronBinary } from './electron-binary.ts'
import { builtPages } from './pages.ts'

const root = join(import.meta.dirname, '..')

async function start(options: StartOptions): Promise<void> {
  if (options.help) return void process.stdout.write(startHelp)
  const electron = options.web || !hasDisplay() ? undefined : electronBinary(root)
  if (electron) return startElectron(electron, options)
  const [{ serveWindow }, pages] = [await import('../electron/web/main.ts'), options.pages ?? await builtPages()]
  await serveWindow(options, pages)
}

/** Over ssh there is often none. */
const hasDisplay = (): boolean => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

async function startElectron(program: string, { movies }: StartOptions): Promise<void> {
  await builtDesktop()
  await run(program, [root, ...movies])
}

/** Ends as the program ends. */
function run(program: string, args: readonly string[]): Promise<void> {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2] })
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal))
  return new Promise((done, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => (code === 0 || signal ? done() : reject(new Error(`${program} ended with exit code ${code}.`))))
  })
}

try {
  await start(readOptions(process.argv.slice(2)))
} catch (error) {
  process.stderr.write(error instanceof StructLocError ? `${error.message}\n` : `${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
  process.exitCode = 1
}
