// A mesh like cortical actin: thin filaments of finite length in all directions, laid on a gently undulating sheet. In a plane,
// random lines of total length λ per area cross a line on average every π/(2λ) (Stoyan, Kendall and Mecke, Stochastic Geometry and
// its Applications, 1995); that distance is the mesh size, and λ follows from it.
import { z } from 'zod'
import { widened } from '../geometry.ts'
import { onArc } from './arc.ts'
import { Cloud, fieldArea_um2, refuseTooMany } from './cloud.ts'
import { pointIn } from './directions.ts'
import { randomHeightField, undulating } from './height-field.ts'
import { rangeWithin } from './range.ts'
import type { StructureKind } from './sampling.ts'
import { onCrossSection } from './tube.ts'

const parameters = z.strictObject({
  /** Mean distance along a filament from one crossing (in projection) to the next, nm; one value a structure. */
  meshSize: rangeWithin(1, 1e6).default([150, 500]),
  /** nm */
  length: rangeWithin(10, 1e5).default([500, 2000]),
  /** nm; a filament is an arc with as much bend in all as a worm-like chain in a plane has on average. */
  persistence: z.number().min(100).default(10000),
  ...undulating,
  /** Filaments run at a constant height within half of this above or below the sheet, nm. */
  layer: z.number().min(0).max(1e5).default(100),
  tubeRadius: z.number().min(0).max(1e4).default(4),
  /** Seeds per µm of filament; their number is Poisson. */
  seeds_perUm: z.number().positive().default(40),
})

export const actinMesh: StructureKind<z.infer<typeof parameters>> = {
  name: 'actin-mesh',
  title: 'Actin-like mesh',
  parameters,
  sketch: (given) => ({ ...given, seeds_perUm: given.seeds_perUm / 20 }),
  prepare(given, domain) {
    const near = widened(domain, given.length[1] / 2, 0)
    const area_um2 = fieldArea_um2(near)
    const length = (given.length[0] + given.length[1]) / 2
    /** Filaments for a mesh size, both in nm. */
    const filamentsFor = (meshSize: number): number => ((Math.PI / (2 * meshSize)) * area_um2 * 1e6) / length
    refuseTooMany('actin-mesh', filamentsFor(given.meshSize[0]) * Math.max(1, (given.length[1] * given.seeds_perUm) / 1000), 'filaments and molecules', domain)
    return (random) => {
      const cloud = new Cloud(domain)
      const surface = randomHeightField(given, domain, random)
      for (let left = random.poisson(filamentsFor(random.between(...given.meshSize))); left > 0; left--) {
        const [x, y] = pointIn(near, random)
        const own = random.between(...given.length)
        const angle = random.between(0, 2 * Math.PI)
        const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
        // The angle between the ends of a chain in a plane has the variance length / persistence.
        const curvature = random.normal() / Math.sqrt(given.persistence * own)
        const above = given.layer * (random.uniform() - 0.5)
        const arc = { origin: [x, y, 0], tangent: [cos, sin, 0], normal: [-sin, cos, 0], binormal: [0, 0, 1], curvature } as const
        for (let seeds = random.poisson((own * given.seeds_perUm) / 1000); seeds > 0; seeds--) {
          const r = onCrossSection(given.tubeRadius, random)
          const around = random.between(0, 2 * Math.PI)
          const place = onArc(arc, own * (random.uniform() - 0.5), r * Math.cos(around), r * Math.sin(around))
          if (place[0] < domain.x[0] || place[0] >= domain.x[1] || place[1] < domain.y[0] || place[1] >= domain.y[1]) continue
          cloud.add(place[0], place[1], surface.height(place[0], place[1]) + above + place[2])
        }
      }
      return cloud.structure()
    }
  },
}
