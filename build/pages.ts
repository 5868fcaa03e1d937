// The built window for the web host. It is built again when a source of it has changed, told by a hash that lies beside it.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'

const root = join(import.meta.dirname, '..')
const stamp = 'sources.sha256'

/** Everything that goes into the window. */
const sources = ['renderer/**/*', 'core/**/*.ts', 'electron/contract/**/*.ts', 'package-lock.json', 'tsconfig.json']

function hashOfSources(): string {
  const hash = createHash('sha256')
  for (const file of globSync(sources, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** The folder of the built window; `STRUCTLOC_PAGES` names another than out/renderer. Builds it where it is missing or old. */
export async function builtPages(folder = resolve(process.env.STRUCTLOC_PAGES || join(root, 'out/renderer'))): Promise<string> {
  const hash = hashOfSources()
  if (isBuilt(folder, hash)) return folder
  process.stderr.write('Building the window …\n')
  // Beside it, then swapped in: several processes may do this at the same time.
  const fresh = `${folder}.${randomBytes(4).toString('hex')}`
  await mkdir(dirname(folder), { recursive: true })
  try {
    await build(fresh)
    await writeFile(join(fresh, stamp), hash)
    const old = `${fresh}.old`
    await rename(folder, old).catch(() => undefined)
    await rename(fresh, folder).catch((error: unknown) => { if (!isBuilt(folder, hash)) throw error })
    await rm(old, { recursive: true, force: true })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return folder
}

function isBuilt(folder: string, hash: string): boolean {
  return existsSync(join(folder, 'index.html')) && existsSync(join(folder, stamp)) && readFileSync(join(folder, stamp), 'utf8') === hash
}

function build(folder: string): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '-c', join(root, 'renderer/vite.config.ts'), '--logLevel', 'warn'], {
    cwd: root, env: { ...process.env, STRUCTLOC_PAGES: folder }, stdio: ['ignore', 2, 2],
  })
  return new Promise((done, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? done() : reject(new Error(`The window could not be built (exit code ${code}); the reason is above.`))))
  })
}
