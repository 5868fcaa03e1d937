// How near to the bound a table comes.
import { describe, expect, it } from 'vitest'
import { challengeCamera } from '../../../core/camera/camera.ts'
import { crlb } from '../../../core/evaluation/crlb.ts'
import { crlbRatio } from '../../../core/evaluation/crlb-ratio.ts'
import { match } from '../../../core/evaluation/matching.ts'
import { createPsf } from '../../../core/psf/create.ts'
import { psfSchema } from '../../../core/psf/psf.ts'
import { Random } from '../../../core/random/random.ts'
import { emitters, spots } from './spots.ts'

const psf = createPsf(psfSchema.parse({ type: 'astigmatic' }), 100)
const background_photons = 50
const options = { background_photons, isolation: 1000, minimumPhotons: 200 }
const random = new Random(11)

/** Molecules in frames three apart, each lit in `lit` frames. */
const molecules = (count: number, lit: number): number[][] => Array.from({ length: count }, (_, i) => {
  const place = [random.between(2000, 4000), random.between(2000, 4000), random.between(-600, 600)]
  return Array.from({ length: lit }, (__, k) => [5 * i + k, ...place, random.between(1000, 6000)])
}).flat()

describe('ratio to the bound', () => {
  it('is 1 for errors as large as the bound of each emitter allows, and 1.5 for errors half as large again', () => {
    const rows = molecules(500, 1)
    const truth = emitters(rows)
    const table = (factor: number) => spots(rows.map(([frame, x, y, z, photons]) => {
      const bound = crlb(psf, challengeCamera, x, y, z, [{ photons, background_photons }])
      return [frame, x + factor * bound.x * random.normal(), y + factor * bound.y * random.normal(), z + factor * bound.z * random.normal()]
    }))
    for (const factor of [1, 1.5]) {
      const detections = table(factor)
      const result = crlbRatio(psf, challengeCamera, detections, truth, match(detections, truth), options)!
      expect(result.emitters).toBe(500)
      // RMS of 500 errors, unequal: about 5 %.
      expect(Math.abs(result.lateral / factor - 1)).toBeLessThan(0.15)
      expect(Math.abs(result.axial / factor - 1)).toBeLessThan(0.15)
    }
  })

  it('of emitters lit in three frames is taken against the joint bound of the frames around each, by place and not by number', () => {
    const place = [3010, 3040, 100]
    const truth = emitters([7, 8, 9].map((frame) => [frame, ...place, 2000]))
    truth.id.set([1, 2, 3])
    const detections = spots([[8, ...place]])
    const { emitters: used, boundLateral, boundAxial } = crlbRatio(psf, challengeCamera, detections, truth, match(detections, truth), options)!
    const seen = { photons: 2000, background_photons }
    const bound = crlb(psf, challengeCamera, 3010, 3040, 100, [seen, seen, seen])
    expect(used).toBe(1)
    expect(boundLateral).toBeCloseTo(Math.hypot(bound.x, bound.y), 3)
    expect(boundAxial).toBeCloseTo(bound.z, 3)
    const alone = crlb(psf, challengeCamera, 3010, 3040, 100, [seen])
    expect(crlbRatio(psf, challengeCamera, detections, truth, match(detections, truth), { ...options, framesSeen: 1 })!.boundAxial).toBeCloseTo(alone.z, 3)
  })

  it('leaves out dim and crowded emitters', () => {
    const truth = emitters([[0, 2000, 2000, 0, 150], [1, 2000, 2000, 0, 2000], [1, 2900, 2000, 0, 2000], [5, 2000, 2000, 0, 2000]])
    const detections = spots([[0, 2000, 2000, 0], [1, 2000, 2000, 0], [1, 2900, 2000, 0], [5, 2010, 2000, 0]])
    expect(crlbRatio(psf, challengeCamera, detections, truth, match(detections, truth), options)!.emitters).toBe(1)
  })
})
