// The card of a network that was just trained: what the trainer says of it, and the configuration it was trained by.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StructLocError } from '../../../core/errors.ts'
import { cardSchema, decodingSchema, type ModelCard } from '../../../core/model/card.ts'
import type { TrainingConfig } from '../../../core/training/config.ts'
import { densitiesTaken } from '../../../core/training/window.ts'
import { readJsonIfThere, writeJson } from '../json-file.ts'
import { startedFromPath } from './training-folder.ts'

const factsSchema = z.object({ architecture: cardSchema.shape.architecture, training: cardSchema.shape.training })

/** Writes model.json beside model.onnx, from trained.json; decoding and scores are those of a fresh card. */
export async function writeCard(folder: string, config: TrainingConfig): Promise<ModelCard> {
  const facts = await readJsonIfThere(join(folder, 'trained.json'), factsSchema)
  const onnx = await readFile(join(folder, 'model.onnx')).catch(() => undefined)
  if (!facts || !onnx) throw new StructLocError('not-found', `${folder} holds no trained network (model.onnx with trained.json beside it).`)
  const { id, title, description, acquisition, sampling } = config
  const startedFrom = config.startFrom === undefined ? undefined : await readJsonIfThere(startedFromPath(folder), cardSchema.shape.training.shape.startedFrom)
  const card: ModelCard = cardSchema.parse({
    schema: 1, id, title, description, ...facts, training: { ...facts.training, startedFrom }, acquisition, sampling, density_perUm2: densitiesTaken(config),
    decoding: decodingSchema.parse(facts.architecture.name === 'luenn' ? { method: 'amplitude' } : {}), scores: [],
    sha256: createHash('sha256').update(onnx).digest('hex'),
  })
  await saveCard(folder, card)
  return card
}

export function saveCard(folder: string, card: ModelCard): Promise<void> {
  return writeJson(join(folder, 'model.json'), card)
}
