// Models by id or folder for calls that come many times a second: read and checked once, and again when their files change.
import { join } from 'node:path'
import { fileVersion, type StoredModel } from '../inference/model-folder.ts'
import { findModel } from './list-models.ts'
import type { ModelPlaces } from './model-folders.ts'

interface Entry {
  model: Promise<StoredModel>
  version: Promise<string>
}

export class ModelShelf {
  readonly #places: ModelPlaces
  readonly #entries = new Map<string, Entry>()

  constructor(places: ModelPlaces) {
    this.#places = places
  }

  /** Errors: those of `findModel`. */
  async get(name: string): Promise<StoredModel> {
    const known = this.#entries.get(name)
    if (known) {
      const model = await known.model.catch(() => undefined)
      if (model && await versionOf(model) === await known.version) return model
    }
    const model = findModel(name, this.#places)
    this.#entries.set(name, { model, version: model.then(versionOf, () => '') })
    return model
  }

  /** Names may mean other models now. */
  clear(): void {
    this.#entries.clear()
  }
}

async function versionOf({ folder }: StoredModel): Promise<string> {
  return (await Promise.all(['model.json', 'model.onnx'].map((name) => fileVersion(join(folder, name))))).join()
}
