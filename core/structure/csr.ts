// Complete spatial randomness: uniform and independent in the domain.
import { z } from 'zod'
import { positions } from '../geometry.ts'
import type { StructureKind } from './sampling.ts'

export const csr: StructureKind<Record<string, never>> = {
  name: 'csr',
  title: 'Complete spatial randomness',
  parameters: z.strictObject({}),
  prepare: (_, domain) => () => ({
    draw(count, random) {
      const out = positions(count)
      for (let i = 0; i < count; i++) {
        out.x[i] = random.between(...domain.x)
        out.y[i] = random.between(...domain.y)
        out.z[i] = random.between(...domain.z)
      }
      return out
    },
  }),
}
