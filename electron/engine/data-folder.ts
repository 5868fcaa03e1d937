// The folder in which the program keeps what is a person's own: workspace, models, samples, the trainer's environment.
import { mkdirSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { StructLocError } from '../../core/errors.ts'

/** `STRUCTLOC_DATA` names another one. */
export function dataFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.STRUCTLOC_DATA) return environment.STRUCTLOC_DATA
  switch (process.platform) {
    case 'darwin': return join(homedir(), 'Library', 'Application Support', 'StructLoc')
    case 'win32': return join(environment.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'StructLoc')
    default: return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'structloc')
  }
}

/** The application's workspace file; its folder is made. @throws StructLocError 'unwritable' */
export function applicationWorkspace(folder = dataFolder()): string {
  try {
    mkdirSync(folder, { recursive: true })
  } catch (cause) {
    throw new StructLocError('unwritable', `The program's folder ${folder} cannot be made: ${(cause as Error).message}`, { cause })
  }
  return join(folder, 'workspace.sqlite')
}
