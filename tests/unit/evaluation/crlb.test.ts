import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cameraSchema, challengeCamera, type Camera } from '../../../core/camera/camera.ts'
import { expose } from '../../../core/camera/exposure.ts'
import { toPhotons, variance_e2 } from '../../../core/camera/photons.ts'
import { crlb } from '../../../core/evaluation/crlb.ts'
import { asEmitters, readTable } from '../../../core/formats/read-table.ts'
import { createPsf } from '../../../core/psf/create.ts'
import { astigmaticSchema } from '../../../core/psf/psf.ts'
import { Random } from '../../../core/random/random.ts'
import { activation, shareOfFrame } from '../../../core/photophysics/blinking.ts'
import { maximumLikelihood } from '../../fixtures/maximum-likelihood.ts'
import { sharedData } from '../../fixtures/shared-data.ts'
import { variance } from '../../fixtures/statistics.ts'

const spec = astigmaticSchema.parse({ type: 'astigmatic' })
const psf = createPsf(spec, 100)
const ideal: Camera = cameraSchema.parse({ type: 'ccd', quantumEfficiency: 1, electronsPerAdu: 1, baseline_adu: 100, readNoise_e: 0 })
const scmos: Camera = cameraSchema.parse({ type: 'scmos', quantumEfficiency: 0.8, electronsPerAdu: 0.5, baseline_adu: 100, readNoise_e: 1.5 })

describe('Cramér–Rao lower bound', () => {
  it('of a Gaussian on fine pixels without background is σ/√N', () => {
    const fine = createPsf({ ...spec, gamma: 0, d: 1e6 }, 20)
    const bound = crlb(fine, ideal, 5000, 5000, 0, [{ photons: 1000, background_photons: 1e-9 }])
    // Pixels of 20 nm add a²/12 to σ².
    expect(bound.x).toBeCloseTo(Math.sqrt((130 ** 2 + 400 / 12) / 1000), 1)
    expect(bound.photons).toBeCloseTo(Math.sqrt(1000), 0)
  })

  // Mortensen et al., Nat. Methods 7, 377 (2010), equation 5: σa²/N · (1 + ∫₀¹ ln t/(1 + t/τ) dt)⁻¹, τ = 2π·b·σa²/(N·a²), σa² = σ² + a²/12.
  it.each([[500, 5], [1000, 20], [5000, 50], [5000, 200]])('of a Gaussian of %d photons on %d of background is the formula by Mortensen and others', (photons, background_photons) => {
    const flat = createPsf({ ...spec, gamma: 0, d: 1e6 }, 100)
    const centre = 100 * flat.reach_px + 50
    const variance_nm2 = 130 ** 2 + 100 ** 2 / 12
    const tau = (2 * Math.PI * background_photons * variance_nm2) / (photons * 100 ** 2)
    let integral = 0
    // ln t is summed by t = s³, which takes away its pole.
    for (let i = 0, steps = 20_000; i < steps; i++) {
      const s = (i + 0.5) / steps
      integral += (3 * Math.log(s) * 3 * s * s) / (1 + s ** 3 / tau) / steps
    }
    const expected = Math.sqrt(variance_nm2 / photons / (1 + integral))
    expect(crlb(flat, ideal, centre, centre, 0, [{ photons, background_photons }]).x / expected).toBeCloseTo(1, 2)
  })

  it('falls as 1/√N without background, and grows with background and camera noise', () => {
    const at = (photons: number, background_photons: number, camera = ideal): number => crlb(psf, camera, 5050, 5030, 100, [{ photons, background_photons }]).x
    expect(at(1000, 1e-9) / at(4000, 1e-9)).toBeCloseTo(2, 2)
    expect(at(1000, 50)).toBeGreaterThan(at(1000, 10))
    expect(at(1000, 10, scmos)).toBeGreaterThan(at(1000, 10))
  })

  it('of an EMCCD is √2 that of the same camera without multiplication noise on a bright background, and less than that on a dark one', () => {
    const plain = cameraSchema.parse({ type: 'ccd', quantumEfficiency: 0.9, spuriousCharge_e: 0.002, electronsPerAdu: 1, baseline_adu: 0, readNoise_e: 0 })
    const silent = { ...challengeCamera, readNoise_e: 0 }
    const ratio = (background_photons: number): number => {
      const [multiplied, counted] = [silent, plain].map((camera) => crlb(psf, camera, 5050, 5030, 100, [{ photons: 1000, background_photons }]).z)
      return multiplied / counted
    }
    expect(ratio(500)).toBeCloseTo(Math.SQRT2, 2)
    expect(ratio(1)).toBeLessThan(1.38)
    // Of the faintest pixels, of 0.9 electrons, 0.72 of the information is kept; of all others less.
    expect(ratio(1)).toBeGreaterThan(Math.sqrt(1 / 0.72))
  })

  it('of two equal frames is 1/√2 that of one', () => {
    const seen = { photons: 2000, background_photons: 50 }
    const [one, two] = [[seen], [seen, seen]].map((all) => crlb(psf, challengeCamera, 5050, 5030, 300, all))
    expect(one.x / two.x).toBeCloseTo(Math.SQRT2, 6)
    expect(one.z / two.z).toBeCloseTo(Math.SQRT2, 6)
  })

  it.each([['CCD', ideal], ['sCMOS', scmos], ['EMCCD', challengeCamera]] as const)('is reached by maximum likelihood on simulated emitters (%s)', (_, camera) => {
    const truth = { x: 1030, y: 980, z: 120, photons: 3000, background: 20 }
    const side = 21
    const expected = new Float32Array(side * side).fill(truth.background)
    psf.add(expected, side, side, truth.x, truth.y, truth.z, truth.photons)
    const fits = Array.from({ length: 800 }, (__, i) => {
      const adu = new Uint16Array(side * side)
      expose(camera, expected, side, side, new Random(6, i), adu)
      const photons = new Float32Array(side * side)
      toPhotons(camera, adu, side, side, photons)
      return maximumLikelihood(psf, camera, photons, side, truth)
    })
    const bound = crlb(psf, camera, truth.x, truth.y, truth.z, [{ photons: truth.photons, background_photons: truth.background }], side >> 1)
    for (const name of ['x', 'y', 'z', 'photons', 'background'] as const) {
      const ratio = Math.sqrt(variance(fits.map((fit) => fit[name]))) / bound[name]
      // The standard deviation of 800 values scatters by 2.5 %.
      expect(Math.abs(ratio - 1), name).toBeLessThan(0.1)
    }
  })

  it('of a camera with a map of read noise is that of the same noise everywhere, and worse at noisy pixels', () => {
    const seen = [{ photons: 1000, background_photons: 5 }]
    const side = 81
    const map = (values: number[]): Camera => ({ ...scmos, readNoise_e: { width: side, height: side, values } }) as Camera
    const plain = crlb(psf, scmos, 4050, 4030, 100, seen)
    const even = new Array<number>(side * side).fill(1.5)
    expect(crlb(psf, map(even), 4050, 4030, 100, seen)).toEqual(plain)
    const hot = even.with(40 * side + 39, 50).with(39 * side + 40, 50)
    expect(crlb(psf, map(hot), 4050, 4030, 100, seen).x).toBeGreaterThan(plain.x)
  })

  it('uses the variance that the camera model states', () => {
    const [photons, background_photons] = [3000, 20]
    for (const camera of [ideal, scmos, challengeCamera]) {
      const side = 2 * psf.reach_px + 1
      const planes = new Float64Array(4 * side * side)
      // With a centred, symmetric image x is independent of all else: its bound is 1/√I_xx.
      const centre = 100 * psf.reach_px + 50
      psf.derivatives(planes, 0, 0, side, centre, centre, 0)
      let information = 0
      for (let i = 0; i < side * side; i++) {
        information += (camera.quantumEfficiency * photons * planes[side * side + i]) ** 2 / variance_e2(camera, photons * planes[i] + background_photons)
      }
      // For an EMCCD the variance is a limit; at 18 electrons and more it is within a percent of the exact noise.
      const ratio = crlb(psf, camera, centre, centre, 0, [{ photons, background_photons }]).x * Math.sqrt(information)
      expect(ratio).toBeLessThan(1 + 1e-6)
      expect(ratio).toBeGreaterThan(camera.type === 'emccd' ? 0.99 : 1 - 1e-6)
    }
  })

  it('at 5000/50 with on-time 2 at the depths of MT0 is about 25 and 70 nm (lateral, axial) for one frame, 13 and 37 nm for three', ({ skip }) => {
    const path = sharedData('smlm2016/MT0.N1.LD-activations.csv')
    if (!path) return skip()
    const depths = asEmitters(readTable(readFileSync(path, 'utf8'), path)).z
    const random = new Random(7)
    const sums = { rows: 0, lateral: 0, axial: 0, lateral3: 0, axial3: 0 }
    for (let i = 0; i < 600; i++) {
      const on = activation({ onTime_frames: 2, photons: 5000, photonSpread: 0.3 }, 0, random)
      const [x, y, z] = [5000 + random.between(0, 100), 5000 + random.between(0, 100), depths[random.integer(depths.length)]]
      const seen = (frame: number): { photons: number; background_photons: number } => ({ photons: on.flux * shareOfFrame(on, frame), background_photons: 50 })
      for (let frame = 0; frame <= on.end; frame++) {
        if (seen(frame).photons < 200) continue
        const one = crlb(psf, challengeCamera, x, y, z, [seen(frame)])
        const three = crlb(psf, challengeCamera, x, y, z, [-1, 0, 1].map((step) => seen(frame + step)).filter(({ photons }) => photons > 0))
        sums.lateral += one.x ** 2 + one.y ** 2
        sums.axial += one.z ** 2
        sums.lateral3 += three.x ** 2 + three.y ** 2
        sums.axial3 += three.z ** 2
        sums.rows++
      }
    }
    const published = { lateral: 25, axial: 70, lateral3: 13, axial3: 37 }
    for (const name of ['lateral', 'axial', 'lateral3', 'axial3'] as const) {
      const ratio = Math.sqrt(sums[name] / sums.rows) / published[name]
      expect(Math.abs(ratio - 1), name).toBeLessThan(0.12)
    }
  })
})
