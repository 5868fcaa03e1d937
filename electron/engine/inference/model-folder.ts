// A model on disk: a folder with model.onnx and its card, model.json.
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { StructLocError } from '../../../core/errors.ts'
import { cardSchema } from '../../../core/model/card.ts'
import type { ModelCard } from '../../../core/model/card.ts'
import { readJsonIfThere } from '../json-file.ts'

export interface StoredModel {
  card: ModelCard
  folder: string
  /** Path of the network. */
  onnx: string
}

/** Of another file under the same name, or of one that was changed, it is another; undefined where there is none. */
export async function fileVersion(path: string): Promise<string | undefined> {
  const file = await stat(path).catch(() => undefined)
  return file && `${file.ino} ${file.size} ${file.mtimeMs}`
}

/** Cards as they were read last: all are looked at to find one, and a card with a measured PSF is long. */
const known = new Map<string, { version: string; card: ModelCard }>()

/** Reads and checks the card of a model folder, without the network. It is everybody's: not to be changed. */
export async function readCard(folder: string): Promise<ModelCard> {
  const path = join(folder, 'model.json')
  const version = await fileVersion(path)
  const last = known.get(path)
  if (last && last.version === version) return last.card
  const card = await readJsonIfThere(path, cardSchema, `${path} is no model card`)
  if (!card) throw absent(path, folder)
  if (version !== undefined) known.set(path, { version, card })
  return card
}

function absent(path: string, folder: string): StructLocError {
  return new StructLocError('not-found', `${path} does not exist; a model folder (${folder}) holds model.onnx and model.json`)
}

/** Reads a model's card and checks that the network beside it is the one the card describes. */
export async function loadModel(folder: string): Promise<StoredModel> {
  const card = await readCard(folder)
  const onnx = join(folder, 'model.onnx')
  const sha256 = createHash('sha256').update(await read(onnx, folder)).digest('hex')
  if (sha256 !== card.sha256) {
    throw new StructLocError('invalid-input', `${onnx} is not the network its card describes: sha256 is ${sha256}, the card says ${card.sha256}; take both files from the same model`)
  }
  return { card, folder, onnx }
}

async function read(path: string, folder: string): Promise<Buffer> {
  try {
    return await readFile(path)
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    if (code === 'ENOENT') throw absent(path, folder)
    throw new StructLocError('unreadable', `${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
}
