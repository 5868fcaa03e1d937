// Random directions and the frames of reference that curves and rings need.
import type { Vector } from '../geometry.ts'
import type { Random } from '../random/random.ts'

/** Uniform on the unit sphere. */
export function randomDirection(random: Random): Vector {
  const z = random.between(-1, 1)
  const angle = random.between(0, 2 * Math.PI)
  const r = Math.sqrt(1 - z * z)
  return [r * Math.cos(angle), r * Math.sin(angle), z]
}

/** Two unit vectors perpendicular to the unit vector `axis` and to each other. */
export function perpendiculars(axis: Vector): [Vector, Vector] {
  const [x, y, z] = axis
  // Duff et al., Building an orthonormal basis, revisited (2017).
  const sign = z >= 0 ? 1 : -1
  const a = -1 / (sign + z)
  const b = x * y * a
  return [[1 + sign * x * x * a, sign * b, -sign * x], [b, sign + y * y * a, -y]]
}

/** origin + Σ factor · vector. */
export function along(origin: Vector, ...terms: (readonly [number, Vector])[]): Vector {
  const out: [number, number, number] = [...origin]
  for (const [factor, vector] of terms) for (let k = 0; k < 3; k++) out[k] += factor * vector[k]
  return out
}
