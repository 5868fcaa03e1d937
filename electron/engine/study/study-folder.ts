// Where a study keeps what it makes: FOLDER/LEVEL/ARM-SEED holds a training with its milestones, FOLDER/LEVEL/scores/NETWORK/MOVIE.json what
// a network did on a movie, RESULTS/LEVEL/NETWORK.json the finished result of a network.
import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { networkName, type NetworkResult } from '../../../core/study/network-result.ts'
import type { Training } from '../../../core/study/declaration.ts'
import { readJsonIfThere } from '../json-file.ts'

export interface StudyPlaces {
  /** Trainings and partial scores. */
  folder: string
  /** Result files and figures. */
  results: string
  /** The document, Markdown. */
  document: string
}

export const trainingPlace = ({ folder }: StudyPlaces, { level, arm, seed }: Training): string => join(folder, level.name, `${arm.name}-${seed}`)

/** Densities that were found for an arm. */
export const densitiesPath = ({ folder }: StudyPlaces, { level, arm }: Training): string => join(folder, level.name, `densities-${arm.name}.json`)

type Named = Pick<NetworkResult, 'level' | 'arm' | 'seed' | 'targets'>
export const partsPlace = ({ folder }: StudyPlaces, network: Named): string => join(folder, network.level, 'scores', networkName(network))
export const resultPath = ({ results }: StudyPlaces, network: Named): string => join(results, network.level, `${networkName(network)}.json`)

export interface StoredNetwork {
  /** Holds model.onnx and trained.json. */
  folder: string
  targets: number
  final: boolean
}

const ended = z.looseObject({ training: z.looseObject({ targets: z.number() }) })

/** Whether a training has seen all its targets; one that was stopped before leaves a model, too. */
export async function isTrained(folder: string, targets: number): Promise<boolean> {
  const card = await readJsonIfThere(join(folder, 'model.json'), ended)
  return card !== undefined && card.training.targets >= targets
}

/** The networks that a training has left so far: its milestones and, once it has ended, its last. */
export async function networksOf(folder: string, targets: number): Promise<StoredNetwork[]> {
  const names = await readdir(join(folder, 'milestones')).catch(() => [])
  const milestones = names.filter((name) => /^\d+$/.test(name)).map((name) => ({ folder: join(folder, 'milestones', name), targets: Number(name), final: false }))
  const last = await isTrained(folder, targets) ? [{ folder, targets, final: true }] : []
  return [...milestones, ...last].filter((network) => existsSync(join(network.folder, 'trained.json'))).toSorted((a, b) => a.targets - b.targets)
}
