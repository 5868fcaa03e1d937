// The call 'importModel': a model folder from anywhere becomes one of the person's own models.
import { copyFile, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import type { ModelSummary } from '../../contract/results.ts'
import { loadModel } from '../inference/model-folder.ts'
import { findModel, listModels } from '../models/list-models.ts'
import type { ModelPlaces } from '../models/model-folders.ts'

/** Errors: a folder that holds no model or a damaged one; 'invalid-input' where the id belongs to another network; 'unwritable'. */
export async function importModel(folder: string, places: ModelPlaces): Promise<ModelSummary> {
  const { card, folder: from } = await loadModel(resolve(folder))
  const known = await findModel(card.id, places).catch(() => undefined)
  if (known && known.card.sha256 !== card.sha256) {
    throw new StructLocError('invalid-input', `There is another model ${card.id} already (${known.folder}). Give one of them another id in its model.json.`)
  }
  if (!known) await copyInto(places.own, card.id, from)
  const summary = (await listModels(places)).models.findLast(({ id }) => id === card.id)
  if (summary) return summary
  throw new StructLocError('internal', `Model ${card.id} was copied to ${places.own} and is not found there.`)
}

/** Beside its place first, so that a kill leaves no half model. */
async function copyInto(own: string, id: string, from: string): Promise<void> {
  let temporary: string | undefined
  try {
    await mkdir(own, { recursive: true })
    temporary = await mkdtemp(join(own, '.import-'))
    for (const name of ['model.onnx', 'model.json']) await copyFile(join(from, name), join(temporary, name))
    await rename(temporary, join(own, id))
  } catch (cause) {
    if (temporary) await rm(temporary, { recursive: true, force: true })
    throw new StructLocError('unwritable', `The model ${id} cannot be copied to ${own}: ${(cause as Error).message}`, { cause })
  }
}
