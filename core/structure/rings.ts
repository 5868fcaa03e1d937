// Rings of random size and orientation (as nuclear pores and clathrin pits look from far).
import { z } from 'zod'
import { positions, type Vector } from '../geometry.ts'
import { along, perpendiculars, randomDirection } from './directions.ts'
import type { StructureKind } from './sampling.ts'
import { fromSeeds, inside } from './seeds.ts'

const parameters = z.strictObject({
  /** Rings per µm² of the domain's area. */
  density_perUm2: z.number().positive().default(0.6),
  /** nm, smallest and largest. */
  radius: z.tuple([z.number().positive(), z.number().positive()]).default([150, 500]),
  seeds: z.number().int().positive().default(400),
  /** Standard deviation of the seeds around the ring in each direction, nm. */
  thickness: z.number().min(0).default(8),
})

export const rings: StructureKind<z.infer<typeof parameters>> = {
  name: 'rings',
  title: 'Rings',
  parameters,
  sketch: (given) => ({ ...given, seeds: 20 }),
  prepare: (given, domain) => (random) => {
    const r = given.radius[1]
    const width = domain.x[1] - domain.x[0] + 2 * r
    const height = domain.y[1] - domain.y[0] + 2 * r
    const count = Math.max(1, Math.round((given.density_perUm2 * width * height) / 1e6))
    const seeds = positions(count * given.seeds)
    for (let ring = 0; ring < count; ring++) {
      const centre: Vector = [random.between(domain.x[0] - r, domain.x[1] + r), random.between(domain.y[0] - r, domain.y[1] + r), random.between(...domain.z)]
      const [u, v] = perpendiculars(randomDirection(random))
      const radius = random.between(...given.radius)
      for (let i = 0; i < given.seeds; i++) {
        const angle = random.between(0, 2 * Math.PI)
        const place = along(centre, [radius * Math.cos(angle), u], [radius * Math.sin(angle), v])
        const at = ring * given.seeds + i
        seeds.x[at] = place[0] + given.thickness * random.normal()
        seeds.y[at] = place[1] + given.thickness * random.normal()
        seeds.z[at] = place[2] + given.thickness * random.normal()
      }
    }
    return fromSeeds(inside(seeds, domain))
  },
}
