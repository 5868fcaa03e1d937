import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cameraSchema, challengeCamera, type Camera, type CcdCamera, type EmccdCamera, type ScmosCamera } from '../../../core/camera/camera.ts'
import { expose } from '../../../core/camera/exposure.ts'
import { toPhotons, variance_e2 } from '../../../core/camera/photons.ts'
import { StructLocError } from '../../../core/errors.ts'
import { Random } from '../../../core/random/random.ts'

const ccd: CcdCamera = { type: 'ccd', quantumEfficiency: 0.8, spuriousCharge_e: 0.05, electronsPerAdu: 1.7, baseline_adu: 200, bits: 16, readNoise_e: 6 }
const scmos: ScmosCamera = { type: 'scmos', quantumEfficiency: 0.82, spuriousCharge_e: 0, electronsPerAdu: 0.46, baseline_adu: 100, bits: 16, readNoise_e: 1.5 }
const cameras: [string, Camera][] = [['EMCCD', challengeCamera], ['sCMOS', scmos], ['CCD', ccd]]

const side = 300
const pixels = side * side

/** Mean and variance over the pixels of a frame with the same expected photons everywhere. */
function exposeEvenly(camera: Camera, photons: number): { adu: Uint16Array; mean: number; variance: number } {
  const adu = new Uint16Array(pixels)
  expose(camera, new Float32Array(pixels).fill(photons), side, side, new Random(7, photons), adu)
  const mean = adu.reduce((sum, value) => sum + value, 0) / pixels
  const variance = adu.reduce((sum, value) => sum + (value - mean) ** 2, 0) / pixels
  return { adu, mean, variance }
}

const gainOf = (camera: Camera): number => camera.type === 'emccd' ? camera.emGain : 1
const perAdu = (camera: Camera): number => camera.electronsPerAdu as number

describe.each(cameras)('%s', (_, camera) => {
  it.each([5, 50, 400])('of %f photons has the ADU mean and variance of its model', (photons) => {
    const { mean, variance } = exposeEvenly(camera, photons)
    const scale = gainOf(camera) / perAdu(camera)
    const m = camera.quantumEfficiency * photons + camera.spuriousCharge_e
    const floor = camera.type === 'emccd' ? 0.5 : 0
    const expectedVariance = variance_e2(camera, photons) * scale ** 2 + 1 / 12
    expect(Math.abs(mean - ((camera.baseline_adu as number) - floor + m * scale))).toBeLessThan(4 * Math.sqrt(expectedVariance / pixels))
    expect(Math.abs(variance / expectedVariance - 1)).toBeLessThan(0.03)
  })

  it.each([2, 20, 300])('of %f photons gives them back in the mean', (photons) => {
    const back = new Float32Array(pixels)
    const { adu, variance } = exposeEvenly(camera, photons)
    toPhotons(camera, adu, side, side, back)
    const mean = back.reduce((sum, value) => sum + value, 0) / pixels
    const aduPerPhoton = (gainOf(camera) * camera.quantumEfficiency) / perAdu(camera)
    const known = camera.spuriousCharge_e / camera.quantumEfficiency - (camera.type === 'emccd' ? 0.5 / aduPerPhoton : 0)
    expect(Math.abs(mean - photons - known)).toBeLessThan((4 * Math.sqrt(variance / pixels)) / aduPerPhoton)
  })
})

describe('EMCCD', () => {
  it('of the SMLM Challenge gives 6.00 ADU for a photon', () => {
    const photons = new Float32Array(2)
    toPhotons(challengeCamera, Uint16Array.of(100, 106), 2, 1, photons)
    expect(photons[0]).toBe(0)
    expect(photons[1]).toBeCloseTo(1, 6)
  })

  it('has an excess noise factor of 2: its register doubles the variance of shot noise', () => {
    const photons = 1000
    const { variance } = exposeEvenly(challengeCamera, photons)
    const shot = challengeCamera.quantumEfficiency * photons * (challengeCamera.emGain / challengeCamera.electronsPerAdu) ** 2
    expect(variance / shot).toBeGreaterThan(1.96)
    expect(variance / shot).toBeLessThan(2.04)
  })

  it('without light reads its baseline with the read noise, spurious charge aside', () => {
    const dark: EmccdCamera = { ...challengeCamera, spuriousCharge_e: 0 }
    const { mean, variance } = exposeEvenly(dark, 0)
    const sigma = challengeCamera.readNoise_e / challengeCamera.electronsPerAdu
    expect(mean).toBeCloseTo(99.5, 1)
    expect(variance).toBeCloseTo(sigma ** 2 + 1 / 12, 1)
  })

  it('with spurious charge 0.002 e⁻ amplifies it in one dark pixel of 500', () => {
    const { adu } = exposeEvenly(challengeCamera, 0)
    // An electron gives more than 10 ADU with probability e^(−10·45/300); read noise (1.65 ADU) never does.
    const share = adu.filter((value) => value > 110).length / pixels
    const expected = 0.002 * Math.exp((-10.5 * 45) / 300)
    expect(Math.abs(share - expected)).toBeLessThan(5 * Math.sqrt(expected / pixels))
  })
})

describe('sCMOS maps', () => {
  const values = (make: (i: number) => number): { width: number; height: number; values: number[] } =>
    ({ width: 3, height: 2, values: Array.from({ length: 6 }, (_, i) => make(i)) })
  const mapped: ScmosCamera = {
    ...scmos, electronsPerAdu: values((i) => 0.3 + 0.1 * i), baseline_adu: values((i) => 90 + 5 * i), readNoise_e: values((i) => 1 + i),
  }

  it('give every pixel its own offset, gain and read noise', () => {
    const frames = 20_000
    const random = new Random(21)
    const adu = new Uint16Array(6)
    const [sum, squares] = [new Float64Array(6), new Float64Array(6)]
    for (let f = 0; f < frames; f++) {
      expose(mapped, new Float32Array(6).fill(30), 3, 2, random, adu)
      adu.forEach((value, i) => { sum[i] += value; squares[i] += value * value })
    }
    const m = mapped.quantumEfficiency * 30
    for (let i = 0; i < 6; i++) {
      const [gain, read] = [0.3 + 0.1 * i, 1 + i]
      const variance = (m + read * read) / gain ** 2 + 1 / 12
      const mean = sum[i] / frames
      expect(Math.abs(mean - (90 + 5 * i + m / gain))).toBeLessThan(4 * Math.sqrt(variance / frames))
      expect(Math.abs((squares[i] / frames - mean * mean) / variance - 1)).toBeLessThan(0.05)
      expect(variance_e2(mapped, 30, i, 3, 2)).toBeCloseTo(m + read * read, 6)
    }
  })

  it('hold for each of several frames turned back into photons at once', () => {
    const adu = Uint16Array.from({ length: 12 }, (_, i) => 90 + 5 * (i % 6) + 60)
    const photons = new Float32Array(12)
    toPhotons(mapped, adu, 3, 2, photons)
    for (let i = 0; i < 12; i++) expect(photons[i]).toBeCloseTo((60 * (0.3 + 0.1 * (i % 6))) / 0.82, 4)
  })

  it('of another size than the frames are refused with both sizes named', () => {
    const out = new Uint16Array(16)
    const attempt = (): void => expose(mapped, new Float32Array(16), 4, 4, new Random(1), out)
    expect(attempt).toThrow(StructLocError)
    expect(attempt).toThrow(/electronsPerAdu|readNoise_e|baseline_adu/)
    expect(attempt).toThrow(/3×2/)
    expect(attempt).toThrow(/4×4/)
  })
})

describe('every camera', () => {
  it('reports no value outside its bits', () => {
    const small: Camera = { ...ccd, bits: 12, baseline_adu: 2 }
    const out = new Uint16Array(3)
    expose(small, Float32Array.of(0, 1e6, 1e4), 3, 1, new Random(3), out)
    expect(out[1]).toBe(4095)
    expect(out[2]).toBe(4095)
    const { adu } = exposeEvenly(small, 0)
    expect(adu.every((value) => value <= 4095)).toBe(true)
    expect(adu.some((value) => value === 0)).toBe(true)
  })

  it('turns ADU into photons linearly: the difference of two values does not depend on the baseline', () => {
    fc.assert(fc.property(
      fc.constantFrom(...cameras.map(([, camera]) => camera)), fc.integer({ min: 0, max: 65535 }), fc.integer({ min: 0, max: 65535 }),
      (camera, a, b) => {
        const photons = new Float32Array(2)
        toPhotons(camera, Uint16Array.of(a, b), 2, 1, photons)
        const expected = ((a - b) * perAdu(camera)) / gainOf(camera) / camera.quantumEfficiency
        expect(Math.abs(photons[0] - photons[1] - expected)).toBeLessThan(1e-6 * 65536 * perAdu(camera) + 1e-4)
      },
    ))
  })

  it('is refused with an EM gain of 0 or 1, which mean no register', () => {
    for (const emGain of [0, 1]) expect(cameraSchema.safeParse({ ...challengeCamera, emGain }).success).toBe(false)
  })
})
