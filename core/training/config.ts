// A training: what `structloc train --config FILE` reads and what the trainer gets.
import { z } from 'zod'
import { acquisitionSchema } from '../simulation/acquisition.ts'

export const trainingSchema = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9.-]*$/),
  title: z.string(),
  description: z.string().default(''),
  /** Seed of the simulated stream. */
  seed: z.number().int().nonnegative(),
  /** Seed of the network's first weights: equal in arms that are compared. */
  initialSeed: z.number().int().nonnegative().default(1),
  /**
   * A model (its id or folder) of the same architecture and size whose weights are the first ones, in place of random ones: what it knows
   * of light and crowding need not be learned again. Arms that are compared start alike, so all of them or none.
   */
  startFrom: z.string().min(1).optional(),
  acquisition: acquisitionSchema,
  sampling: z.looseObject({ kind: z.string() }),
  /** Emitters per µm² and frame, [lowest, highest]; one value a window, uniform in its logarithm. */
  density_perUm2: z.tuple([z.number().positive(), z.number().positive()]),
  /**
   * Densities that take the place of the drawn ones: [drawn, taken] in rising order, between them straight in logarithms. So
   * complete spatial randomness can be as crowded, window by window, as structures of the drawn density.
   */
  densityMap: z.array(z.tuple([z.number().positive(), z.number().positive()])).min(2).optional(),
  /** Crop width and height, px. */
  crop_px: z.number().int().positive().default(40),
  /** Target frames of a window; it has two more, which 'gmm' sees. */
  window: z.number().int().positive().default(6),
  /** 'gmm': mixture of Gaussians over three frames (DECODE's head); 'luenn': amplitude and angle from one frame. */
  network: z.strictObject({ architecture: z.enum(['gmm', 'luenn']).default('gmm'), size: z.enum(['tiny', 'small', 'full']) }),
  optimization: z.strictObject({
    /** Target frames in all. */
    targets: z.number().int().positive(),
    batchWindows: z.number().int().positive().default(3),
    learningRate: z.number().positive().default(2e-3),
    /** Share of the steps at the end over which the learning rate falls to zero. */
    decay: z.number().min(0).max(1).default(0.4),
    /** Emitters with fewer photons are no targets. */
    minimumPhotons: z.number().min(0).default(100),
    /** Targets at which the averaged weights are exported to milestones/TARGETS, for scores over the length of a training. */
    milestones: z.array(z.number().int().positive()).default([]),
  }),
  validation: z.strictObject({
    windows: z.number().int().positive().default(32),
    everyTargets: z.number().int().positive().default(10000),
    /**
     * Which of the detection thresholds that are equally good by 3D efficiency is taken: the lowest, which finds more, where nothing is said; the
     * highest, whose localizations are more precise.
     */
    threshold: z.enum(['lowest', 'highest']).optional(),
  }).prefault({}),
})
export type TrainingConfig = z.infer<typeof trainingSchema>
