// The model card: what a network is for, how it came about, how well it does. Stored as model.json beside model.onnx.
import { z } from 'zod'
import { acquisitionSchema } from '../simulation/acquisition.ts'

export const decodingSchema = z.strictObject({
  /**
   * 'merge' joins pixels by predicted position; 'peaks' is DECODE's classical local-maximum picking. 'amplitude' is LUENN's: spots
   * of the amplitude, with depth from their angle.
   */
  method: z.enum(['merge', 'peaks', 'amplitude']).default('merge'),
  /** Least summed probability of a detection; of LUENN's, its share of a label's whole spot. */
  threshold: z.number().min(0).max(2).default(0.45),
})
export type Decoding = z.infer<typeof decodingSchema>

/** Scores at a stated density on a stated movie; lengths nm, shares 0 … 1, efficiencies in %. */
export const scoreEntrySchema = z.strictObject({
  movie: z.string(),
  density: z.string(),
  jaccard: z.number(), rmseLateral: z.number().nullable(), rmseAxial: z.number().nullable(), rmseVolumetric: z.number().nullable(),
  efficiency3d: z.number().nullable(),
  emitters: z.number().int(),
})

const networkFacts = {
  size: z.string(),
  parameters: z.number().int(),
  macPerPixel: z.number(),
  /** Frame height and width fed to the network must be multiples of this. */
  multiple: z.number().int().positive(),
  /** Pixels beyond this distance cannot change a pixel's output. */
  halo_px: z.number().int().nonnegative(),
}

const architectureSchema = z.discriminatedUnion('name', [
  /** Ten values a pixel (core/model/maps.ts) from three frames. */
  z.strictObject({ name: z.literal('gmm'), ...networkFacts }),
  /** Two values a label pixel (core/model/luenn) from one frame. */
  z.strictObject({
    name: z.literal('luenn'), ...networkFacts,
    /** Label pixels a camera pixel, along each axis. */
    upsampling: z.number().int().positive(),
    /** σ of a label's spots, label pixels. */
    spotSigma: z.number().positive(),
    /** Where the table's uncertainties come from: the network has none, they are the Cramér-Rao bounds at the place found. */
    uncertainty: z.literal('crlb'),
  }),
])
export type Architecture = z.infer<typeof architectureSchema>

export const cardSchema = z.strictObject({
  schema: z.literal(1),
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  description: z.string().default(''),
  architecture: architectureSchema,
  acquisition: acquisitionSchema,
  /** The sampling specification as given to the registry. */
  sampling: z.looseObject({ kind: z.string() }),
  /** Emitters per µm² and frame in training, [lowest, highest]. */
  density_perUm2: z.tuple([z.number(), z.number()]),
  decoding: decodingSchema,
  training: z.strictObject({
    seed: z.number().int(),
    initialSeed: z.number().int(),
    /** The model whose weights were the first ones, and the targets it had been trained on; absent where they were random. */
    startedFrom: z.strictObject({ id: z.string(), sha256: z.string(), targets: z.number().int() }).optional(),
    targets: z.number().int(),
    seconds: z.number(),
    device: z.string(),
    torch: z.string(),
    date: z.string(),
    /** Validation loss of the exported state; null where the training was stopped before it was measured. */
    finalLoss: z.number().nullable(),
    /** Training curve: targets seen, validation loss and simple validation scores. */
    curve: z.array(z.strictObject({ targets: z.number(), loss: z.number(), jaccard: z.number().nullable(), rmseLateral: z.number().nullable(), rmseAxial: z.number().nullable() })),
  }),
  scores: z.array(scoreEntrySchema).default([]),
  /** Where it is known to fail or mislead, a measured sentence each. */
  knownFailures: z.array(z.string()).default([]),
  /** sha256 of model.onnx, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
})
export type ModelCard = z.infer<typeof cardSchema>
