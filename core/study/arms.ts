// The arms of the main comparison: microtubules, complete spatial randomness of equal count, and complete spatial randomness as crowded
// as the microtubules. They share everything but the sampling: acquisition, network, first weights, stream of light, length, schedule.
import { trainingSchema, type TrainingConfig } from '../training/config.ts'
import { crowdingMap } from './crowding.ts'

export const armNames = ['microtubules', 'csr-count', 'csr-nominal'] as const
export type ArmName = (typeof armNames)[number]

/** Emitters per µm² and frame of the microtubules: as crowded as random ones of about 0.3 to 11, the range of the test movies. */
export const armDensity_perUm2: readonly [number, number] = [0.1, 1]
export const armTargets = 250_000
export const armMilestones: readonly number[] = [25_000, 50_000, 100_000]

/**
 * The training of an arm. Equal seeds give equal first weights and, window by window, equal light and drawn densities.
 * @param recipe of the microtubule network: its acquisition, network size and learning rate are those of all arms
 * @param map from `crowdingMap`; it takes about a minute, so it can be given
 */
export function armConfig(arm: ArmName, seed: number, recipe: unknown, map?: [number, number][]): TrainingConfig {
  const base = trainingSchema.parse(recipe)
  const structured: TrainingConfig = {
    ...base, seed: 1000 * seed + 1, initialSeed: seed, density_perUm2: [...armDensity_perUm2],
    optimization: { ...base.optimization, targets: armTargets, milestones: [...armMilestones] },
    id: `study-${arm}-${seed}`, title: `Study: ${arm}, seed ${seed}`, description: `Arm '${arm}' of the study, pair ${seed}.`,
  }
  switch (arm) {
    case 'microtubules': return structured
    case 'csr-count': return { ...structured, sampling: { kind: 'csr' } }
    case 'csr-nominal': return { ...structured, sampling: { kind: 'csr' }, densityMap: map ?? crowdingMap(structured) }
  }
}
