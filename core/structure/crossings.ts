// Pairs of filaments that cross at an angle: where a network that was trained on single lines may merge or bend them.
import { z } from 'zod'
import { bend, moleculeOnArc, type Arc } from './arc.ts'
import { Cloud, refuseTooMany } from './cloud.ts'
import { along, cross, directionNearPlane, pointIn, upright } from './directions.ts'
import { filament } from './filament-parameters.ts'
import { rangeWithin } from './range.ts'
import type { StructureKind } from './sampling.ts'

const parameters = z.strictObject({
  /** Crossings in the domain. */
  pairs: z.number().int().positive().max(100000).default(2),
  /** Angle at which the two cross, degrees. */
  angle_deg: rangeWithin(0, 90).default([10, 90]),
  /** Distance of the centrelines where they cross, nm: one passes above the other. */
  gap: rangeWithin(0, 1e5).default([0, 50]),
  ...filament,
})

export const crossings: StructureKind<z.infer<typeof parameters>> = {
  name: 'crossings',
  title: 'Crossing filaments',
  parameters,
  sketch: (given) => ({ ...given, seeds_perUm: given.seeds_perUm / 20 }),
  prepare(given, domain) {
    refuseTooMany('crossings', 2 * given.pairs * Math.max(1, (given.length[1] * given.seeds_perUm) / 1000), 'molecules', domain)
    return (random) => {
      const cloud = new Cloud(domain)
      for (let pair = 0; pair < given.pairs; pair++) {
        const centre = pointIn(domain, random)
        const first = directionNearPlane(given.inclination_deg, random)
        const above = upright(first)
        const aside = cross(above, first)
        const angle = (random.between(...given.angle_deg) * Math.PI) / 180
        const gap = random.between(...given.gap)
        const second = along([0, 0, 0], [Math.cos(angle), first], [Math.sin(angle), aside])
        for (const [tangent, height] of [[first, -gap / 2], [second, gap / 2]] as const) {
          const arc: Arc = { origin: along(centre, [height, above]), tangent, normal: cross(above, tangent), binormal: above, curvature: bend(given.curvature_perUm, random) }
          const length = random.between(...given.length)
          for (let left = random.poisson((length * given.seeds_perUm) / 1000); left > 0; left--) {
            cloud.add(...moleculeOnArc(arc, length * (random.uniform() - 0.5), 0, 0, given.tubeRadius, random))
          }
        }
      }
      return cloud.structure()
    }
  },
}
