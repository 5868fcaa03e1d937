// Bundles of filaments that run at a constant distance from each other: how close may two lines be before a network sees one?
import { z } from 'zod'
import type { Random } from '../random/random.ts'
import { bend, moleculeOnArc, type Arc } from './arc.ts'
import { Cloud, refuseTooMany } from './cloud.ts'
import { cross, directionNearPlane, pointIn, upright } from './directions.ts'
import { filament } from './filament-parameters.ts'
import { rangeWithin } from './range.ts'
import type { StructureKind } from './sampling.ts'

const parameters = z.strictObject({
  /** Bundles with their middle in the domain. */
  bundles: z.number().int().positive().max(100000).default(2),
  /** Filaments of a bundle, side by side. */
  filaments: z.number().int().min(2).max(1000).default(2),
  /** Distance of neighbouring centrelines, nm; equal values: the same everywhere. */
  distance: rangeWithin(0, 1e5).default([30, 200]),
  /** How neighbours lie to each other: at equal depth, one above the other, or at any angle. */
  separation: z.enum(['lateral', 'axial', 'any']).default('lateral'),
  ...filament,
})

export const parallelFilaments: StructureKind<z.infer<typeof parameters>> = {
  name: 'parallel-filaments',
  title: 'Parallel filaments',
  parameters,
  sketch: (given) => ({ ...given, seeds_perUm: given.seeds_perUm / 20 }),
  prepare(given, domain) {
    refuseTooMany('parallel-filaments', given.bundles * given.filaments * Math.max(1, (given.length[1] * given.seeds_perUm) / 1000), 'molecules', domain)
    const turn = { lateral: () => 0, axial: () => Math.PI / 2, any: (random: Random) => random.between(0, Math.PI) }[given.separation]
    return (random) => {
      const cloud = new Cloud(domain)
      for (let bundle = 0; bundle < given.bundles; bundle++) {
        const tangent = directionNearPlane(given.inclination_deg, random)
        const above = upright(tangent)
        const arc: Arc = { origin: pointIn(domain, random), tangent, normal: cross(above, tangent), binormal: above, curvature: bend(given.curvature_perUm, random) }
        const distance = random.between(...given.distance)
        const angle = turn(random)
        const length = random.between(...given.length)
        for (let filament = 0; filament < given.filaments; filament++) {
          const shift = distance * (filament - (given.filaments - 1) / 2)
          for (let left = random.poisson((length * given.seeds_perUm) / 1000); left > 0; left--) {
            cloud.add(...moleculeOnArc(arc, length * (random.uniform() - 0.5), shift * Math.cos(angle), shift * Math.sin(angle), given.tubeRadius, random))
          }
        }
      }
      return cloud.structure()
    }
  },
}
