// A declared experiment: arms × signal levels × seeds, all trained alike, and the movies on which they are compared.
import { z } from 'zod'
import type { SamplingSpec } from '../structure/sampling.ts'

const name = z.string().regex(/^[a-z0-9][a-z0-9-]*$/)
const sampling = z.looseObject({ kind: z.string() }) as unknown as z.ZodType<SamplingSpec>
const densities = z.array(z.number().positive()).min(1)
const frames = z.number().int().positive()
const range = z.tuple([z.number().positive(), z.number().positive()])

const armSchema = z.strictObject({
  name,
  title: z.string(),
  sampling,
  /** Densities are raised until this sampling is as crowded as that of the arm named here. */
  crowdedAs: name.optional(),
  /** The result of that, [density of the other arm, density of this one]; found by simulation where absent. */
  densityMap: z.array(range).min(2).optional(),
  /** Where it is not trained at all levels and seeds. */
  levels: z.array(name).min(1).optional(),
  seeds: z.array(z.number().int().positive()).min(1).optional(),
})
export type Arm = z.output<typeof armSchema>

const levelSchema = z.strictObject({
  name,
  title: z.string(),
  /** Flux of an emitter that is on throughout a frame, and background per pixel of the test movies; trainings draw theirs within ±20 %. */
  photons: z.number().positive(),
  background_photons: z.number().positive(),
  /** Seeds at this level, where they are not those of the study. */
  seeds: z.array(z.number().int().positive()).min(1).optional(),
})
export type Level = z.output<typeof levelSchema>

export const studySchema = z.strictObject({
  name,
  title: z.string(),
  description: z.string().default(''),
  /** A training configuration, as a path from this file: acquisition, network and schedule of all arms are taken from it. */
  recipe: z.string(),
  /** Changes of it, by the names of its own parts. */
  training: z.record(z.string(), z.unknown()).default({}),
  density_perUm2: range,
  /** The first is the structured arm; differences are taken from it. */
  arms: z.array(armSchema).min(2),
  levels: z.array(levelSchema).min(1),
  /** A seed fixes first weights and stream of light for all arms: they are pairs. */
  seeds: z.array(z.number().int().positive()).min(1),
  targets: z.number().int().positive(),
  milestones: z.array(z.number().int().positive()).default([]),
  /** The movies on which every network's threshold is chosen. */
  validation: z.strictObject({ samplings: z.array(sampling).min(1), nominal_perUm2: densities, frames, seed: z.number().int() }),
  tests: z.strictObject({
    size_px: z.number().int().positive(),
    /** Frames of a block: what is resampled for intervals. */
    block_frames: frames,
    seed: z.number().int(),
    /** Drawn from given positions (an option of the command), else from the sampling named here. */
    main: z.strictObject({ name: z.string(), otherwise: sampling, nominal_perUm2: densities, frames }),
    /** A generator of filaments that no arm was trained on. */
    independent: z.strictObject({ sampling, nominal_perUm2: densities, frames }).optional(),
    lone: z.strictObject({ emittersPerFrame: z.number().positive(), frames }),
    /** As the main movies, every activation shifted at random by up to half a pixel. */
    grid: z.strictObject({ nominal_perUm2: z.number().positive(), frames }),
    structures: z.strictObject({ samplings: z.array(sampling), nominal_perUm2: z.number().positive(), frames }),
    /** Two straight lines at each of these distances, nm. */
    pairs: z.strictObject({ distances: z.array(z.number().positive()), emittersPerFrame: z.number().positive(), frames }),
    /** Two straight lines that cross at this angle. */
    crossing: z.strictObject({ angle_deg: z.number().positive(), emittersPerFrame: z.number().positive(), frames }),
  }),
}).check(({ value, issues }) => {
  const names = value.arms.map((arm) => arm.name)
  const problem = (message: string): void => { issues.push({ code: 'custom', message, input: value, path: ['arms'] }) }
  if (new Set(names).size < names.length) problem('two arms have the same name')
  for (const { crowdedAs, densityMap } of value.arms) {
    if (crowdedAs !== undefined && !names.includes(crowdedAs)) problem(`there is no arm '${crowdedAs}' to be as crowded as`)
    if (densityMap && crowdedAs === undefined) problem('a densityMap belongs to crowdedAs')
  }
})
export type Study = z.output<typeof studySchema>

/** A network to be trained and scored. */
export interface Training {
  level: Level
  arm: Arm
  seed: number
}

/** All trainings, in the order in which they are done: every level with its first seed, then the next; pairs are complete as early as possible. */
export function trainingsOf(study: Study): Training[] {
  const seedsOf = (level: Level): number[] => level.seeds ?? study.seeds
  const rounds = Math.max(...study.levels.map((level) => seedsOf(level).length))
  return Array.from({ length: rounds }, (_, round) => study.levels.flatMap((level) => seedsOf(level).slice(round, round + 1).flatMap((seed) => study.arms
    .filter(({ levels, seeds }) => (levels?.includes(level.name) ?? true) && (seeds?.includes(seed) ?? true))
    .map((arm) => ({ level, arm, seed }))))).flat()
}
