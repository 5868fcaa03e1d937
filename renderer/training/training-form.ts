// What is chosen in the training panel, and the configuration it stands for.
import { z } from 'zod'
import type { Acquisition } from '../../core/simulation/acquisition.ts'
import { trainingSchema, type TrainingConfig } from '../../core/training/config.ts'

export interface TrainingForm {
  title: string
  acquisition: Acquisition
  sampling: { kind: string } & Record<string, unknown>
  density_perUm2: [number, number]
  size: TrainingConfig['network']['size']
  /** Id of the model whose weights are the first ones; random ones where absent. */
  startFrom?: string
  targets: number
  seed: number
}

export const sizes = [
  { value: 'tiny', title: 'Tiny: minutes, for trying out' },
  { value: 'small', title: 'Small: an hour or more on a CPU' },
  { value: 'full', title: 'Full: needs a GPU' },
] as const

/** An id that files may have, from a title: 'My cells, 20 ms' → 'my-cells-20-ms'. */
export function idFrom(title: string): string {
  const id = title.normalize('NFKD').toLowerCase().replace(/[\u0300-\u036f]/g, '').replace(/[^a-z0-9.]+/g, '-').replace(/^[^a-z0-9]+|-+$/g, '')
  return id || 'model'
}

/** The form as the trainer's configuration, or what is wrong with it. The learning rate and crop are those of the shipped recipes. */
export function configOf(form: TrainingForm, suffix = ''): { config: TrainingConfig } | { problem: string } {
  const parsed = trainingSchema.safeParse({
    id: idFrom(form.title) + suffix, title: form.title, seed: form.seed, initialSeed: 1, acquisition: form.acquisition, sampling: form.sampling,
    density_perUm2: form.density_perUm2, crop_px: 40, window: 6, network: { size: form.size },
    startFrom: form.startFrom,
    // What is learned already is not to be thrown far off its place.
    optimization: { targets: form.targets, batchWindows: 3, learningRate: form.startFrom === undefined ? 3e-3 : 2e-3, decay: 0.5 },
    validation: { windows: 32, everyTargets: Math.max(500, Math.min(10_000, Math.round(form.targets / 20))) },
  })
  if (!parsed.success) return { problem: z.prettifyError(parsed.error).replaceAll('✖ ', '') }
  const [sparse, dense] = form.density_perUm2
  if (sparse > dense) return { problem: 'The lowest density must not exceed the highest.' }
  const [low, high] = form.acquisition.zRange
  if (!(low < high)) return { problem: 'The lowest depth must be below the highest.' }
  return { config: parsed.data }
}

export interface Twin {
  config: TrainingConfig
  /** What it is to be as crowded as; without, it has as many emitters. */
  crowdedAs?: TrainingConfig['sampling']
}

/**
 * The same training on complete spatial randomness (equal light, network, first weights, length): with as many emitters, or as crowded, window by
 * window. Only what structures gain over the crowded one is due to their shape.
 */
export function csrTwin(config: TrainingConfig, crowded: boolean): Twin {
  const [suffix, words] = crowded ? ['csr-crowded-twin', 'CSR twin, as crowded'] : ['csr-twin', 'CSR twin']
  const description = `Trained like ${config.id}, but on complete spatial randomness${crowded ? ' as crowded, window by window' : ' of as many emitters'}.`
  return {
    config: { ...config, id: `${config.id}-${suffix}`, title: `${config.title}, ${words}`, sampling: { kind: 'csr' }, description },
    ...(crowded ? { crowdedAs: config.sampling } : {}),
  }
}
