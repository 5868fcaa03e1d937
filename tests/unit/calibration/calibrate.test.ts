// Calibrations of simulated beads, of which everything is known.
import { describe, expect, it } from 'vitest'
import { calibrate } from '../../../core/calibration/calibrate.ts'
import { StructLocError } from '../../../core/errors.ts'
import { createPsf } from '../../../core/psf/create.ts'
import { psfSchema } from '../../../core/psf/psf.ts'
import { apartBeads, beadPsf, beadSettings, beadStack } from '../../fixtures/bead-stacks.ts'

const stack = beadStack(apartBeads)
const found = calibrate(stack, beadSettings)

describe('a calibration', () => {
  it('finds every bead, to a few nanometres', () => {
    expect(found.beads).toHaveLength(apartBeads.length)
    for (const { x, y, photons = 25_000, height = 0 } of apartBeads) {
      const bead = found.beads.find((one) => Math.hypot(one.x - x, one.y - y) < 50)
      expect(bead).toMatchObject({ accepted: true, reason: undefined })
      expect(Math.hypot(bead!.x - x, bead!.y - y)).toBeLessThan(3)
      expect(bead!.height).toBeCloseTo(height - 1, -1)
      expect(bead!.brightness! / (photons / 26_400)).toBeCloseTo(1, 1.5)
    }
  })

  it('leaves nothing but noise: χ² is 1, and the residual under 3 % of the peak', () => {
    expect(found.chi2).toBeGreaterThan(0.96)
    expect(found.chi2).toBeLessThan(1.04)
    expect(found.worstRms).toBeLessThan(0.03)
    // The ends of the range are seen by the highest or lowest bead alone.
    for (const { chi2 } of found.leftOut.planes.slice(3, -3)) expect(chi2).toBeLessThan(1.4)
  })

  it('tells the depth of beads that it has not seen', () => {
    expect(found.leftOut.what).toBe('beads')
    expect(found.leftOut.depthRms).toBeLessThan(12)
    expect(found.leftOut.astray).toBe(0)
  })

  it('puts z = 0 where the spot is round, and says so', () => {
    // Plane 16 is at 0 nm, the spot is round at +120 nm, the mean bead is 1 nm higher.
    expect(found.z0Plane).toBeCloseTo(16 + 119 / 36, 0)
    expect(found.psf.origin).toMatch(/middle of a Gaussian fitted at z = 0; z = 0 at plane 20\.\d, where the spot is round/)
  })

  it('finds the astigmatic Gaussian with γ below zero', () => {
    const { spec, rms } = found.gaussian!
    expect(rms).toBeLessThan(3)
    expect(spec.gamma / beadPsf.gamma).toBeCloseTo(1, 1)
    expect(spec.sigma0).toBeCloseTo(140, -1)
    expect(spec.z0).toBeCloseTo(0, -1)
  })

  it('makes a PSF that is read back, whose image is the bead\'s within 2 % of its peak', () => {
    const psf = createPsf(psfSchema.parse(JSON.parse(JSON.stringify(found.psf))), 100)
    const truth = createPsf({ ...beadPsf, z0: 0 }, 100)
    for (const z of [-500, -250, 0, 250, 400]) {
      const [a, b] = [psf, truth].map((one) => {
        const image = new Float32Array(900)
        one.add(image, 30, 30, 1530, 1470, z, 1)
        return image
      })
      const light = a.reduce((sum, value) => sum + value, 0)
      expect(light).toBeCloseTo(1, 1)
      const peak = Math.max(...b)
      a.forEach((value, i) => expect(Math.abs(value - b[i]) / peak).toBeLessThan(0.04))
    }
  })

  it('with given places takes them as the origin, and the given photons as its light', () => {
    const known = calibrate(stack, { ...beadSettings, z0Plane: 16, positions: apartBeads.map(({ x, y, photons = 25_000 }) => ({ x, y, photons })) })
    expect(known.psf.origin).toMatch(/given positions of the beads; z = 0 at plane 17, as given/)
    expect(known.psf.light).toMatch(/26400 photons/)
    known.beads.forEach((bead, i) => expect(Math.hypot(bead.x - apartBeads[i].x, bead.y - apartBeads[i].y)).toBeLessThan(1e-6))
    expect(known.psf.zRange).toEqual([-576, 576])
  })

  it('says where more than 3 % of the peak is left over, and whether that is noise', () => {
    expect(found.remarks.join()).not.toMatch(/more than 3 %/)
    const dim = calibrate(beadStack(apartBeads.map(({ x, y }) => ({ x, y })), { photons: 800 }), { ...beadSettings, photons: 800 })
    expect(dim.worstRms).toBeGreaterThan(0.03)
    expect(dim.remarks.join()).toMatch(/At plane \d+ the spline leaves \d+\.\d % of the stack's peak .*more than 3 %: the beads are dim, this is their noise/)
  })

  it('without a camera reads the noise off the stack, to a tenth', () => {
    const { noise, remarks, chi2 } = calibrate(stack, { ...beadSettings, camera: undefined })
    expect(noise.from).toBe('stack')
    // Two grey values an electron: variance 2 ADU a grey value of signal; read noise (1.5 e⁻ · 2)² and the background's 4 · 0.9 e⁻ · 4.
    expect(noise.slope / 2).toBeCloseTo(1, 1)
    expect(noise.floor / (9 + 14.4 + 1 / 12)).toBeCloseTo(1, 1)
    expect(chi2).toBeCloseTo(1, 1)
    expect(remarks.join()).toMatch(/noise.*read off the stack/)
  })

  it('turns depth round where the objective was moved, and scales it by the factor', () => {
    const turned = calibrate(stack, { ...beadSettings, moved: 'objective', depthFactor: 0.8 })
    expect(turned.planes[0].z).toBeGreaterThan(turned.planes[32].z)
    expect(turned.planes[0].z - turned.planes[32].z).toBeCloseTo(0.8 * 32 * 36, 3)
    // What was narrow along x below is now narrow along x above.
    expect(turned.gaussian!.spec.gamma / (-0.8 * beadPsf.gamma)).toBeCloseTo(1, 1)
  })

  it('of a single bead is checked on planes left out', () => {
    const { leftOut, remarks } = calibrate(beadStack([{ x: 3155, y: 3290 }]), beadSettings)
    expect(leftOut.what).toBe('planes')
    expect(leftOut.depthRms).toBeLessThan(15)
    expect(remarks.join()).toMatch(/single bead/)
  })
})

describe('beads that cannot be used', () => {
  const strange = beadStack([...apartBeads, { x: 320, y: 3100 }, { x: 4700, y: 3180 }, { x: 5300, y: 3320 }], {
    side: 76, extra: [{ bead: { x: 6500, y: 6500 }, psf: { ...beadPsf, sigma0: 190, gamma: 150 } }, { bead: { x: 3900, y: 6500, photons: 5000 }, psf: beadPsf }, { bead: { x: 1500, y: 6500, photons: 90_000 }, psf: beadPsf }],
  })
  const { beads, chi2 } = calibrate(strange, beadSettings)
  const at = (x: number, y: number): (typeof beads)[number] | undefined => beads.find((bead) => Math.hypot(bead.x - x, bead.y - y) < 150)

  it.each([
    ['at the edge', 320, 3100, 'edge', /window of 17×17 pixels leaves the frame/],
    ['beside another', 4700, 3180, 'neighbour', /\d\.\d px away/],
    ['of another shape', 6500, 6500, 'shape', /does not look like the others/],
    ['far fainter', 3900, 6500, 'dim', /0\.\d+ times the light/],
    ['far brighter', 1500, 6500, 'bright', /3\.\d+ times the light/],
  ])('%s are left out, with the reason', (_, x, y, fault, reason) => {
    expect(at(x, y)).toMatchObject({ accepted: false, fault })
    expect(at(x, y)!.reason).toMatch(reason)
  })

  it('have their pictures all the same, dark where the window leaves the frame', () => {
    for (const { x, y, picture: { width, height, grey } } of beads) {
      const bytes = Buffer.from(grey, 'base64')
      expect(bytes).toHaveLength(width * height)
      expect(Math.max(...bytes), `bead at ${x}, ${y}`).toBeGreaterThan(200)
    }
    // Of the bead 3.2 pixels from the left edge 17 columns are wanted and 5 lie outside.
    const { width, grey } = at(320, 3100)!.picture
    const bytes = Buffer.from(grey, 'base64')
    for (let row = 0; row < 17; row++) expect(bytes.subarray(row * width, row * width + 5).every((value) => value === 0)).toBe(true)
  })

  it('do not harm the others', () => {
    expect(beads.filter(({ accepted }) => accepted)).toHaveLength(apartBeads.length)
    expect(chi2).toBeLessThan(1.1)
  })

  it('leave no calibration where they are all there is, and it says why', () => {
    expect(() => calibrate(beadStack([{ x: 320, y: 3100 }]), beadSettings)).toThrow(/None of the 1 beads can be used.*leaves the frame/s)
    expect(() => calibrate(beadStack([]), beadSettings)).toThrow(/No bead was found/)
  })

  it('that the camera cut off are left out as saturated', () => {
    const cut = beadStack([...apartBeads, { x: 3155, y: 800 }])
    const adu = cut.adu.map((value) => Math.min(value, 1023))
    expect(() => calibrate({ ...cut, adu }, { ...beadSettings, camera: undefined })).toThrow(/camera's end, 1023 ADU/)
  })
})

describe('a stack that is none', () => {
  it.each([
    ['of too few planes', beadStack(apartBeads, { planes: 5 }), {}, /5 planes.*7 or more/],
    ['without a step', stack, { zStep: 0 }, /step from plane to plane is 0 nm/],
    ['without the plane of z = 0', stack, { z0Plane: 33 }, /Plane 34 was given.*planes 1 to 33/],
    ['narrower than the window', stack, { radius_px: 40 }, /81 pixels wide; the frames have 64×64/],
  ])('%s is refused with a sentence', (_, given, changed, sentence) => {
    expect(() => calibrate(given, { ...beadSettings, ...changed })).toThrow(StructLocError)
    expect(() => calibrate(given, { ...beadSettings, ...changed })).toThrow(sentence)
  })
})

describe('depth', () => {
  it('is called ambiguous for a PSF that is the same above and below its focus', () => {
    const flat = calibrate(beadStack(apartBeads.map(({ x, y }) => ({ x, y })), { psf: { ...beadPsf, gamma: 0, z0: 0 } }), beadSettings)
    expect(flat.ambiguity!.share).toBeGreaterThan(0.8)
    expect(Math.abs(flat.ambiguity!.between[0] + flat.ambiguity!.between[1])).toBeLessThan(80)
    expect(flat.remarks.join()).toMatch(/Depth is ambiguous/)
    expect(flat.psf.origin).toMatch(/sharpest/)
  })

  it('is not for the astigmatic one, whose bound is under 50 nm over the range', () => {
    expect(found.ambiguity).toBeUndefined()
    expect(found.usable![1] - found.usable![0]).toBeGreaterThan(800)
  })
})
