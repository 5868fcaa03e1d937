// Makes the trainer's Python environment, .venv in the project, from native/trainer/requirements.txt; a stamp makes repeats free.
// Has no dependencies and runs under Node 20. `npm run setup:trainer` does only this; `npm test` calls it, `npm run demo` does not.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const folder = join(root, '.venv')
const requirements = join(root, 'native', 'trainer', 'requirements.txt')
const stamp = join(folder, 'structloc-requirements.sha256')
/** The environment's Python. */
export const trainerPython = process.platform === 'win32' ? join(folder, 'Scripts', 'python.exe') : join(folder, 'bin', 'python')

const say = (line) => process.stderr.write(`${line}\n`)
const works = (program, ...args) => spawnSync(program, args, { stdio: 'ignore' }).status === 0
const run = (program, ...args) => spawnSync(program, args, { stdio: ['ignore', 2, 2] }).status === 0

/** The newest Python of 3.11 … 3.13 by name, else any `python3` from 3.10. */
function findPython() {
  const fits = 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2])'
  return ['python3.13', 'python3.12', 'python3.11', 'python3', 'python'].find((name) => works(name, '-c', fits))
}

/** Installs Debian packages as root or through sudo; false where neither is possible. */
function installSystemPackages(...packages) {
  if (process.platform !== 'linux' || !works('apt-get', '--version')) return false
  const prefix = process.getuid() === 0 ? [] : works('sudo', '-n', 'true') ? ['sudo', '-n'] : undefined
  if (!prefix) return false
  say(`Installing system packages: ${packages.join(', ')} …`)
  const apt = (...args) => {
    const [program, ...rest] = [...prefix, 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', '-qq', ...args]
    return run(program, ...rest)
  }
  apt('update')
  return apt('install', '-y', ...packages)
}

function fail(sentence) {
  say(sentence)
  return undefined
}

/** Whether `python` can make an environment with pip in it (Debian ships that part by itself). */
const canMakeEnvironments = (python) => works(python, '-c', 'import venv, ensurepip')

/** Makes the environment where it is missing or of other requirements. Returns its Python, or undefined after saying what is wrong. */
export function setUpTrainer() {
  const wanted = createHash('sha256').update(readFileSync(requirements)).digest('hex')
  if (existsSync(stamp) && existsSync(trainerPython) && readFileSync(stamp, 'utf8').trim() === wanted) return trainerPython
  let python = findPython()
  if (!python || !canMakeEnvironments(python)) {
    installSystemPackages('python3', 'python3-venv')
    python = findPython()
  }
  if (!python) return fail('The trainer needs Python 3.10 or later: install it (Debian, Ubuntu: apt install python3 python3-venv) and try again.')
  if (!canMakeEnvironments(python)) return fail(`${python} cannot make virtual environments: install its venv package (Debian, Ubuntu: apt install python3-venv) and try again.`)
  say("Making the trainer's Python environment in .venv (1.1 GB, a minute or two, once) …")
  if (!existsSync(trainerPython) || !works(trainerPython, '-m', 'pip', '--version')) {
    rmSync(folder, { recursive: true, force: true })
    if (!run(python, '-m', 'venv', folder)) return fail(`${python} -m venv failed; its message is above.`)
  }
  if (!run(trainerPython, '-m', 'pip', 'install', '-qq', '--disable-pip-version-check', '--root-user-action=ignore', '-r', requirements)) {
    return fail('pip could not install native/trainer/requirements.txt; its message is above.')
  }
  writeFileSync(stamp, `${wanted}\n`)
  return trainerPython
}

if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const ready = setUpTrainer()
  if (ready) say(`The trainer's environment is ready: ${ready}`)
  process.exitCode = ready ? 0 : 1
}
