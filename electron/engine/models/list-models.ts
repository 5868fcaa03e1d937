// The models there are, by their cards.
import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { ModelCard } from '../../../core/model/card.ts'
import type { ModelList, ModelSummary } from '../../contract/results.ts'
import { loadModel, readCard, type StoredModel } from '../inference/model-folder.ts'
import type { ModelPlaces } from './model-folders.ts'

type Origin = ModelSummary['origin']

/** Shipped models, then own ones, each by name. Folders without a model.json are none. */
export async function listModels(places: ModelPlaces): Promise<ModelList> {
  const list: ModelList = { models: [], damaged: [] }
  for (const [origin, place] of [['shipped', places.shipped], ['own', places.own]] as const) {
    for (const folder of await modelFoldersIn(place)) {
      try {
        list.models.push(summary(await readCard(folder), folder, origin))
      } catch (error) {
        list.damaged.push({ folder, reason: (error as Error).message })
      }
    }
  }
  return list
}

/**
 * The model of an id, or in a folder; its network is the one its card describes.
 * @throws StructLocError 'not-found' naming the models there are, or what is wrong with the folder
 */
export async function findModel(model: string, places: ModelPlaces): Promise<StoredModel> {
  return loadModel(await folderOf(model, places))
}

/** The card of a model alone, its network not looked at. Errors: as of `findModel`. */
export async function findCard(model: string, places: ModelPlaces): Promise<ModelCard> {
  return readCard(await folderOf(model, places))
}

async function folderOf(model: string, places: ModelPlaces): Promise<string> {
  const { models } = await listModels(places)
  // A person's own model goes before a shipped one of the same name.
  const known = models.findLast(({ id, folder }) => id === model || basename(folder) === model)
  if (known) return known.folder
  if (await isFolder(resolve(model))) return resolve(model)
  const ids = models.map(({ id }) => id).join(', ')
  throw new StructLocError('not-found', `There is no model '${model}', neither an id nor a folder with model.onnx and model.json. ${ids ? `There are: ${ids}.` : `No models are in ${places.shipped} or ${places.own}.`}`)
}

async function modelFoldersIn(place: string): Promise<string[]> {
  const names = await readdir(place).catch(() => [])
  const folders: string[] = []
  for (const name of names.toSorted()) {
    const folder = join(place, name)
    if (await stat(join(folder, 'model.json')).then((entry) => entry.isFile(), () => false)) folders.push(folder)
  }
  return folders
}

async function isFolder(path: string): Promise<boolean> {
  return stat(path).then((entry) => entry.isDirectory(), () => false)
}

/** The card's facts that lists show. */
function summary(card: ModelCard, folder: string, origin: Origin): ModelSummary {
  const { acquisition } = card
  return {
    id: card.id, title: card.title, folder, origin, sampling: card.sampling.kind,
    photons: acquisition.photons, background: acquisition.background, zRange: acquisition.zRange, pixelSize: acquisition.pixelSize,
    camera: acquisition.camera.type, architecture: card.architecture.name, size: card.architecture.size, parameters: card.architecture.parameters,
    density_perUm2: card.density_perUm2, threshold: card.decoding.threshold, targets: card.training.targets, acquisition, sha256: card.sha256,
  }
}
