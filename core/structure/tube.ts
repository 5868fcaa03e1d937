// Seeds on a tube around a centreline, shared by all kinds that are made of filaments.
import type { Vector } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import { along, perpendiculars } from './directions.ts'

/**
 * Exponent of the radial law r = R·u^k: k = 0 is a wall, k = 1/2 a filled disc. With 0.352 the median is 0.783·R, so that
 * R = 12 nm gives the 9.4 nm measured on the challenge's microtubules (MT0).
 */
const RADIAL_EXPONENT = 0.352

/** Distance of a seed from the centreline of a tube of radius `radius`. */
export function onCrossSection(radius: number, random: Random): number {
  return radius * random.uniform() ** RADIAL_EXPONENT
}

/** A seed at a random place of the cross-section of a tube of radius `radius` around a point of its centreline. */
export function onTube(centre: Vector, tangent: Vector, radius: number, random: Random): Vector {
  const [u, v] = perpendiculars(tangent)
  const r = onCrossSection(radius, random)
  const angle = random.between(0, 2 * Math.PI)
  return along(centre, [r * Math.cos(angle), u], [r * Math.sin(angle), v])
}
