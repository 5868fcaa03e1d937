// Where models lie: the shipped ones beside the program, a person's own in the platform's data folder.
import { dirname, join } from 'node:path'
import { dataFolder } from '../data-folder.ts'
import { resource } from '../entries.ts'

export interface ModelPlaces {
  shipped: string
  own: string
}

/** `STRUCTLOC_MODELS` names another folder for a person's own models. */
export function modelPlaces(environment: NodeJS.ProcessEnv = process.env): ModelPlaces {
  return { shipped: dirname(resource('models/recipes')), own: environment.STRUCTLOC_MODELS || join(dataFolder(environment), 'models') }
}
