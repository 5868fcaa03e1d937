// Electron's own program, where it is installed. Asking the package for it would start a download, so its files are looked at.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The path of Electron's program, or undefined where there is none (npm installs it without). */
export function electronBinary(root: string, environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folder = join(root, 'node_modules/electron')
  const list = join(folder, 'path.txt')
  const name = existsSync(list) ? readFileSync(list, 'utf8').trim() : programName
  const path = join(environment.ELECTRON_OVERRIDE_DIST_PATH || join(folder, 'dist'), name)
  return existsSync(path) ? path : undefined
}

const programName = ({ darwin: 'Electron.app/Contents/MacOS/Electron', win32: 'electron.exe' } as Partial<Record<NodeJS.Platform, string>>)[process.platform] ?? 'electron'
