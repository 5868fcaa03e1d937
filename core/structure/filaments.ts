// Smooth random filaments: worm-like chains (Kratky and Porod) that start in the domain and run until they leave it at both ends.
import { z } from 'zod'
import { contains, positions, type Box, type Vector } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import { along, perpendiculars, randomDirection } from './directions.ts'
import type { StructureKind } from './sampling.ts'
import { fromSeeds, inside } from './seeds.ts'
import { onTube } from './tube.ts'

const parameters = z.strictObject({
  filaments: z.number().int().positive().default(6),
  seeds: z.number().int().positive().default(2000),
  /** nm; the direction's correlation along the filament falls to 1/e over this length. */
  persistence: z.number().positive().default(4000),
  tubeRadius: z.number().min(0).default(12),
})
type Parameters = z.infer<typeof parameters>

/** Distance of neighbouring nodes, nm. */
export const STEP = 40
const MOST_STEPS = 5000

export interface Node { point: Vector; tangent: Vector }

/** One half of a chain: from a node on until it leaves the domain, or for `most` nodes. */
export function walk(start: Node, persistence: number, domain: Box, random: Random, most = MOST_STEPS): Node[] {
  // In 3D ⟨t(0)·t(s)⟩ = e^(−s/P): each step bends by a normal angle of variance s/P in each perpendicular direction.
  const bend = Math.sqrt(STEP / persistence)
  const nodes: Node[] = []
  let { point, tangent } = start
  while (nodes.length < most && contains(domain, ...point)) {
    nodes.push({ point, tangent })
    const [u, v] = perpendiculars(tangent)
    const turned = along(tangent, [bend * random.normal(), u], [bend * random.normal(), v])
    const length = Math.hypot(...turned)
    tangent = [turned[0] / length, turned[1] / length, turned[2] / length]
    point = along(point, [STEP, tangent])
  }
  return nodes
}

/** The nodes of a chain through a random point of the domain, STEP nm apart. */
export function randomChain(persistence: number, domain: Box, random: Random): Node[] {
  const point: Vector = [random.between(...domain.x), random.between(...domain.y), random.between(...domain.z)]
  const tangent = randomDirection(random)
  const back: Vector = [-tangent[0], -tangent[1], -tangent[2]]
  const forward = walk({ point, tangent }, persistence, domain, random)
  return [...walk({ point, tangent: back }, persistence, domain, random).toReversed(), ...forward.slice(1)]
}

export const filaments: StructureKind<Parameters> = {
  name: 'filaments',
  title: 'Smooth filaments',
  parameters,
  sketch: (given) => ({ ...given, seeds: 20 }),
  prepare: (given, domain) => (random) => {
    const seeds = positions(given.filaments * given.seeds)
    for (let filament = 0; filament < given.filaments; filament++) {
      const nodes = randomChain(given.persistence, domain, random)
      for (let i = 0; i < given.seeds; i++) {
        const { point, tangent } = nodes[random.integer(nodes.length)]
        const place = onTube(along(point, [STEP * (random.uniform() - 0.5), tangent]), tangent, given.tubeRadius, random)
        const at = filament * given.seeds + i
        seeds.x[at] = place[0]
        seeds.y[at] = place[1]
        seeds.z[at] = place[2]
      }
    }
    return fromSeeds(inside(seeds, domain))
  },
}
