// Nuclear pores in an envelope: pairs of eight-fold rings in a part of a large sphere. The defaults are those of Nup96 (Thevathasan
// et al., Nature Methods 16, 1045, 2019): rings of 107 nm diameter 50 nm apart, two copies at each of eight corners and in each
// ring, 12 nm from one another.
import { z } from 'zod'
import { contains, extent, widened, type Vector } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import { Cloud, refuseTooMany } from './cloud.ts'
import { along, perpendiculars, pointIn } from './directions.ts'
import { rangeWithin } from './range.ts'
import type { StructureKind } from './sampling.ts'

const CORNERS = 8
/** Tries at a place for a pore that keeps its distance to the others. */
const TRIES = 20

const parameters = z.strictObject({
  /** Pores per µm² of envelope: fewer where `spacing` leaves no place. */
  density_perUm2: z.number().positive().default(6),
  /** Smallest distance of two pores' centres, nm. */
  spacing: z.number().min(0).max(1e5).default(140),
  /** Radius of the envelope, nm. */
  envelopeRadius: rangeWithin(200, 1e7).default([4000, 10000]),
  /** Largest angle between the envelope and the focal plane at a random point of the domain through which it runs, degrees. */
  tilt_deg: z.number().min(0).max(90).default(30),
  /** Diameter of the rings, nm. */
  diameter: rangeWithin(1, 1e4).default([107, 107]),
  /** Distance of the two rings, nm. */
  ringDistance: rangeWithin(0, 1e4).default([50, 50]),
  /** Molecules at a corner of a ring. */
  copies: z.number().int().positive().max(1000).default(2),
  /** Distance of neighbouring copies along the ring, nm. */
  copyDistance: z.number().min(0).max(1e4).default(12),
  /** Probability that a molecule carries a label. */
  labelled: z.number().positive().max(1).default(0.7),
  /** Standard deviation of a label's place in each direction, nm. */
  thickness: z.number().min(0).max(1e4).default(4),
})
type Parameters = z.infer<typeof parameters>

/** Adds the labels of a pore around `centre` whose axis is the unit vector `axis`. */
function addPore(cloud: Cloud, centre: Vector, axis: Vector, given: Parameters, random: Random): void {
  const [u, v] = perpendiculars(axis)
  const radius = random.between(...given.diameter) / 2
  const height = random.between(...given.ringDistance) / 2
  const phase = random.between(0, 2 * Math.PI)
  const jitter = (): number => given.thickness * random.normal()
  for (const side of [-height, height]) {
    for (let corner = 0; corner < CORNERS; corner++) {
      for (let copy = 0; copy < given.copies; copy++) {
        if (random.uniform() >= given.labelled) continue
        const angle = phase + (2 * Math.PI * corner) / CORNERS + ((copy - (given.copies - 1) / 2) * given.copyDistance) / radius
        const [x, y, z] = along(centre, [radius * Math.cos(angle), u], [radius * Math.sin(angle), v], [side, axis])
        cloud.add(x + jitter(), y + jitter(), z + jitter())
      }
    }
  }
}

/** Whether places keep a distance of `spacing` from each other, asked one by one; cells of that size make it quick. */
function keeping(spacing: number): (place: Vector) => boolean {
  const cells = new Map<string, Vector[]>()
  const cell = (value: number): number => Math.floor(value / spacing)
  return (place) => {
    if (spacing === 0) return true
    const [a, b, c] = place.map(cell)
    for (let i = a - 1; i <= a + 1; i++) {
      for (let j = b - 1; j <= b + 1; j++) {
        for (let k = c - 1; k <= c + 1; k++) {
          for (const other of cells.get(`${i},${j},${k}`) ?? []) {
            if (Math.hypot(other[0] - place[0], other[1] - place[1], other[2] - place[2]) < spacing) return false
          }
        }
      }
    }
    const key = `${a},${b},${c}`
    const own = cells.get(key)
    if (own) own.push(place)
    else cells.set(key, [place])
    return true
  }
}

export const nuclearPores: StructureKind<Parameters> = {
  name: 'nuclear-pores',
  title: 'Nuclear pores in an envelope',
  parameters,
  sketch: (given) => ({ ...given, density_perUm2: given.density_perUm2 / 5, spacing: 0 }),
  prepare(given, domain) {
    const size = Math.hypot(given.diameter[1], given.ringDistance[1]) + 5 * given.thickness
    const near = widened(domain, size, size)
    // Every point of the domain is within this distance of any other.
    const reach = Math.hypot(...extent(near))
    // The part of a sphere within the distance d of one of its points has the area π·d², the whole sphere 4π·R².
    const area_um2 = (radius: number): number => (Math.PI * Math.min(reach, 2 * radius) ** 2) / 1e6
    refuseTooMany('nuclear-pores', given.density_perUm2 * area_um2(given.envelopeRadius[1]) * given.copies, 'pores and copies', domain)
    return (random) => {
      const cloud = new Cloud(domain)
      const anchor = pointIn(domain, random)
      const radius = random.between(...given.envelopeRadius)
      const outwards = steep(given.tilt_deg, random)
      const [u, v] = perpendiculars(outwards)
      const centre = along(anchor, [-radius, outwards])
      const free = keeping(given.spacing)
      const share = Math.min(reach / (2 * radius), 1) ** 2
      const place = (): [Vector, Vector] => {
        // Uniform over the part of the sphere around the anchor: 1 − cos θ is uniform.
        const down = 2 * share * random.uniform()
        const aside = Math.sqrt(down * (2 - down))
        const angle = random.between(0, 2 * Math.PI)
        const axis = along([0, 0, 0], [1 - down, outwards], [aside * Math.cos(angle), u], [aside * Math.sin(angle), v])
        return [along(centre, [radius, axis]), axis]
      }
      for (let left = Math.max(1, random.poisson(given.density_perUm2 * area_um2(radius))); left > 0; left--) {
        // A pore near the domain that comes too close to another is put elsewhere near the domain.
        for (let tries = 0; tries < TRIES; tries++) {
          const [at, axis] = place()
          const isNear = contains(near, ...at)
          if (!isNear && tries === 0) break
          if (!isNear || !free(at)) continue
          addPore(cloud, at, axis, given, random)
          break
        }
      }
      return cloud.structure()
    }
  },
}

/** A uniform direction at most `most_deg` from the optical axis, up or down. */
function steep(most_deg: number, random: Random): Vector {
  const z = random.between(Math.cos((most_deg * Math.PI) / 180), 1)
  const angle = random.between(0, 2 * Math.PI)
  const r = Math.sqrt(1 - z * z)
  return [r * Math.cos(angle), r * Math.sin(angle), random.uniform() < 0.5 ? z : -z]
}
