// `npm start`: opens StructLoc. Electron's window where Electron can be had and opens one, otherwise (or with --web) the same window as
// a page that this process serves to the browser.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { StructLocError } from '../core/errors.ts'
import { readOptions, startHelp, type StartOptions } from '../electron/web/options.ts'
import { builtDesktop } from './desktop.ts'
import { electronProgram } from './electron-binary.ts'
import { builtPages } from './pages.ts'

const root = join(import.meta.dirname, '..')
const say = (sentence: string): void => { process.stderr.write(`${sentence}\n`) }

async function start(options: StartOptions): Promise<void> {
  if (options.help) return void process.stdout.write(startHelp)
  const electron = options.web || !hasDisplay() ? undefined : await electronProgram(root, say)
  if (electron && await ranElectron(electron, options)) return
  const [{ serveWindow }, pages] = [await import('../electron/web/main.ts'), options.pages ?? await builtPages()]
  await serveWindow(options, pages)
}

/** Over ssh there is often none. */
const hasDisplay = (): boolean => process.platform !== 'linux' || Boolean(process.env.DISPLAY || process.env.WAYLAND_DISPLAY)

/** Runs the program to its end. False where it ended before it had a window (a sandbox that the system forbids, a missing library). */
async function ranElectron(program: string, { movies }: StartOptions): Promise<boolean> {
  await builtDesktop()
  const { code, signal, shown, asked } = await run(program, [root, ...movies])
  if (code === 0 || asked) return true
  const end = signal ? `signal ${signal}` : `exit code ${code}`
  if (shown) throw new Error(`${program} ended with ${end}.`)
  say(`Electron opened no window (it ended with ${end}; its own words are above). The same window comes in the browser.`)
  return false
}

interface End {
  code: number | null
  signal: NodeJS.Signals | null
  /** It had said that its window is there. */
  shown: boolean
  /** Its end was asked for by a signal to this process. */
  asked: boolean
}

function run(program: string, args: readonly string[]): Promise<End> {
  const child = spawn(program, args, { cwd: root, stdio: ['ignore', 2, 2, 'ipc'] })
  let [shown, asked] = [false, false]
  child.on('message', (message) => { shown ||= message === 'shown' })
  const pass = (signal: NodeJS.Signals): void => {
    asked = true
    child.kill(signal)
  }
  const signals = ['SIGINT', 'SIGTERM'] as const
  for (const signal of signals) process.on(signal, pass)
  return new Promise<End>((done, reject) => {
    child.on('error', reject)
    child.on('exit', (code, signal) => done({ code, signal, shown, asked }))
  }).finally(() => { for (const signal of signals) process.off(signal, pass) })
}

try {
  await start(readOptions(process.argv.slice(2)))
} catch (error) {
  process.stderr.write(error instanceof StructLocError ? `${error.message}\n` : `${error instanceof Error ? error.stack ?? error.message : String(error)}\n`)
  process.exitCode = 1
}
