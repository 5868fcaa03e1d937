// Mitochondria-like tubes: wide, winding tubes of finite length with round ends, molecules uniform over their surface (as an outer
// membrane protein such as TOM20 shows them). The centreline is a worm-like chain smoothed over the tube's width, since a wide
// tube cannot turn sharply.
import { z } from 'zod'
import { widened, type Box, type Vector } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import { Cloud, refuseTooMany } from './cloud.ts'
import { along, difference, directionNearPlane, dot, perpendiculars, pointIn, randomDirection, unit } from './directions.ts'
import { STEP, walk } from './filaments.ts'
import { rangeWithin } from './range.ts'
import type { StructureKind } from './sampling.ts'

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

/** A centreline: points in order, and whether the tube ends with its first and its last (or goes on outside the domain). */
interface Centreline { points: Vector[]; ends: readonly [boolean, boolean] }

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

/** Adds the molecules of a tube of radius `radius` around a centreline. */
function addTube(cloud: Cloud, { points, ends }: Centreline, radius: number, given: Parameters, random: Random): void {
  const last = points.length - 1
  if (last < 1) return
  const tangents = points.map((_, i) => unit(difference(points[Math.min(i + 1, last)], points[Math.max(i - 1, 0)])))
  // A bent tube has more surface on the outer side of a bend, in proportion to the length of a step there. Places are drawn as
  // if all steps were as long as the longest, and kept in proportion to their own length.
  const longest = points.slice(1).reduce((most, point, i) =>
    Math.max(most, Math.hypot(...difference(point, points[i])) + radius * Math.hypot(...difference(tangents[i + 1], tangents[i]))), 0)
  const side = last * 2 * Math.PI * radius * longest
  const caps = [0, last].filter((_, end) => ends[end])
  const cap = 2 * Math.PI * radius ** 2
  const area = side + caps.length * cap
  for (let left = random.poisson((given.seeds_perUm2 * area) / 1e6); left > 0; left--) {
    const r = radius + given.thickness * random.normal()
    const chosen = random.uniform() * area
    if (chosen < side) {
      const place = onSide(points, tangents, radius, r, longest, random)
      if (place) cloud.add(...place)
    } else {
      const end = caps[Math.min(Math.floor((chosen - side) / cap), caps.length - 1)]
      const direction = randomDirection(random)
      const outwards = dot(direction, tangents[end]) > 0 === (end > 0) ? r : -r
      cloud.add(...along(points[end], [outwards, direction]))
    }
  }
}

/** A place on the tube's side at the distance `r`, uniform by the area at `radius`; undefined where chance leaves one out. */
function onSide(points: readonly Vector[], tangents: readonly Vector[], radius: number, r: number, longest: number, random: Random): Vector | undefined {
  const i = random.integer(points.length - 1)
  const t = random.uniform()
  const step = difference(points[i + 1], points[i])
  const tangent = unit(along([0, 0, 0], [1 - t, tangents[i]], [t, tangents[i + 1]]))
  const [u, v] = perpendiculars(tangent)
  const angle = random.between(0, 2 * Math.PI)
  const outwards = along([0, 0, 0], [Math.cos(angle), u], [Math.sin(angle), v])
  const length = Math.hypot(...step) + radius * dot(difference(tangents[i + 1], tangents[i]), outwards)
  if (random.uniform() * longest > length) return undefined
  return along(points[i], [t, step], [r, outwards])
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
        addTube(cloud, randomCentreline(given, radius, near, domain, random), radius, given, random)
      }
      return cloud.structure()
    }
  },
}
