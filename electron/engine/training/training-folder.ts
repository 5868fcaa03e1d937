// A training's folder: the configuration it was begun with, its checkpoint, its network, its facts.
import { existsSync } from 'node:fs'
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { StructLocError } from '../../../core/errors.ts'
import { trainingSchema, type TrainingConfig } from '../../../core/training/config.ts'
import { readJsonIfThere, writeJson } from '../json-file.ts'
import { writeRefusal } from '../write-refusal.ts'

const checkpointSchema = z.looseObject({ windows: z.number().int().nonnegative(), targets: z.number().int().nonnegative() })
export type Checkpoint = z.infer<typeof checkpointSchema>

export const configPath = (folder: string): string => join(folder, 'training.json')

/** What a training began from, for its card: its model may be gone or another by the time it ends. */
export const startedFromPath = (folder: string): string => join(folder, 'started-from.json')

/**
 * Prepares the folder for a training and writes its configuration there.
 * @returns the checkpoint to go on from, if `resume` and there is one
 * @throws StructLocError 'invalid-input' where another training would be lost or mixed with this one; 'unwritable'
 */
export async function prepareFolder(folder: string, config: TrainingConfig, resume: boolean): Promise<Checkpoint | undefined> {
  const checkpoint = await readJsonIfThere(join(folder, 'checkpoint.json'), checkpointSchema)
  if (checkpoint && !resume) {
    throw new StructLocError('invalid-input', `${folder} holds a training already (${checkpoint.targets} targets). Go on with it by --resume, or name another folder.`)
  }
  if (!checkpoint && existsSync(join(folder, 'model.onnx'))) {
    throw new StructLocError('invalid-input', `${folder} holds a network without a checkpoint to go on from; it would be lost. Name another folder.`)
  }
  if (checkpoint) {
    const begun = await readJsonIfThere(configPath(folder), trainingSchema)
    const differences = begun ? differingPaths(begun, config).filter((path) => !changeable.has(path)) : []
    if (differences.length > 0) {
      throw new StructLocError('invalid-input', `The training in ${folder} was begun with another configuration (${differences.join(', ')} differ). Give the one it was begun with (${configPath(folder)}), or name another folder.`)
    }
  }
  try {
    await mkdir(folder, { recursive: true })
    await writeJson(configPath(folder), config)
  } catch (cause) {
    throw new StructLocError('unwritable', `${folder} cannot be written: ${writeRefusal(cause)}.`, { cause })
  }
  return checkpoint
}

/** What a resumed training may change: its length and its words. */
const changeable: ReadonlySet<string> = new Set(['id', 'title', 'description', 'optimization.targets', 'optimization.milestones', 'validation.everyTargets'])

/** Places at which two documents differ, as `a.b.c`. */
export function differingPaths(a: unknown, b: unknown, at = ''): string[] {
  const [first, second] = [Object(a), Object(b)] as Record<string, unknown>[]
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b) ? [] : [at]
  return [...new Set([...Object.keys(first), ...Object.keys(second)])]
    .flatMap((key) => differingPaths(first[key], second[key], at ? `${at}.${key}` : key))
}
