// The engine's calls: what each takes, checked at the door. Lengths nm, frames counted from 0 in ranges [first, end).
import { z } from 'zod'
import { cameraSchema } from '../../core/camera/camera.ts'
import { acquisitionSchema } from '../../core/simulation/acquisition.ts'
import { trainingSchema } from '../../core/training/config.ts'

const path = z.string().min(1)
const frameRange = z.strictObject({ first: z.number().int().nonnegative(), end: z.number().int().positive() })

export const infoArgs = z.strictObject({ movie: path })

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
  movie: path,
  /** Id of a shipped or own model, or a model folder. */
  model: z.string().min(1),
  /** csv to write; an .arrow and a .json go beside it. */
  out: path,
  frames: frameRange.optional(),
  provider: z.enum(providers).default('auto'),
  /** In place of the movie's own and the model's. */
  camera: cameraSchema.optional(),
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
  /** The model's folder. */
  out: path,
  minutes: z.number().positive().optional(),
  targets: z.number().int().positive().optional(),
  resume: z.boolean().default(false),
  threads: z.number().int().positive().default(1),
  workers: z.number().int().positive().default(1),
})

export type InfoArgs = z.input<typeof infoArgs>
export type SimulateArgs = z.input<typeof simulateArgs>
export type LocalizeArgs = z.input<typeof localizeArgs>
export type EvaluateArgs = z.input<typeof evaluateArgs>
export type TrainArgs = z.input<typeof trainArgs>
