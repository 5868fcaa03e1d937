// Light added to recorded frames: its own shot and gain noise, and nothing of what a read-out adds once.
import { describe, expect, test } from 'vitest'
import { addSignal } from '../../../core/camera/added-signal.ts'
import { ccdSchema, challengeCamera, scmosSchema } from '../../../core/camera/camera.ts'
import { expose } from '../../../core/camera/exposure.ts'
import { Random } from '../../../core/random/random.ts'
import { meanDeviation } from '../../fixtures/statistics.ts'

const side = 500
const pixels = side * side
const light = (photons: number): Float32Array => new Float32Array(pixels).fill(photons)

function moments(values: ArrayLike<number>): { mean: number; variance: number } {
  let [sum, squares] = [0, 0]
  for (let i = 0; i < values.length; i++) sum += values[i]
  const mean = sum / values.length
  for (let i = 0; i < values.length; i++) squares += (values[i] - mean) ** 2
  return { mean, variance: squares / values.length }
}

/** A frame of constant ADU after light was added. */
function added(camera: Parameters<typeof addSignal>[0], photons: number, at = 1000): { mean: number; variance: number } {
  const adu = new Uint16Array(pixels).fill(at)
  addSignal(camera, light(photons), side, side, new Random(3), adu)
  const { mean, variance } = moments(adu)
  return { mean: mean - at, variance }
}

describe('added signal', () => {
  test('of an EMCCD has the mean QE·μ·G/e_per_adu and twice the variance of its electrons: the excess noise factor', () => {
    const photons = 200
    const { mean, variance } = added(challengeCamera, photons)
    const perElectron = challengeCamera.emGain / challengeCamera.electronsPerAdu
    const electrons = challengeCamera.quantumEfficiency * photons
    expect(meanDeviation(mean, electrons * perElectron, 2 * electrons * perElectron ** 2, pixels)).toBeLessThan(4)
    // A twelfth of an ADU² comes from whole numbers; the variance of a variance is 2/N of its square, some more for the skewed gain: 0.3 % here.
    expect(variance / (2 * electrons * perElectron ** 2)).toBeCloseTo(1, 1.5)
  })

  test('of sCMOS and CCD has the variance of a Poisson number, without read noise', () => {
    const scmos = scmosSchema.parse({ type: 'scmos', quantumEfficiency: 0.8, readNoise_e: 20, electronsPerAdu: 0.5, baseline_adu: 100 })
    const ccd = ccdSchema.parse({ type: 'ccd', quantumEfficiency: 0.8, readNoise_e: 20, electronsPerAdu: 0.5, baseline_adu: 400 })
    for (const camera of [scmos, ccd]) {
      const { mean, variance } = added(camera, 100)
      expect(meanDeviation(mean, 160, 320, pixels)).toBeLessThan(4)
      expect(variance / 320).toBeCloseTo(1, 1.5)
    }
  })

  test('is unbiased also where a photon is a fraction of an ADU', () => {
    const camera = ccdSchema.parse({ type: 'ccd', quantumEfficiency: 0.9, readNoise_e: 2, electronsPerAdu: 12, baseline_adu: 100 })
    const electrons = 0.9 * 5
    const { mean } = added(camera, 5)
    expect(meanDeviation(mean, electrons / 12, electrons / 144 + 0.25, pixels)).toBeLessThan(4)
  })

  test('brings no second baseline, read noise or spurious charge: frames of background with light added are frames exposed to both', () => {
    for (const camera of [challengeCamera, scmosSchema.parse({ type: 'scmos', quantumEfficiency: 0.8, readNoise_e: 3, electronsPerAdu: 0.5, baseline_adu: 100 })]) {
      const [background, more] = [50, 120]
      const spiked = new Uint16Array(pixels)
      expose(camera, light(background), side, side, new Random(7), spiked)
      addSignal(camera, light(more), side, side, new Random(8), spiked)
      const both = new Uint16Array(pixels)
      expose(camera, light(background + more), side, side, new Random(9), both)
      const [a, b] = [moments(spiked), moments(both)]
      expect(Math.abs(a.mean - b.mean) / Math.sqrt((2 * b.variance) / pixels)).toBeLessThan(4)
      // The difference of two variances of N values each: σ² · √(4/N), more for the skewed EMCCD.
      expect(Math.abs(a.variance / b.variance - 1)).toBeLessThan(0.05)
    }
  })

  test('is clipped where the camera saturates, and takes nothing from what lies above', () => {
    const camera = ccdSchema.parse({ type: 'ccd', quantumEfficiency: 1, readNoise_e: 1, electronsPerAdu: 1, baseline_adu: 100, bits: 12 })
    const adu = Uint16Array.from([4000, 4095, 5000, 4000])
    addSignal(camera, Float32Array.from([500, 500, 500, 0]), 4, 1, new Random(1), adu)
    expect([...adu]).toEqual([4095, 4095, 5000, 4000])
    const eight = Uint16Array.from([250])
    addSignal(camera, Float32Array.from([500]), 1, 1, new Random(1), eight, 255)
    expect([...eight]).toEqual([255])
  })

  test('falls only on pixels that get light, and in frames of fractions it is not rounded', () => {
    const adu = Float32Array.from([10.5, 10.5])
    addSignal(challengeCamera, Float32Array.from([0, 300]), 2, 1, new Random(2), adu)
    expect(adu[0]).toBe(10.5)
    expect(adu[1] % 1).not.toBe(0.5)
  })
})
