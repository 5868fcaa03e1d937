// The engine's calls: what each takes, checked at the door. Lengths nm, frames counted from 0 in ranges [first, end).
import { z } from 'zod'
import { cameraSchema } from '../../core/camera/camera.ts'
import { acquisitionSchema } from '../../core/simulation/acquisition.ts'
import { trainingSchema } from '../../core/training/config.ts'
import type { JobKind } from './jobs.ts'
import { movieOpeningSchema } from './movie-opening.ts'

/** As long as the longest that a system takes. */
export const path = z.string().min(1).max(32_768)
const frameRange = z.strictObject({ first: z.number().int().nonnegative(), end: z.number().int().positive() })

/** `opening`: what of the file is the movie, where it holds more than one, or does not say how it is laid out. */
const movie = { movie: path, opening: movieOpeningSchema.optional() }

export const infoArgs = z.strictObject(movie)

export const providers = ['auto', 'cpu', 'webgpu', 'cuda', 'dml', 'coreml'] as const

export const densitySchema = z.union([
  z.strictObject({ perUm2: z.number().positive() }),
  z.strictObject({ emittersPerFrame: z.number().positive() }),
  z.strictObject({ nominal_perUm2: z.number().positive() }),
])

export const simulateArgs = z.strictObject({
  /** The movie to write. */
  out: path,
  /** The table of true emitters; beside the movie where absent. */
  truth: path.optional(),
  acquisition: acquisitionSchema,
  sampling: z.looseObject({ kind: z.string() }),
  density: densitySchema,
  width_px: z.number().int().min(8).max(4096),
  height_px: z.number().int().min(8).max(4096),
  frames: z.number().int().positive(),
  seed: z.number().int().nonnegative(),
  workers: z.number().int().positive().optional(),
})

export const localizeArgs = z.strictObject({
  ...movie,
  /** Id of a shipped or own model, or a model folder. */
  model: z.string().min(1),
  /** csv to write; an .arrow and a .json go beside it. */
  out: path,
  frames: frameRange.optional(),
  provider: z.enum(providers).default('auto'),
  /** In place of the movie's own and the model's. */
  camera: cameraSchema.optional(),
  /** nm; likewise. */
  pixelSize: z.number().positive().optional(),
  /** In place of the model's own. */
  threshold: z.number().min(0).max(2).optional(),
  /** Go on with the latest unfinished run of the workspace. */
  resume: z.boolean().default(false),
})

export const evaluateArgs = z.strictObject({
  localizations: path,
  truth: path,
  pixelSize: z.number().positive().optional(),
  width_px: z.number().positive().optional(),
  height_px: z.number().positive().optional(),
  /** Only these frames; those that were localized where absent and known, else all. */
  frames: frameRange.optional(),
  gate: z.number().positive().default(250),
  axialGate: z.number().positive().default(500),
  border: z.number().nonnegative().default(450),
  /** Emitters with fewer photons count neither as found nor as missed. */
  minimumPhotons: z.number().nonnegative().default(0),
  /** Take the mean offset off first: PSF models differ in their origin. */
  removeOffset: z.boolean().default(false),
})

export const trainArgs = z.strictObject({
  config: trainingSchema,
  /** The model's folder; one named after the configuration's id among the person's own models where absent. */
  out: path.optional(),
  minutes: z.number().positive().optional(),
  targets: z.number().int().positive().optional(),
  /**
   * Structures (a sampling) that the training is to be as crowded as, window by window: its densities are raised until the mean distances to the
   * nearest neighbour match. What a network trained on those structures does better than this one is due to structure.
   */
  crowdedAs: trainingSchema.shape.sampling.optional(),
  resume: z.boolean().default(false),
  threads: z.number().int().positive().default(1),
  workers: z.number().int().positive().default(1),
})

export const spikeInArgs = z.strictObject({
  ...movie,
  /** Ids of models or model folders: each runs over the frames as they are and over their copy with added emitters. */
  models: z.array(z.string().min(1)).min(1).max(4),
  /** The document of scores (.json) to write; the table of added emitters (.added.csv) and each model's table (.MODEL.csv) go beside it. */
  out: path,
  /** Also write the copy of these frames (.frames.tif) with its description; the tables then count frames as the copy does. */
  keepMovie: z.boolean().default(false),
  /** At most this many from the first on where absent: 200. */
  frames: frameRange.optional(),
  /** Added emitters per µm² and frame. */
  density_perUm2: z.number().positive().max(20).default(0.1),
  /** Where they are. */
  sampling: z.looseObject({ kind: z.string() }).default({ kind: 'csr' }),
  /** Added emitters have no other added one within this distance in the same frame, nm. */
  isolation: z.number().nonnegative().default(0),
  /** … and keep this distance from what the first model sees in the frames as they are, nm. */
  apart: z.number().nonnegative().default(0),
  /** PSF, photons and on-time; those the first model was trained with where absent. */
  acquisition: acquisitionSchema.optional(),
  /** In place of the movie's own and the model's. */
  camera: cameraSchema.optional(),
  pixelSize: z.number().positive().optional(),
  threshold: z.number().min(0).max(2).optional(),
  provider: z.enum(providers).default('auto'),
  seed: z.number().int().nonnegative().default(1),
  gate: z.number().positive().default(250),
  axialGate: z.number().positive().default(500),
  border: z.number().nonnegative().default(450),
  /** Added emitters with fewer photons count neither as found nor as missed. */
  minimumPhotons: z.number().nonnegative().default(200),
})

/** A PSF from a stack of beads. */
export const calibrateArgs = z.strictObject({
  stack: path,
  /** What of the file is the stack, where it holds several channels or positions, or has no header. */
  opening: movieOpeningSchema.optional(),
  /** The PSF (.json) to write; its report, the fitted Gaussian and the pictures go beside it. Nothing is written where absent. */
  out: path.optional(),
  /** SMAP's calibration (_3dcal.mat) to write besides. */
  smap: path.optional(),
  /** A table of the beads' true places (x, y in nm, photons where known); found in the stack where absent. */
  positions: path.optional(),
  pixelSize: z.number().positive(),
  /** nm from plane to plane. */
  zStep: z.number(),
  /** The plane of z = 0, from 0; where the spot is round, or sharpest, where absent. */
  z0Plane: z.number().nonnegative().optional(),
  moved: z.enum(['stage', 'objective']).default('stage'),
  /** Depth that a step of one nanometre makes. */
  depthFactor: z.number().positive().max(3).default(1),
  /** Half-width of the window about a bead. */
  radius_px: z.number().int().min(4).max(40).default(13),
  camera: cameraSchema.optional(),
  /** For bounds over depth. */
  photons: z.number().positive().default(5000),
  background_photons: z.number().nonnegative().default(50),
})

/** Makes the trainer's Python environment. */
export const setupTrainerArgs = z.strictObject({})

/** What each kind of job takes. */
export const jobSchemas = {
  simulate: simulateArgs, localize: localizeArgs, evaluate: evaluateArgs, train: trainArgs, 'spike-in': spikeInArgs, calibrate: calibrateArgs, 'setup-trainer': setupTrainerArgs,
} satisfies Record<JobKind, z.ZodType>

export type CalibrateArgs = z.input<typeof calibrateArgs>
export type SpikeInArgs = z.input<typeof spikeInArgs>
export type SetupTrainerArgs = z.input<typeof setupTrainerArgs>
export type InfoArgs = z.input<typeof infoArgs>
export type SimulateArgs = z.input<typeof simulateArgs>
export type LocalizeArgs = z.input<typeof localizeArgs>
export type EvaluateArgs = z.input<typeof evaluateArgs>
export type TrainArgs = z.input<typeof trainArgs>
