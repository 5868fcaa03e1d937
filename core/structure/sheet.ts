// A membrane: gently undulating sheets with molecules uniform over their surface.
import { z } from 'zod'
import { Cloud, fieldArea_um2, refuseTooMany } from './cloud.ts'
import { randomHeightField, steepestOf, undulating } from './height-field.ts'
import type { StructureKind } from './sampling.ts'

const parameters = z.strictObject({
  sheets: z.number().int().positive().max(1000).default(1),
  ...undulating,
  /** Seeds per µm² of surface; their number is Poisson. */
  seeds_perUm2: z.number().positive().default(400),
  /** Standard deviation of the seeds' distance from the sheet, nm. */
  thickness: z.number().min(0).max(1e4).default(5),
})

export const sheet: StructureKind<z.infer<typeof parameters>> = {
  name: 'sheet',
  title: 'Membrane sheet',
  parameters,
  sketch: (given) => ({ ...given, seeds_perUm2: given.seeds_perUm2 / 20 }),
  prepare(given, domain) {
    const perSheet = given.seeds_perUm2 * fieldArea_um2(domain)
    refuseTooMany('sheet', given.sheets * perSheet * steepestOf(given), 'molecules', domain)
    return (random) => {
      const cloud = new Cloud(domain)
      for (let i = 0; i < given.sheets; i++) {
        const { height, slope, steepest } = randomHeightField(given, domain, random)
        // As many as if all were as steep as can be; of these, the share that the steepness of their own place asks for.
        for (let left = random.poisson(perSheet * steepest); left > 0; left--) {
          const x = random.between(...domain.x)
          const y = random.between(...domain.y)
          const [dx, dy] = slope(x, y)
          const steepness = Math.hypot(1, dx, dy)
          if (random.uniform() * steepest > steepness) continue
          const off = (given.thickness * random.normal()) / steepness
          cloud.add(x - off * dx, y - off * dy, height(x, y) + off)
        }
      }
      return cloud.structure()
    }
  },
}
