// A given table of molecule positions, for instance the true ones of a challenge movie.
import { z } from 'zod'
import { positions } from '../geometry.ts'
import type { StructureKind } from './sampling.ts'

const column = z.union([z.array(z.number()), z.instanceof(Float32Array)])

const parameters = z.strictObject({
  x: column, y: column, z: column,
  /**
   * Width (nm) of a uniform lateral shift drawn for every activation; one pixel spreads a few molecules over all sub-pixel
   * phases, for measuring grid artefacts. 0: positions as given.
   */
  subpixelShift: z.number().min(0).default(0),
}).refine((given) => given.x.length === given.y.length && given.x.length === given.z.length && given.x.length > 0,
  'x, y and z must have the same number of values, at least one')

export const points: StructureKind<z.infer<typeof parameters>> = {
  name: 'points',
  title: 'Given positions',
  parameters,
  prepare: (given) => () => ({
    draw(count, random) {
      const out = positions(count)
      const shift = (): number => given.subpixelShift * (random.uniform() - 0.5)
      for (let i = 0; i < count; i++) {
        const row = random.integer(given.x.length)
        out.x[i] = given.x[row] + shift()
        out.y[i] = given.y[row] + shift()
        out.z[i] = given.z[row]
      }
      return out
    },
  }),
}
