// Vesicles: spherical shells with molecules uniform over their surface.
import { z } from 'zod'
import { widened } from '../geometry.ts'
import { Cloud, fieldArea_um2, refuseTooMany } from './cloud.ts'
import { pointIn, randomDirection } from './directions.ts'
import { rangeWithin } from './range.ts'
import type { StructureKind } from './sampling.ts'

const parameters = z.strictObject({
  /** Vesicles per µm² of the field (centres within the domain's depth). */
  density_perUm2: z.number().positive().default(0.8),
  /** nm */
  radius: rangeWithin(1, 1e5).default([60, 400]),
  /** Seeds per µm² of a vesicle's surface; their number is Poisson. */
  seeds_perUm2: z.number().positive().default(1000),
  /** Standard deviation of the seeds' distance from the shell, nm. */
  thickness: z.number().min(0).max(1e4).default(5),
})

export const vesicles: StructureKind<z.infer<typeof parameters>> = {
  name: 'vesicles',
  title: 'Vesicles',
  parameters,
  sketch: (given) => ({ ...given, seeds_perUm2: given.seeds_perUm2 / 10 }),
  prepare(given, domain) {
    const most = given.radius[1]
    const centres = widened(domain, most, 0)
    const expected = Math.max(1, given.density_perUm2 * fieldArea_um2(centres))
    refuseTooMany('vesicles', expected * Math.max(1, (4 * Math.PI * most ** 2 * given.seeds_perUm2) / 1e6), 'molecules', domain)
    return (random) => {
      const cloud = new Cloud(domain)
      const count = Math.max(1, random.poisson(given.density_perUm2 * fieldArea_um2(centres)))
      for (let vesicle = 0; vesicle < count; vesicle++) {
        const [x, y, z] = pointIn(centres, random)
        const radius = random.between(...given.radius)
        const seeds = random.poisson((4 * Math.PI * radius ** 2 * given.seeds_perUm2) / 1e6)
        for (let i = 0; i < seeds; i++) {
          const [u, v, w] = randomDirection(random)
          const r = radius + given.thickness * random.normal()
          cloud.add(x + r * u, y + r * v, z + r * w)
        }
      }
      return cloud.structure()
    }
  },
}
