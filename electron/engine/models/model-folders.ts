// Where models lie: the shipped ones beside the program, a person's own in the platform's data folder.
import { homedir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export interface ModelPlaces {
  shipped: string
  own: string
}

/** `STRUCTLOC_MODELS` names another folder for a person's own models. */
export function modelPlaces(environment: NodeJS.ProcessEnv = process.env): ModelPlaces {
  return {
    shipped: fileURLToPath(new URL('../../../models', import.meta.url)),
    own: environment.STRUCTLOC_MODELS || join(dataFolder(environment), 'models'),
  }
}

function dataFolder(environment: NodeJS.ProcessEnv): string {
  switch (process.platform) {
    case 'darwin': return join(homedir(), 'Library', 'Application Support', 'StructLoc')
    case 'win32': return join(environment.APPDATA || join(homedir(), 'AppData', 'Roaming'), 'StructLoc')
    default: return join(environment.XDG_DATA_HOME || join(homedir(), '.local', 'share'), 'structloc')
  }
}
