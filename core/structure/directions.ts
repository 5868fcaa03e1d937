// Random directions and the frames of reference that curves and rings need.
import type { Box, Vector } from '../geometry.ts'
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

/**
 * Uniform among the directions that rise or fall at most `most_deg` (0 … 90) from the focal plane; with 90 on the whole sphere.
 */
export function directionNearPlane(most_deg: number, random: Random): Vector {
  const limit = Math.sin((most_deg * Math.PI) / 180)
  const z = random.between(-limit, limit)
  const angle = random.between(0, 2 * Math.PI)
  const r = Math.sqrt(1 - z * z)
  return [r * Math.cos(angle), r * Math.sin(angle), z]
}

/** A uniform point of the box. */
export function pointIn({ x, y, z }: Box, random: Random): Vector {
  return [random.between(...x), random.between(...y), random.between(...z)]
}

export function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]]
}

/** The unit vector perpendicular to the unit vector `axis` that is closest to the optical axis (+z). */
export function upright(axis: Vector): Vector {
  const length = Math.hypot(axis[0], axis[1])
  if (length < 1e-6) return perpendiculars(axis)[0]
  return [(-axis[2] * axis[0]) / length, (-axis[2] * axis[1]) / length, length]
}

export function difference(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
}

/** The vector at length 1. */
export function unit(vector: Vector): Vector {
  const length = Math.hypot(...vector)
  return [vector[0] / length, vector[1] / length, vector[2] / length]
}
