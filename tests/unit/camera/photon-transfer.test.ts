// Maps measured from simulated stacks, whose pixels' true values are known.
import { describe, expect, it } from 'vitest'
import type { PixelMap, ScmosCamera } from '../../../core/camera/camera.ts'
import { expose } from '../../../core/camera/exposure.ts'
import { photonTransfer, PixelMoments } from '../../../core/camera/photon-transfer.ts'
import { Random } from '../../../core/random/random.ts'

const [width, height] = [24, 20]
const pixels = width * height
const map = (of: (i: number) => number): PixelMap => ({ width, height, values: Array.from({ length: pixels }, (_, i) => of(i)) })
const truth = {
  electronsPerAdu: map((i) => 0.4 + 0.2 * ((i * 7) % 11) / 10), baseline_adu: map((i) => 95 + (i * 3) % 13), readNoise_e: map((i) => (i % 97 === 5 ? 12 : 1.2 + (i % 5) / 5)),
}
const camera: ScmosCamera = { type: 'scmos', quantumEfficiency: 0.8, spuriousCharge_e: 0, bits: 16, ...truth }

function stack(photons: number, frames: number, seed: number): PixelMoments {
  const moments = new PixelMoments(pixels)
  const random = new Random(seed, photons)
  const adu = new Uint16Array(pixels)
  for (let f = 0; f < frames; f++) {
    expose(camera, new Float32Array(pixels).fill(photons), width, height, random, adu)
    moments.add(adu)
  }
  return moments
}

describe('photon transfer', () => {
  const frames = 500
  const measured = photonTransfer(stack(0, frames, 1), [50, 200, 800].map((photons, i) => stack(photons, frames, 2 + i)))
  const errors = (name: keyof typeof truth, relative: boolean): number[] =>
    truth[name].values.map((value, i) => (measured[name][i] - value) / (relative ? value : 1))
  const rms = (values: number[]): number => Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)
  const mean = (values: number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

  it('finds the conversion of every pixel to within chance, and without a bias', () => {
    expect(measured.chance).toBeCloseTo(Math.sqrt(2 / (frames - 1)), 2)
    expect(rms(errors('electronsPerAdu', true)) / measured.chance).toBeGreaterThan(0.85)
    expect(rms(errors('electronsPerAdu', true)) / measured.chance).toBeLessThan(1.25)
    expect(Math.abs(mean(errors('electronsPerAdu', true)))).toBeLessThan(4 * measured.chance / Math.sqrt(pixels) + measured.chance ** 2)
  })

  it('finds the offset of every pixel to the standard error of its mean', () => {
    const scaled = errors('baseline_adu', false).map((error, i) => error / (truth.readNoise_e.values[i] / truth.electronsPerAdu.values[i] / Math.sqrt(frames)))
    expect(rms(scaled)).toBeGreaterThan(0.9)
    expect(rms(scaled)).toBeLessThan(1.1)
  })

  it('finds the noisy pixels', () => {
    const noisy = truth.readNoise_e.values.flatMap((value, i) => (value === 12 ? i : []))
    for (const i of noisy) expect(Math.abs(measured.readNoise_e[i] / 12 - 1)).toBeLessThan(0.3)
    // Rounding to whole ADU adds 1/12 ADU² to the dark variance.
    expect(Math.abs(mean(errors('readNoise_e', true)))).toBeLessThan(0.05)
  })

  it('gives dead pixels the median of the others, and counts them', () => {
    const [dark, flat] = [new PixelMoments(5), new PixelMoments(5)]
    const random = new Random(3)
    for (let f = 0; f < 300; f++) {
      dark.add([0, 1, 2, 3, 4].map(() => 100 + 2 * random.normal()))
      flat.add([0, 1, 2, 3, 4].map((i) => (i === 2 ? 100 : 100 + 2 * random.poisson(200) + 2 * random.normal())))
    }
    const { electronsPerAdu, repaired } = photonTransfer(dark, [flat])
    expect(repaired).toBe(1)
    for (const value of electronsPerAdu) expect(Math.abs(value - 0.5)).toBeLessThan(0.25)
  })

  it('refuses stacks in the wrong order, of one frame, or without light, in a sentence', () => {
    const dark = stack(0, 3, 1)
    expect(() => photonTransfer(dark, [stack(0, 1, 1)])).toThrow(/stack of 1 frame has no variance/)
    expect(() => photonTransfer(dark, [])).toThrow(/At least one stack of evenly lit frames/)
    expect(() => photonTransfer(dark, [dark])).toThrow(/no brighter than the dark one/)
    expect(() => photonTransfer(stack(400, 100, 1), [stack(0, 100, 2)])).not.toThrow(/internal/)
  })
})
