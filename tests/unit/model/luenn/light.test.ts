// Photons and background of emitters whose places are known.
import { describe, expect, it } from 'vitest'
import { crlb } from '../../../../core/evaluation/crlb.ts'
import { findLight } from '../../../../core/model/luenn/light.ts'
import { createPsf } from '../../../../core/psf/create.ts'
import { Random } from '../../../../core/random/random.ts'
import { mean, variance } from '../../../fixtures/statistics.ts'

const psf = createPsf({ type: 'astigmatic', sigma0: 130, gamma: 250, d: 400, a: 0, b: 0 }, 100)
const size = 48
const ideal = { type: 'ccd', quantumEfficiency: 1, spuriousCharge_e: 0, electronsPerAdu: 1, baseline_adu: 0, bits: 16, readNoise_e: 0 } as const
const emitters = [{ x: 2310, y: 2250, z: 100, photons: 4000 }, { x: 2750, y: 2500, z: -300, photons: 1500 }, { x: 900, y: 3900, z: 600, photons: 2500 }]

function frameOf(background: number, lit = emitters): Float32Array {
  const image = new Float32Array(size * size).fill(background)
  for (const { x, y, z, photons } of lit) psf.add(image, size, size, x, y, z, photons)
  return image
}
const light = (photons: Float32Array, places = emitters): ReturnType<typeof findLight> => findLight({ photons, stride: size, width: size, height: size }, psf, places)

describe('light of emitters at known places', () => {
  it('is found without noise to 1 %, overlapping ones included, and the background to 2 %', () => {
    const { photons, background } = light(frameOf(50))
    emitters.forEach((emitter, i) => {
      expect(Math.abs(photons[i] / emitter.photons - 1)).toBeLessThan(0.01)
      expect(Math.abs(background[i] / 50 - 1)).toBeLessThan(0.02)
    })
  })

  it('scatters under Poisson noise as its Cramér-Rao bound says, without bias', () => {
    const [lone] = emitters
    const expected = frameOf(50, [lone])
    const found = Array.from({ length: 250 }, (_, i) => {
      const random = new Random(3, i)
      return light(expected.map((value) => random.poisson(value)), [lone]).photons[0]
    })
    const bound = crlb(psf, ideal, lone.x, lone.y, lone.z, [{ photons: lone.photons, background_photons: 50 }]).photons
    expect(Math.abs(mean(found) - lone.photons)).toBeLessThan(0.25 * bound)
    expect(Math.sqrt(variance(found))).toBeGreaterThan(0.85 * bound)
    expect(Math.sqrt(variance(found))).toBeLessThan(1.15 * bound)
  })

  it('is never negative, and none where there is no emitter', () => {
    const dark = light(frameOf(50, []))
    for (const photons of dark.photons) {
      expect(photons).toBeGreaterThanOrEqual(0)
      expect(photons).toBeLessThan(20)
    }
  })

  it('is found in rows of a wider, padded frame, too', () => {
    const image = frameOf(50)
    const padded = new Float32Array(size * 56).fill(1e6)
    for (let row = 0; row < size; row++) padded.set(image.subarray(row * size, (row + 1) * size), row * 56)
    expect(findLight({ photons: padded, stride: 56, width: size, height: size }, psf, emitters)).toEqual(light(image))
  })
})
