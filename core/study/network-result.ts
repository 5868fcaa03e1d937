// The result file of one network of a study: what it is, how it came about, its threshold, and what it did on every movie, as sums over
// blocks of frames from which all scores and intervals follow.
import { z } from 'zod'

const sums = z.array(z.number())
const blocks = z.array(sums)
const pair = z.strictObject({ detections: z.array(z.number()), truth: z.array(z.number()) })
const amplitude = z.strictObject({ amplitude: z.number(), interval: z.tuple([z.number(), z.number()]) })
const deviation = z.strictObject({ deviation: z.number(), robustDeviation: z.number(), within1: z.number(), within196: z.number() }).nullable()

export const movieResultSchema = z.strictObject({
  family: z.string(),
  name: z.string(),
  shows: z.string(),
  nominal_perUm2: z.number().nullable(),
  seed: z.number(),
  frames: z.number(),
  emittersPerFrame: z.number(),
  /** Mean distance to the nearest neighbour (nm) and share of emitters with one within 100 nm: how crowded the truth is. */
  crowding: z.strictObject({ meanDistance: z.number().nullable(), shareUnder100: z.number() }),
  /** At the network's threshold; see `scoreBlocks`. */
  blocks,
  /** Truth rows of at least 500 photons only. */
  bright: blocks.optional(),
  /** Sums at rising thresholds, of each block. */
  thresholds: z.array(z.strictObject({ threshold: z.number(), blocks })).optional(),
  sigma: z.strictObject({ x: deviation, y: deviation, z: deviation }).optional(),
  /** RMSE over the bound of lone emitters; see `crlbRatio`. */
  crlb: z.strictObject({ emitters: z.number(), lateral: z.number(), axial: z.number(), boundLateral: z.number(), boundAxial: z.number() }).nullable().optional(),
  /** Amplitude (nm) of the mean error over the phase in the pixel. */
  grid: z.strictObject({ x: amplitude, y: amplitude, variation: z.number(), chance: z.number() }).nullable().optional(),
  pairs: pair.optional(),
  /** See `lineTriples`. */
  triples: blocks.optional(),
  /** x, y, z (nm, whole numbers) of the detections and of the truth, one after another, for pictures. */
  picture: pair.optional(),
  /** See `lineBlocks` and `profile`. */
  lines: z.strictObject({ distance: z.number(), angle_deg: z.number(), blocks, profile: pair }).optional(),
})
export type MovieResult = z.output<typeof movieResultSchema>

export const networkResultSchema = z.strictObject({
  schema: z.literal(1),
  study: z.string(),
  level: z.string(),
  arm: z.string(),
  seed: z.number(),
  /** Targets trained, and whether the training ended there (a milestone is an average of weights on the way). */
  targets: z.number(),
  final: z.boolean(),
  sha256: z.string(),
  /** The training's configuration. */
  config: z.looseObject({}),
  /** Device, versions and time of the training. */
  training: z.looseObject({ seconds: z.number(), device: z.string(), torch: z.string(), date: z.string() }),
  validation: z.strictObject({
    threshold: z.number(),
    sweep: z.array(z.strictObject({ threshold: z.number(), efficiency3d: z.number().nullable() })),
  }),
  movies: z.array(movieResultSchema),
  /** Of the scoring. */
  machine: z.strictObject({ cpu: z.string(), platform: z.string(), node: z.string(), onnxruntime: z.string(), structloc: z.string(), date: z.string() }),
})
export type NetworkResult = z.output<typeof networkResultSchema>

/** A network's name within its level. */
export function networkName({ arm, seed, targets }: Pick<NetworkResult, 'arm' | 'seed' | 'targets'>): string {
  return `${arm}-${seed}-${targets}`
}
