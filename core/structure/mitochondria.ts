// Mitochondria-like tubes: wide, winding tubes of finite length with round ends, molecules uniform over their surface (as an outer
// membrane protein such as TOM20 shows them). The centreline is a worm-like chain smoothed over the tube's width, since a wide
// tube cannot turn sharply.
import { z } from 'zod'
import { widened, type Box, type Vector } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import { Cloud, refuseTooMany } from './cloud.ts'
import { along, directionNearPlane, pointIn } from './directions.ts'
import { STEP, walk } from './filaments.ts'
import { rangeWithin } from './range.ts'
import type { StructureKind } from './sampling.ts'
import { addTubeSurface, type Centreline } from './tube-surface.ts'

const parameters = z.strictObject({
  /** Mitochondria with their middle in the domain. */
  tubes: z.number().int().positive().max(10000).default(3),
  /** nm */
  diameter: rangeWithin(1, 1e5).default([300, 500]),
  /** Length of the centreline, nm; longer ones end where they leave the domain. */
  length: rangeWithin(100, 1e6).default([1500, 6000]),
  /** nm; the direction's correlation along the centreline falls to 1/e over this length. */
  persistence: z.number().min(100).default(4000),
  /** Largest angle between a mitochondrion's middle and the focal plane, degrees. */
  inclination_deg: z.number().min(0).max(90).default(25),
  /** Seeds per µm² of surface; their number is Poisson. */
  seeds_perUm2: z.number().positive().default(600),
  /** Standard deviation of the seeds' distance from the surface, nm. */
  thickness: z.number().min(0).max(1e4).default(10),
})
type Parameters = z.infer<typeof parameters>

function randomCentreline(given: Parameters, radius: number, near: Box, domain: Box, random: Random): Centreline {
  const tangent = directionNearPlane(given.inclination_deg, random)
  const middle = { point: pointIn(domain, random), tangent }
  const steps = Math.max(1, Math.round(random.between(...given.length) / 2 / STEP)) + 1
  const forward = walk(middle, given.persistence, near, random, steps)
  const back = walk({ ...middle, tangent: [-tangent[0], -tangent[1], -tangent[2]] }, given.persistence, near, random, steps)
  const points = [...back.toReversed(), ...forward.slice(1)].map(({ point }) => point)
  const width = Math.ceil(radius / STEP)
  return { points: smoothed(smoothed(points, width), width), ends: [back.length === steps, forward.length === steps] }
}

/** Means over up to `half` points on either side; near the ends over as many as there are on both. */
function smoothed(points: readonly Vector[], half: number): Vector[] {
  return points.map((_, i) => {
    const reach = Math.min(half, i, points.length - 1 - i)
    let sum: Vector = [0, 0, 0]
    for (let k = i - reach; k <= i + reach; k++) sum = along(sum, [1 / (2 * reach + 1), points[k]])
    return sum
  })
}

export const mitochondria: StructureKind<Parameters> = {
  name: 'mitochondria',
  title: 'Mitochondria-like tubes',
  parameters,
  sketch: (given) => ({ ...given, seeds_perUm2: given.seeds_perUm2 / 20 }),
  prepare(given, domain) {
    const most = given.diameter[1] / 2
    const near = widened(domain, most, most)
    refuseTooMany('mitochondria', given.tubes * given.length[1] * Math.max(1 / STEP, (Math.PI * given.diameter[1] * given.seeds_perUm2) / 1e6), 'molecules and steps', domain)
    return (random) => {
      const cloud = new Cloud(domain)
      for (let tube = 0; tube < given.tubes; tube++) {
        const radius = random.between(...given.diameter) / 2
        addTubeSurface(cloud, randomCentreline(given, radius, near, domain, random), { ...given, radius }, random)
      }
      return cloud.structure()
    }
  },
}
