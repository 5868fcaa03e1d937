// A folder that is built from sources: built again when one of them has changed, told by a hash that lies in it.
import { spawn } from 'node:child_process'
import { createHash, randomBytes } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

const root = join(import.meta.dirname, '..')
const stamp = 'sources.sha256'

export interface BuiltFolder {
  folder: string
  /** Patterns of all files that go into it. */
  sources: readonly string[]
  /** What is said while it is being built. */
  title: string
  /** Builds into an empty folder. */
  build: (folder: string) => Promise<void>
}

function hashOf(patterns: readonly string[]): string {
  const hash = createHash('sha256')
  for (const file of globSync(patterns, { cwd: root, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name)).sort()) {
    hash.update(`${file}\0`).update(readFileSync(file)).update('\0')
  }
  return hash.digest('hex')
}

/** Builds it where it is missing or old; several processes may do this at the same time. */
export async function builtFolder({ folder, sources, title, build }: BuiltFolder): Promise<string> {
  const hash = hashOf(sources)
  const isBuilt = (): boolean => existsSync(join(folder, stamp)) && readFileSync(join(folder, stamp), 'utf8') === hash
  if (isBuilt()) return folder
  process.stderr.write(`Building ${title} …\n`)
  // Beside it, then swapped in.
  const fresh = `${folder}.${randomBytes(4).toString('hex')}`
  await mkdir(dirname(folder), { recursive: true })
  try {
    await build(fresh)
    // Another process was faster: what it swapped in may be in use already.
    if (isBuilt()) return folder
    await writeFile(join(fresh, stamp), hash)
    const old = `${fresh}.old`
    await rename(folder, old).catch(() => undefined)
    await rename(fresh, folder).catch((error: unknown) => { if (!isBuilt()) throw error })
    await rm(old, { recursive: true, force: true })
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  return folder
}

/** Runs a program of node_modules to its end. @throws where it fails; its own words are on stderr */
export function runTool(program: string, args: readonly string[], environment: Record<string, string>): Promise<void> {
  const child = spawn(process.execPath, [join(root, 'node_modules', program), ...args], { cwd: root, env: { ...process.env, ...environment }, stdio: ['ignore', 2, 2] })
  return new Promise((done, reject) => {
    child.on('error', reject)
    child.on('exit', (code) => (code === 0 ? done() : reject(new Error(`${program} ended with exit code ${code}; the reason is above.`))))
  })
}
