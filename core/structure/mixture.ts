// A weighted mixture: every structure is of one of the parts.
import { z } from 'zod'
import type { Box } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import type { SamplingSpec, Structure, StructureKind } from './sampling.ts'

const parameters = z.strictObject({
  parts: z.array(z.strictObject({ weight: z.number().positive(), sampling: z.looseObject({ kind: z.string() }) })).min(1),
})

/** The kind 'mixture', given how its parts are made (the registry's own function, since parts can be any kind). */
export function mixtureOf(make: (spec: SamplingSpec, domain: Box) => (random: Random) => Structure): StructureKind<z.infer<typeof parameters>> {
  return {
    name: 'mixture',
    title: 'Mixture',
    parameters,
    prepare: ({ parts }, domain) => {
      const makers = parts.map((part) => make(part.sampling, domain))
      const total = parts.reduce((sum, part) => sum + part.weight, 0)
      return (random) => {
        let left = random.uniform() * total
        const chosen = parts.findIndex((part) => (left -= part.weight) < 0)
        return makers[chosen < 0 ? makers.length - 1 : chosen](random)
      }
    },
  }
}
