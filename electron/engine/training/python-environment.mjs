// Makes the trainer's Python environment from its requirements; a stamp makes repeats free. Used by `npm run setup:trainer` and by the
// application's job, so it has no dependencies and runs under Node 20.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** @typedef {{ folder: string, requirements: string, systemPackages?: boolean, pip?: readonly string[], packages?: string, signal?: AbortSignal, onStep?: (step: number, message: string) => void, onLine?: (line: string) => void }} EnvironmentOptions */

/** Steps told of: find Python, make the environment, install packages. */
export const environmentSteps = 3

/** Python of an environment. @param {string} folder */
export const pythonIn = (folder) => (process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python'))

/**
 * Runs a program to its end. @returns whether it succeeded, and its last words
 * @param {Pick<EnvironmentOptions, 'signal' | 'onLine'>} options @param {string} program @param {readonly string[]} args
 * @returns {Promise<{ ok: boolean, tail: string }>}
 */
function run({ signal, onLine }, program, ...args) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: ['ignore', 'pipe', 'pipe'], signal })
    let tail = ''
    let open = ''
    const hear = (/** @type {string} */ text) => {
      tail = (tail + text).slice(-2000)
      const lines = (open + text).split(/[\r\n]+/)
      open = lines.pop() ?? ''
      for (const line of lines) if (line.trim()) onLine?.(line.trim())
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.on('error', (error) => resolve({ ok: false, tail: error.message }))
    child.on('close', (code) => resolve({ ok: code === 0, tail: tail.trim() }))
  })
}

/** The newest Python of 3.11 … 3.13 by name, else any `python3` from 3.10. */
async function findPython() {
  const fits = 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2])'
  for (const name of ['python3.13', 'python3.12', 'python3.11', 'python3', 'python']) if ((await run({}, name, '-c', fits)).ok) return name
  return undefined
}

/** Whether `python` can make an environment with pip in it (Debian ships that part by itself). @param {string} python */
const canMakeEnvironments = async (python) => (await run({}, python, '-c', 'import venv, ensurepip')).ok

/** Installs Debian packages as root or through sudo, where either is possible. @param {EnvironmentOptions} options @param {readonly string[]} packages */
async function installSystemPackages(options, ...packages) {
  if (process.platform !== 'linux' || !(await run({}, 'apt-get', '--version')).ok) return
  const prefix = process.getuid?.() === 0 ? [] : (await run({}, 'sudo', '-n', 'true')).ok ? ['sudo', '-n'] : undefined
  if (!prefix) return
  options.onLine?.(`Installing system packages: ${packages.join(', ')} …`)
  for (const args of [['update'], ['install', '-y', ...packages]]) {
    const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args]
    await run(options, program, ...rest)
  }
}

/**
 * Makes the environment where it is missing or of other requirements.
 * @param {EnvironmentOptions} options systemPackages: Python itself may be installed by apt where this user is allowed to; pip: further options of pip;
 *   packages: what is installed, for people
 * @returns {Promise<{ python: string, already: boolean }>} the environment's Python, and whether it was there
 * @throws Error with one sentence that says what is wrong and what to do
 */
export async function makeEnvironment(options) {
  const { folder, requirements, signal, onStep } = options
  const stamp = join(folder, 'structloc-requirements.sha256')
  const own = pythonIn(folder)
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  if (existsSync(stamp) && existsSync(own) && readFileSync(stamp, 'utf8').trim() === wanted) return { python: own, already: true }
  const stopped = () => { if (signal?.aborted) throw new Error('Setting up the trainer was stopped; what was fetched is used again the next time.') }

  onStep?.(0, 'looking for Python 3.10 or later')
  let python = await findPython()
  if (options.systemPackages && (!python || !await canMakeEnvironments(python))) {
    await installSystemPackages(options, 'python3', 'python3-venv')
    python = await findPython()
  }
  stopped()
  if (!python) throw new Error('The trainer needs Python 3.10 or later: install it (Debian, Ubuntu: apt install python3 python3-venv; else python.org) and try again.')
  if (!await canMakeEnvironments(python)) throw new Error(`${python} cannot make virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv) and try again.`)

  onStep?.(1, `making an environment of ${python} in ${folder}`)
  if (!existsSync(own) || !(await run({}, own, '-m', 'pip', '--version')).ok) {
    rmSync(folder, { recursive: true, force: true })
    mkdirSync(dirname(folder), { recursive: true })
    const made = await run(options, python, '-m', 'venv', folder)
    stopped()
    if (!made.ok) throw new Error(`${python} could not make the environment ${folder}: ${lastLine(made.tail)}`)
  }

  onStep?.(2, `installing ${options.packages ?? 'PyTorch and the other packages (1.1 GB)'}`)
  const installed = await run(options, own, '-m', 'pip', 'install', '--progress-bar', 'off', '--disable-pip-version-check', '--root-user-action=ignore', ...options.pip ?? [], '-r', requirements)
  stopped()
  if (!installed.ok) throw new Error(`pip could not install ${options.packages ?? "the trainer's packages"}: ${lastLine(installed.tail)}`)
  writeFileSync(stamp, `${wanted}\n`)
  return { python: own, already: false }
}

/** @param {string} text */
const lastLine = (text) => text.split('\n').findLast((line) => /error/i.test(line)) ?? text.split('\n').at(-1) ?? ''
