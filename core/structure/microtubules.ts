// Three helical microtubules that span the domain, 5,000 seeds each: the structures of structure-based training. The paper does
// not define its helix; ours is a centreline that winds around an axis of random direction and place with random radius and
// pitch, long enough to leave the domain on both sides, with seeds jittered over the tube's cross-section.
import { z } from 'zod'
import { contains, extent, positions, type Box, type Positions, type Vector } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import { along, perpendiculars, randomDirection } from './directions.ts'
import type { StructureKind } from './sampling.ts'
import { fromSeeds } from './seeds.ts'
import { onCrossSection } from './tube.ts'

const range = z.tuple([z.number().positive(), z.number().positive()])

const parameters = z.strictObject({
  tubes: z.number().int().positive().default(3),
  /** Seeds of a tube. */
  seeds: z.number().int().positive().default(5000),
  tubeRadius: z.number().min(0).default(12),
  /** Distance of the centreline from its axis, nm. */
  helixRadius: range.default([50, 600]),
  /** Advance along the axis in one turn, nm. */
  pitch: range.default([1500, 8000]),
})
type Parameters = z.infer<typeof parameters>

interface Helix { origin: Vector; axis: Vector; u: Vector; v: Vector; radius: number; turn: number; phase: number }

/** A random helix whose axis passes through a random point of the domain. */
export function randomHelix({ helixRadius, pitch }: Parameters, domain: Box, random: Random): Helix {
  const axis = randomDirection(random)
  const [u, v] = perpendiculars(axis)
  return {
    origin: [random.between(...domain.x), random.between(...domain.y), random.between(...domain.z)],
    axis, u, v,
    radius: random.between(...helixRadius),
    turn: (2 * Math.PI) / random.between(...pitch),
    phase: random.between(0, 2 * Math.PI),
  }
}

/** The centreline's point and unit tangent at `t` nm along the axis. */
export function onHelix(helix: Helix, t: number): { point: Vector; tangent: Vector } {
  const { origin, axis, u, v, radius, turn } = helix
  const angle = turn * t + helix.phase
  const [c, s] = [Math.cos(angle), Math.sin(angle)]
  const speed = 1 / Math.hypot(1, radius * turn)
  return {
    point: along(origin, [t, axis], [radius * c, u], [radius * s, v]),
    tangent: along([0, 0, 0], [speed, axis], [-speed * radius * turn * s, u], [speed * radius * turn * c, v]),
  }
}

/** Step along the axis by which the part of a tube inside the domain is found, nm. */
const STEP = 20
/** A tube with less than this inside the domain is drawn anew, nm along the axis. */
const SHORTEST = 100

/** Places along the axis, STEP nm apart, at which the centreline is inside the domain. */
function placesInside(helix: Helix, domain: Box): number[] {
  const { origin, axis, u, v, radius, turn, phase } = helix
  const half = Math.hypot(...extent(domain)) + radius
  const places: number[] = []
  for (let t = -half; t <= half; t += STEP) {
    const alongU = radius * Math.cos(turn * t + phase)
    const alongV = radius * Math.sin(turn * t + phase)
    const x = origin[0] + t * axis[0] + alongU * u[0] + alongV * v[0]
    const y = origin[1] + t * axis[1] + alongU * u[1] + alongV * v[1]
    const z = origin[2] + t * axis[2] + alongU * u[2] + alongV * v[2]
    if (contains(domain, x, y, z)) places.push(t)
  }
  return places
}

function fillTube(out: Positions, first: number, given: Parameters, domain: Box, random: Random): void {
  let helix = randomHelix(given, domain, random)
  let places = placesInside(helix, domain)
  while (places.length * STEP < SHORTEST) {
    helix = randomHelix(given, domain, random)
    places = placesInside(helix, domain)
  }
  const { axis, u, v, origin, radius, turn, phase } = helix
  const speed = 1 / Math.hypot(1, radius * turn)
  const forward = speed * radius * turn
  for (let placed = 0; placed < given.seeds;) {
    // The speed along a helix is constant: uniform in t is uniform in arc length.
    const t = places[random.integer(places.length)] + STEP * (random.uniform() - 0.5)
    const c = Math.cos(turn * t + phase)
    const s = Math.sin(turn * t + phase)
    const r = onCrossSection(given.tubeRadius, random)
    const angle = random.between(0, 2 * Math.PI)
    // The cross-section is spanned by the helix's normal (c, s in the plane of u and v) and binormal.
    const normal = radius + r * Math.cos(angle)
    const binormal = r * Math.sin(angle)
    const alongU = normal * c - binormal * speed * -s
    const alongV = normal * s - binormal * speed * c
    const alongAxis = t + binormal * forward
    const x = origin[0] + alongU * u[0] + alongV * v[0] + alongAxis * axis[0]
    const y = origin[1] + alongU * u[1] + alongV * v[1] + alongAxis * axis[1]
    const z = origin[2] + alongU * u[2] + alongV * v[2] + alongAxis * axis[2]
    if (!contains(domain, x, y, z)) continue
    out.x[first + placed] = x
    out.y[first + placed] = y
    out.z[first + placed] = z
    placed++
  }
}

export const microtubules: StructureKind<Parameters> = {
  name: 'microtubules',
  title: 'Helical microtubules',
  parameters,
  sketch: (given) => ({ ...given, seeds: 40 }),
  prepare: (given, domain) => (random) => {
    const seeds = positions(given.tubes * given.seeds)
    for (let tube = 0; tube < given.tubes; tube++) fillTube(seeds, tube * given.seeds, given, domain, random)
    return fromSeeds(seeds)
  },
}
