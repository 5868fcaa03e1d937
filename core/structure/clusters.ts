// Clusters: a Thomas process in three dimensions. Centres are completely random, molecules normally distributed around them;
// its pair correlation is 1 + exp(−r²/4σ²) / ((4πσ²)^(3/2) κ) with κ centres per volume (Illian et al., Statistical Analysis and
// Modelling of Spatial Point Patterns, 2008).
import { z } from 'zod'
import { widened } from '../geometry.ts'
import { Cloud, fieldArea_um2, refuseTooMany } from './cloud.ts'
import { pointIn } from './directions.ts'
import { rangeWithin } from './range.ts'
import type { StructureKind } from './sampling.ts'

const parameters = z.strictObject({
  /** Clusters per µm² of the field. */
  density_perUm2: z.number().positive().default(2),
  /** Standard deviation of a cluster's molecules from its centre in each direction, nm. */
  sigma: rangeWithin(0, 1e5).default([20, 80]),
  /** Mean number of a cluster's molecules; their number is Poisson. */
  seeds: rangeWithin(0, 1e6).default([10, 100]),
  /** Share of all molecules that lie outside clusters, completely at random. */
  strays: z.number().min(0).max(0.99).default(0.1),
})

/** Clusters whose centre is this many of the largest σ outside the domain still reach into it. */
const REACH = 4

export const clusters: StructureKind<z.infer<typeof parameters>> = {
  name: 'clusters',
  title: 'Clusters',
  parameters,
  sketch: (given) => ({ ...given, seeds: [given.seeds[0] / 5, given.seeds[1] / 5] }),
  prepare(given, domain) {
    const reach = REACH * given.sigma[1]
    const near = widened(domain, reach, reach)
    const depth = (domain.z[1] - domain.z[0]) / 1000
    const perUm3 = given.density_perUm2 / depth
    const expected = perUm3 * fieldArea_um2(near) * ((near.z[1] - near.z[0]) / 1000)
    const strays_perUm2 = (given.density_perUm2 * ((given.seeds[0] + given.seeds[1]) / 2) * given.strays) / (1 - given.strays)
    refuseTooMany('clusters', Math.max(1, expected) * Math.max(1, given.seeds[1]) + strays_perUm2 * fieldArea_um2(domain), 'molecules', domain)
    return (random) => {
      const cloud = new Cloud(domain)
      const count = Math.max(1, random.poisson(expected))
      for (let cluster = 0; cluster < count; cluster++) {
        const [x, y, z] = pointIn(near, random)
        const sigma = random.between(...given.sigma)
        for (let left = random.poisson(random.between(...given.seeds)); left > 0; left--) {
          cloud.add(x + sigma * random.normal(), y + sigma * random.normal(), z + sigma * random.normal())
        }
      }
      for (let left = random.poisson(strays_perUm2 * fieldArea_um2(domain)); left > 0; left--) cloud.add(...pointIn(domain, random))
      return cloud.structure()
    }
  },
}
