import { describe, expect, it } from 'vitest'
import { band, knotsOf, valuesOf, type SplineGrid } from '../../../core/calibration/spline-grid.ts'
import { fitKnots } from '../../../core/calibration/fit-knots.ts'
import { StructLocError } from '../../../core/errors.ts'
import { crlb } from '../../../core/evaluation/crlb.ts'
import { createPsf } from '../../../core/psf/create.ts'
import { knotsIn, packKnots, unpackKnots } from '../../../core/psf/knots.ts'
import { astigmaticSchema, csplineSchema, psfSchema, type CsplineSpec } from '../../../core/psf/psf.ts'
import { challengeCamera } from '../../../core/camera/camera.ts'
import { acquisitionSchema } from '../../../core/simulation/acquisition.ts'
import { Random } from '../../../core/random/random.ts'

const gaussian = createPsf(astigmaticSchema.parse({ type: 'astigmatic' }), 100)
const middle_px = 11
const grid: SplineGrid = { side: 2 * middle_px + 1, depths: 33, zFirst: -800, zStep: 50 }

/** The spline through noise-free beads of the astigmatic Gaussian at three places within a pixel. */
function splineOfGaussian(): CsplineSpec {
  const window_px = 2 * middle_px + 1
  const depths = Array.from({ length: 61 }, (_, i) => -750 + 25 * i)
  const beads = [[0.5, 0.5], [0.1, 0.8], [0.75, 0.2]].map(([x, y]) => {
    const signal = new Float64Array(depths.length * window_px ** 2)
    const plane = new Float32Array(window_px ** 2)
    depths.forEach((z, p) => {
      plane.fill(0)
      gaussian.add(plane, window_px, window_px, (middle_px + x) * 100, (middle_px + y) * 100, z, 1)
      signal.set(plane, p * plane.length)
    })
    const places = (at: number): number[] => Array.from({ length: window_px }, (_, i) => i + 0.5 - at)
    const bands = { x: band(places(x), grid.side), y: band(places(y), grid.side), z: band(depths.map((z) => (z - grid.zFirst) / grid.zStep), grid.depths) }
    return { signal, weights: new Float64Array(signal.length).fill(1), flux: 1, bands }
  })
  const { scale, values } = packKnots(fitKnots(grid, beads))
  return csplineSchema.parse({ type: 'cspline', pixelSize: 100, ...grid, zRange: [-750, 750], scale, knots: values })
}
const spec = splineOfGaussian()
const psf = createPsf(spec, 100)
const side = 40

function image(of: typeof psf, x: number, y: number, z: number, photons = 1): Float32Array {
  const out = new Float32Array(side * side)
  of.add(out, side, side, x, y, z, photons)
  return out
}

describe('cubic-spline PSF', () => {
  it('through beads of the astigmatic Gaussian gives that Gaussian at any place, to a hundredth of its peak', () => {
    const random = new Random(3)
    for (let i = 0; i < 40; i++) {
      const [x, y, z] = [random.between(1500, 2500), random.between(1500, 2500), random.between(-700, 700)]
      const [known, found] = [image(gaussian, x, y, z), image(psf, x, y, z)]
      const peak = Math.max(...known)
      known.forEach((value, at) => expect(Math.abs(value - found[at]) / peak).toBeLessThan(0.01))
    }
  })

  it('has derivatives that are the differences of its values', () => {
    const size = 30
    const at = (x: number, y: number, z: number): Float64Array => {
      const out = new Float64Array(4 * size * size)
      psf.derivatives(out, 5, 6, size, x, y, z)
      return out
    }
    const step = 0.4
    for (const [x, y, z] of [[2011, 2087, 130], [1950, 2050, -420], [2099.5, 2000.5, 749], [2030, 1999, 790]]) {
      const here = at(x, y, z)
      const differences = [[step, 0, 0], [0, step, 0], [0, 0, step]].map(([dx, dy, dz]) => [at(x + dx, y + dy, z + dz), at(x - dx, y - dy, z - dz)])
      differences.forEach(([after, before], k) => {
        const largest = Math.max(...here.subarray((k + 1) * size * size, (k + 2) * size * size).map(Math.abs))
        for (let i = 0; i < size * size; i++) {
          // Where the spline crosses zero it is cut, and the difference is taken across the cut.
          if (here[i] === 0 || after[i] === 0 || before[i] === 0) continue
          expect(Math.abs((after[i] - before[i]) / (2 * step) - here[(k + 1) * size * size + i])).toBeLessThan(1e-3 * largest)
        }
      })
    }
  })

  it('adds what its values say, in proportion to the photons, also for emitters at and beyond the edge', () => {
    for (const [x, y, z] of [[2011, 2087, 130], [130, 3890, -300], [-420, 2000, 600], [4700, -600, 0]]) {
      const values = new Float64Array(4 * side * side)
      psf.derivatives(values, 0, 0, side, x, y, z)
      image(psf, x, y, z, 700).forEach((value, i) => expect(value).toBeCloseTo(700 * values[i], 4))
    }
  })

  it('gives the bound of the Gaussian it was made from, within 4 %', () => {
    const camera = { type: 'ccd', quantumEfficiency: 0.9, spuriousCharge_e: 0, electronsPerAdu: 1, baseline_adu: 0, readNoise_e: 1, bits: 16 } as const
    for (const z of [-600, -300, 0, 200, 500]) {
      const [known, found] = [gaussian, psf].map((one) => crlb(one, camera, 2030, 2060, z, [{ photons: 5000, background_photons: 50 }], 11))
      for (const key of ['x', 'y', 'z', 'photons'] as const) expect(Math.abs(found[key] / known[key] - 1)).toBeLessThan(0.04)
    }
  })

  it('goes on straight for 100 nm beyond the measured depths, and then stays as it is', () => {
    const [last, near, far, farther] = [750, 800, 850, 1500].map((z) => image(psf, 2000, 2000, z))
    // Where light is cut at zero it is not straight.
    far.forEach((value, i) => { if (value > 1e-4) expect((last[i] + value) / 2 / near[i]).toBeCloseTo(1, 4) })
    expect(Array.from(near)).not.toEqual(Array.from(far))
    expect(Array.from(farther)).toEqual(Array.from(far))
    expect(Array.from(farther)).toEqual(Array.from(image(psf, 2000, 2000, 2500)))
  })

  it('refuses pixels of another size, and says which it is of', () => {
    expect(() => createPsf(spec, 130)).toThrow(StructLocError)
    expect(() => createPsf(spec, 130)).toThrow(/100 nm/)
  })

  it('is refused by an acquisition whose depths or pixels it was not measured at, in a sentence', () => {
    const acquisition = { psf: spec, camera: challengeCamera, zRange: [-700, 700], photons: 5000, background: [50, 50], onTime_frames: [2, 2] }
    expect(acquisitionSchema.safeParse(acquisition).success).toBe(true)
    expect(acquisitionSchema.safeParse({ ...acquisition, zRange: [-800, 700] }).error?.message).toMatch(/knows depths of -750 … 750 nm; -800 … 700 nm were asked for/)
    expect(acquisitionSchema.safeParse({ ...acquisition, pixelSize: 110 }).error?.message).toMatch(/of pixels of 100 nm; 110 nm were given/)
  })

  it('is refused as a description whose knots are not as many as it says, or do not serve its depths', () => {
    expect(psfSchema.safeParse(spec).success).toBe(true)
    expect(psfSchema.safeParse({ ...spec, depths: 32 }).success).toBe(false)
    expect(psfSchema.safeParse({ ...spec, knots: 'not base64!' }).success).toBe(false)
    expect(psfSchema.safeParse({ ...spec, zRange: [-900, 750] }).success).toBe(false)
    expect(psfSchema.safeParse({ ...spec, side: 24 }).success).toBe(false)
  })

  it('keeps its knots in under 70 kB at 27 × 27 × 33, each to 1/32767 of the largest', () => {
    const random = new Random(5)
    const knots = Float64Array.from({ length: 27 * 27 * 33 }, () => random.between(-0.01, 0.2))
    const packed = packKnots(knots)
    expect(packed.values.length).toBeLessThan(70_000)
    expect(knotsIn(packed.values)).toBe(knots.length)
    expect(unpackKnots(packed)).toHaveLength(knots.length)
    unpackKnots(packed)?.forEach((value, i) => expect(Math.abs(value - knots[i])).toBeLessThan(0.2 / 32767))
  })

  it('has no number of knots where the text is no base64, or ends within one', () => {
    for (const values of ['not base64!', btoa('odd')]) {
      expect(knotsIn(values)).toBeUndefined()
      expect(unpackKnots({ scale: 1, values })).toBeUndefined()
    }
    expect(knotsIn('')).toBe(0)
  })

  it("maps knots to pixels and back by a matrix and its transpose: ⟨A·k, v⟩ = ⟨k, Aᵀ·v⟩", () => {
    const random = new Random(7)
    const small: SplineGrid = { side: 7, depths: 6, zFirst: 0, zStep: 1 }
    const bands = { x: band([0.3, 1.3, 2.3, 6.9, 7.5], 7), y: band([-0.4, 3.2, 4.4], 7), z: band([1, 1.5, 3.99, 4], 6) }
    const knots = Float64Array.from({ length: 7 * 7 * 6 }, () => random.normal())
    const values = Float64Array.from({ length: 4 * 3 * 5 }, () => random.normal())
    const dot = (a: Float64Array, b: Float64Array): number => a.reduce((sum, value, i) => sum + value * b[i], 0)
    expect(dot(valuesOf(knots, small, bands), values)).toBeCloseTo(dot(knots, knotsOf(values, small, bands)), 9)
  })
})
