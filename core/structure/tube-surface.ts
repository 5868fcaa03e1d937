// The surface of a wide tube: molecules uniform over its side and its round ends.
import type { Vector } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import type { Cloud } from './cloud.ts'
import { along, difference, dot, perpendiculars, randomDirection, unit } from './directions.ts'

/** Points in order, and whether the tube ends with its first and its last (or goes on outside the domain). */
export interface Centreline { points: readonly Vector[]; ends: readonly [boolean, boolean] }

interface Surface {
  /** nm */
  radius: number
  seeds_perUm2: number
  /** Standard deviation of the molecules' distance from the surface, nm. */
  thickness: number
}

/** Adds molecules of a tube around a centreline, in Poisson numbers. */
export function addTubeSurface(cloud: Cloud, { points, ends }: Centreline, { radius, seeds_perUm2, thickness }: Surface, random: Random): void {
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
  for (let left = random.poisson((seeds_perUm2 * area) / 1e6); left > 0; left--) {
    const r = radius + thickness * random.normal()
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
  const length = Math.hypot(...step) - radius * dot(difference(tangents[i + 1], tangents[i]), outwards)
  if (random.uniform() * longest > length) return undefined
  return along(points[i], [t, step], [r, outwards])
}
