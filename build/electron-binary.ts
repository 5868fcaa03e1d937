// Electron's own program: looked for, and fetched once where it is missing and can be had. Asking the package for its path would
// start a download unasked, so its files are looked at.
import { spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The path of Electron's program, or undefined where there is none (npm installs the package without it). */
export function electronBinary(root: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = join(root, 'node_modules/electron')
  const list = join(folder, 'path.txt')
  const isWhole = existsSync(list)
  // The list is written when all is unpacked: without it, what lies there is half of a program.
  if (!isWhole && !environment.ELECTRON_OVERRIDE_DIST_PATH) return undefined
  const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist'), isWhole ? readFileSync(list, 'utf8').trim() : programName)
  return existsSync(path) ? path : undefined
}

const programName = ({ darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Partial<Record<NodeJS.Platform, string>>)[process.platform] ?? 'electron'

/**
 * The program, fetched by the package's own installer where it is missing: from Electron's releases, or from where `ELECTRON_MIRROR`
 * says. `ELECTRON_SKIP_BINARY_DOWNLOAD` forbids that.
 * @param say hears what is done, and why there is no program
 */
export async function electronProgram(root: string, say: (sentence: string) => void, environment: NodeJS.ProcessEnv = process.env): Promise<string | undefined> {
  const there = electronBinary(root, environment)
  const installer = join(root, 'node_modules/electron/install.js')
  if (there || environment.ELECTRON_SKIP_BINARY_DOWNLOAD || environment.ELECTRON_OVERRIDE_DIST_PATH || !existsSync(installer)) return there
  say('Fetching Electron (about 120 MB, once) …')
  const failure = await runInstaller(installer, root, environment)
  const program = electronBinary(root, environment)
  if (!program) say(`Electron cannot be had: ${failure ?? 'its installer left no program'}.`)
  return program
}

/** Why it failed; undefined where it did not. */
function runInstaller(installer: string, root: string, environment: NodeJS.ProcessEnv): Promise<string | undefined> {
  const child = spawn(process.execPath, [installer], { cwd: root, env: { ...environment, ELECTRON_GET_NO_PROGRESS: '1' }, stdio: ['ignore', 'ignore', 'pipe'] })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => { said += text })
  return new Promise((resolve) => {
    child.on('error', ({ message }) => resolve(message))
    child.on('close', (code) => resolve(code === 0 ? undefined : said.split('\n').find((line) => /^\w*Error: /.test(line)) ?? `its installer ended with exit code ${code}`))
  })
}
