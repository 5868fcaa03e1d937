// The training configurations of a study's arms. They share everything but the sampling: acquisition, network, first weights, stream
// of light, length, schedule.
import { trainingSchema, type TrainingConfig } from '../training/config.ts'
import { crowdingMap } from './crowding.ts'
import type { Study, Training } from './declaration.ts'

/** Share by which the background of training windows varies. */
const BACKGROUND_SPREAD = 0.2

/**
 * The configuration of a training. Equal seeds give equal first weights and, window by window, equal light and drawn densities.
 * @param recipe what the study's `recipe` names, parsed as JSON
 * @param map densities of an arm that is as crowded as another (`crowdingOf`)
 */
export function armConfig(study: Study, { arm, level, seed }: Training, recipe: unknown, map = arm.densityMap): TrainingConfig {
  const base = trainingSchema.parse(merged(recipe, study.training))
  const round = (value: number): number => Number(value.toPrecision(6))
  return {
    ...base,
    id: `${study.name}-${level.name}-${arm.name}-${seed}`,
    title: `${arm.title}, ${level.title}, seed ${seed}`,
    description: `Arm '${arm.name}' of the study '${study.name}'.`,
    seed: 1000 * seed + 1, initialSeed: seed,
    acquisition: {
      ...base.acquisition, photons: level.photons,
      background: [round(level.background_photons * (1 - BACKGROUND_SPREAD)), round(level.background_photons * (1 + BACKGROUND_SPREAD))],
    },
    sampling: arm.sampling,
    density_perUm2: study.density_perUm2,
    optimization: { ...base.optimization, targets: study.targets, milestones: study.milestones },
    ...(arm.crowdedAs === undefined ? {} : { densityMap: map }),
  }
}

/** The densities of an arm that is to be as crowded as another, at a level; takes a minute. */
export function crowdingOf(study: Study, { arm, level, seed }: Training, recipe: unknown): [number, number][] {
  const other = study.arms.find(({ name }) => name === arm.crowdedAs)!
  return crowdingMap(armConfig(study, { arm: other, level, seed }, recipe), arm.sampling)
}

/** `changes` laid over a document, part by part; arrays are replaced whole. */
function merged(document: unknown, changes: unknown): unknown {
  if (!isPlain(document) || !isPlain(changes)) return changes
  const out: Record<string, unknown> = { ...document }
  for (const [key, value] of Object.entries(changes)) out[key] = isPlain(value) ? merged(out[key] ?? {}, value) : value
  return out
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
