import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { astigmaticSchema, psfSchema } from '../../../core/psf/psf.ts'
import { createPsf } from '../../../core/psf/create.ts'

const spec = astigmaticSchema.parse({ type: 'astigmatic' })
const pixelSize = 100
const psf = createPsf(spec, pixelSize)
const side = 64
const middle = (side / 2) * pixelSize

function image(x: number, y: number, z: number, photons = 1, width = side, height = side): Float32Array {
  const out = new Float32Array(width * height)
  psf.add(out, width, height, x, y, z, photons)
  return out
}

const sum = (values: ArrayLike<number>): number => Array.from(values).reduce((a, b) => a + b, 0)

/** Centroid and variances (nm, nm²) of an image. */
function spread(values: Float32Array): { x: number; y: number; xx: number; yy: number } {
  const total = sum(values)
  let [x, y, xx, yy] = [0, 0, 0, 0]
  const at = (i: number): [number, number] => [((i % side) + 0.5) * pixelSize, (Math.floor(i / side) + 0.5) * pixelSize]
  values.forEach((value, i) => { x += value * at(i)[0] / total; y += value * at(i)[1] / total })
  values.forEach((value, i) => { xx += value * (at(i)[0] - x) ** 2 / total; yy += value * (at(i)[1] - y) ** 2 / total })
  return { x, y, xx, yy }
}

/** σ of the formula in FIELD terms, nm. */
const sigma = (z: number, gamma: number): number => spec.sigma0 * Math.sqrt(1 + ((z - gamma) / spec.d) ** 2)

describe('astigmatic Gaussian', () => {
  it.each([-750, -250, 0, 250, 750])('at z = %f puts all its light on the pixels around it', (z) => {
    expect(Math.abs(sum(image(middle + 13, middle - 31, z)) - 1)).toBeLessThan(5e-5)
  })

  it.each([-750, -400, 0, 125, 250, 750])('at z = %f has the widths σx(z), σy(z), with the pixel added', (z) => {
    const { x, y, xx, yy } = spread(image(middle + 20, middle + 70, z))
    expect(x).toBeCloseTo(middle + 20, 1)
    expect(y).toBeCloseTo(middle + 70, 1)
    // A pixel adds the variance of a uniform distribution, p²/12.
    expect(Math.abs(Math.sqrt(xx - pixelSize ** 2 / 12) / sigma(z, spec.gamma) - 1)).toBeLessThan(2e-3)
    expect(Math.abs(Math.sqrt(yy - pixelSize ** 2 / 12) / sigma(z, -spec.gamma) - 1)).toBeLessThan(2e-3)
  })

  it('is narrowest along x at z = +γ and along y at z = −γ, and round at focus', () => {
    const widths = (z: number): [number, number] => { const { xx, yy } = spread(image(middle, middle, z)); return [xx, yy] }
    expect(widths(spec.gamma)[0]).toBeLessThan(widths(spec.gamma)[1])
    expect(widths(-spec.gamma)[1]).toBeLessThan(widths(-spec.gamma)[0])
    expect(widths(0)[0]).toBeCloseTo(widths(0)[1], 3)
  })

  it('is not visibly cut at |z| = 850: what is missing at the edge is under a hundredth of a photon of 5000', () => {
    for (const z of [-850, 850]) {
      const lit = image(middle, middle, z, 5000)
      const exact = new Float64Array(4 * side * side)
      psf.derivatives(exact, 0, 0, side, middle, middle, z)
      lit.forEach((value, i) => expect(Math.abs(value - 5000 * exact[i])).toBeLessThan(0.01))
    }
  })

  it('of an emitter outside the image gives the pixels inside their part', () => {
    const [width, height] = [20, 15]
    const whole = image(middle, middle, 300, 1000)
    for (const [left, top] of [[32 + 2, 20], [32 - 22, 25], [25, 34], [28, 15]]) {
      const part = image(middle - left * pixelSize, middle - top * pixelSize, 300, 1000, width, height)
      part.forEach((value, i) => {
        const at = (top + Math.floor(i / width)) * side + left + (i % width)
        expect(value).toBeCloseTo(whole[at], 3)
      })
    }
  })

  it('of an emitter far outside adds nothing', () => {
    for (const [x, y] of [[-5000, 100], [100, -5000], [20000, 100], [100, 20000]]) expect(sum(image(x, y, 0))).toBe(0)
  })

  it('adds to what the image holds, in proportion to the photons', () => {
    const both = image(2000, 2100, 100, 300)
    psf.add(both, side, side, 2600, 2000, -200, 700)
    const [a, b] = [image(2000, 2100, 100), image(2600, 2000, -200)]
    both.forEach((value, i) => expect(value).toBeCloseTo(300 * a[i] + 700 * b[i], 3))
  })

  it('is the same whether it is added or evaluated with its derivatives', () => {
    const planes = new Float64Array(4 * 21 * 21)
    psf.derivatives(planes, 22, 22, 21, middle + 11, middle - 42, 380)
    const whole = image(middle + 11, middle - 42, 380)
    for (let j = 0; j < 21; j++) for (let i = 0; i < 21; i++) expect(planes[j * 21 + i]).toBeCloseTo(whole[(22 + j) * side + 22 + i], 6)
  })

  it('has derivatives by x, y and z equal to finite differences, for any depth and shape', () => {
    const size = 15
    const plane = size * size
    fc.assert(fc.property(
      fc.double({ min: 650, max: 850, noNaN: true }), fc.double({ min: 650, max: 850, noNaN: true }), fc.double({ min: -800, max: 800, noNaN: true }),
      fc.double({ min: -0.2, max: 0.2, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }),
      (x, y, z, a, b) => {
        const shaped = createPsf({ ...spec, a, b }, pixelSize)
        const value = (dx: number, dy: number, dz: number): Float64Array => {
          const out = new Float64Array(4 * plane)
          shaped.derivatives(out, 0, 0, size, x + dx, y + dy, z + dz)
          return out
        }
        const at = value(0, 0, 0)
        const h = 0.5
        const steps = [[h, 0, 0], [0, h, 0], [0, 0, h]]
        steps.forEach(([dx, dy, dz], k) => {
          const [after, before] = [value(dx, dy, dz), value(-dx, -dy, -dz)]
          for (let i = 0; i < plane; i++) expect(Math.abs((after[i] - before[i]) / (2 * h) - at[(k + 1) * plane + i])).toBeLessThan(2e-8)
        })
      },
    ), { numRuns: 40, seed: 5 })
  })
})

describe('PSF descriptions', () => {
  it('have the defaults of a usual astigmatic microscope', () => {
    expect(psfSchema.parse({ type: 'astigmatic' })).toEqual({ type: 'astigmatic', sigma0: 130, gamma: 250, d: 400, a: 0, b: 0 })
  })
  it('with unknown fields or a width of 0 are refused', () => {
    expect(psfSchema.safeParse({ type: 'astigmatic', sigma: 130 }).success).toBe(false)
    expect(psfSchema.safeParse({ type: 'astigmatic', sigma0: 0 }).success).toBe(false)
  })
})
