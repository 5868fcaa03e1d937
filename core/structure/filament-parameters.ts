// Parameters that kinds made of single bent filaments share.
import { z } from 'zod'
import { rangeWithin } from './range.ts'

export const filament = {
  /** nm; what reaches out of the domain is cut off. */
  length: rangeWithin(10, 1e6).default([3000, 8000]),
  /** One over the radius of the circle to which a filament is bent in the plane of its neighbours, per µm; 0: straight. */
  curvature_perUm: rangeWithin(0, 10).default([0, 0.2]),
  /** Largest angle between a filament's middle and the focal plane, degrees. */
  inclination_deg: z.number().min(0).max(90).default(20),
  tubeRadius: z.number().min(0).max(1e4).default(12),
  /** Seeds per µm of filament; their number is Poisson. */
  seeds_perUm: z.number().positive().default(500),
} satisfies Record<string, z.ZodType>
