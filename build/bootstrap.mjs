// Makes a fresh clone able to run: installs the npm packages when they are missing or not those of package-lock.json, then runs
// a script of the project under the project's own Node. Has no dependencies and runs under Node 20.
// Use: node build/bootstrap.mjs [SCRIPT [ARGUMENT …]]. Nothing but the script itself writes on stdout.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** The `node` package puts its program here; `node_modules/.bin/node` is a link to it. */
const projectNode = join(root, 'node_modules', 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node')

function lockedPackages(path) {
  return JSON.parse(readFileSync(join(root, path), 'utf8')).packages
}

/** Whether every package of package-lock.json that this platform needs is installed in its version. */
function packagesAreInstalled() {
  const installedList = join('node_modules', '.package-lock.json')
  if (!existsSync(projectNode) || !existsSync(join(root, installedList))) return false
  const installed = lockedPackages(installedList)
  return Object.entries(lockedPackages('package-lock.json'))
    .every(([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version)
}

function installPackages() {
  process.stderr.write('Installing npm packages (about a minute, once) …\n')
  // `npm install --no-save` keeps to package-lock.json as `npm ci` does, and also works where a registry does not have the packages
  // of every other platform. The native parts ship inside their packages: nothing else is to be fetched.
  const { status, error } = spawnSync('npm', ['install', '--no-save', '--no-fund', '--no-audit', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    env: { ...process.env, ELECTRON_SKIP_BINARY_DOWNLOAD: '1', ONNXRUNTIME_NODE_INSTALL: 'skip' },
    shell: process.platform === 'win32',
  })
  if (status === 0 && existsSync(projectNode)) return
  process.stderr.write(error ? `npm could not be started: ${error.message}\n` : status === 0
    ? `The packages are installed, but ${projectNode} is missing: the install script of the npm package 'node' did not run. Allow it (npm help install-scripts) and try again.\n`
    : `npm install failed (exit code ${status}); its message is above.\n`)
  process.exit(1)
}

const [major] = process.versions.node.split('.').map(Number)
if (major < 20) {
  process.stderr.write(`StructLoc's set-up needs Node 20 or later; this is ${process.version}.\n`)
  process.exit(1)
}
if (!packagesAreInstalled()) installPackages()

const [script, ...rest] = process.argv.slice(2)
if (script !== undefined) {
  const child = spawn(projectNode, ['--disable-warning=ExperimentalWarning', join(root, script), ...rest], { stdio: 'inherit' })
  // Ctrl+C in a terminal reaches the script by itself, which may have something to finish; an end asked for by a program is passed on.
  process.on('SIGINT', () => { if (!process.stdin.isTTY) child.kill('SIGINT') })
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal))
  child.on('error', (error) => {
    process.stderr.write(`${projectNode} could not be started: ${error.message}\n`)
    process.exitCode = 1
  })
  child.on('exit', (code, signal) => { process.exitCode = code ?? 128 + constants.signals[signal] })
}
