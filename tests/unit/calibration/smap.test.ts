// SMAP's calibrations and the MATLAB files they are in.
import { describe, expect, it } from 'vitest'
import { fromSmap, toSmap } from '../../../core/calibration/smap.ts'
import { createPsf } from '../../../core/psf/create.ts'
import { packKnots } from '../../../core/psf/knots.ts'
import { csplineSchema } from '../../../core/psf/psf.ts'
import { readMat5, writeMat5, isMat5 } from '../../../electron/engine/calibration/mat5.ts'

// A spot that drifts and widens with depth, so that no axis and no direction can be mistaken for another; next to nothing at the edge.
const side = 19
const depths = 15
const { scale, values } = packKnots(Float64Array.from({ length: side * side * depths }, (_, i) => {
  const [x, y, z] = [(i % side) - 9, (Math.floor(i / side) % side) - 9, Math.floor(i / side / side) - 7]
  return 0.02 * Math.exp(-0.5 * (((x - 0.1 * z) / (1.6 + 0.08 * z)) ** 2 + ((y + 0.3) / (1.9 - 0.07 * z)) ** 2))
}))
const spec = csplineSchema.parse({ type: 'cspline', pixelSize: 110, side, depths, zFirst: -360, zStep: 50, zRange: [-310, 290], scale, knots: values })

describe("SMAP's spline", () => {
  const smap = toSmap(spec)

  it('has 64 coefficients a voxel, and its emitter at the middle knot, counted from 1', () => {
    expect(smap.shape).toEqual([18, 18, 12])
    expect(smap.coefficients).toHaveLength(18 * 18 * 12 * 64)
    expect(smap).toMatchObject({ x0: 10, dz: 50 })
  })

  it.each([[0.3, -0.15, 100], [-0.45, 0.2, -270], [0, 0, 20]])('evaluated as its fitter does, Σ a·zⁱxʲyᵏ with z = −(j − z0)·dz, is the PSF at (%f, %f) px and %f nm', (dx, dy, z) => {
    const { coefficients, shape: [rows, columns, along], x0, z0, dz } = smap
    const size = rows * columns * along
    const image = new Float32Array(21 * 21)
    createPsf(spec, 110).add(image, 21, 21, (10.5 + dx) * 110, (10.5 + dy) * 110, z, 1)
    const j = z0 - z / dz
    const plane = Math.min(Math.floor(j), along - 1)
    for (let row = -6; row <= 6; row++) {
      for (let column = -6; column <= 6; column++) {
        const [y, x] = [x0 - 1 + row - dy, x0 - 1 + column - dx]
        const [v, u, w] = [y - Math.floor(y), x - Math.floor(x), j - plane]
        let sum = 0
        for (let k = 0; k < 64; k++) sum += coefficients[k * size + (plane * columns + Math.floor(x)) * rows + Math.floor(y)] * w ** (k >> 4) * u ** ((k >> 2) & 3) * v ** (k & 3)
        expect(sum).toBeCloseTo(image[(row + 10) * 21 + column + 10], 7)
      }
    }
  })

  it('there and back is the same PSF, of one photon at z = 0', () => {
    const back = csplineSchema.parse(fromSmap(smap, 110, 'x_3dcal.mat'))
    expect(back.zRange[0]).toBeCloseTo(-310, 6)
    expect(back.zRange[1]).toBeCloseTo(290, 6)
    const [a, b] = [spec, back].map((one) => createPsf(one, 110))
    const image = (psf: typeof a, z: number): Float32Array => {
      const out = new Float32Array(900)
      psf.add(out, 30, 30, 1630, 1720, z, 1)
      return out
    }
    const sum = (values_: Float32Array): number => values_.reduce((total, value) => total + value, 0)
    expect(sum(image(b, 0))).toBeCloseTo(1, 3)
    const unit = sum(image(a, 0))
    for (const z of [-290, -100, 3, 150, 230]) {
      const [one, other] = [image(a, z), image(b, z)]
      const peak = Math.max(...one)
      one.forEach((value, i) => expect(Math.abs(value - unit * other[i]) / peak).toBeLessThan(5e-3))
    }
  })

  it('whose numbers do not fit each other is refused', () => {
    expect(() => fromSmap({ ...smap, coefficients: smap.coefficients.slice(1) }, 110, 'x')).toThrow(/18×18×12×64 coefficients/)
    expect(() => fromSmap({ ...smap, dz: 0 }, 110, 'x')).toThrow(/dz is 0/)
    expect(() => fromSmap({ ...smap, x0: 1 }, 110, 'x')).toThrow(/too near the edge/)
  })
})

describe("MATLAB's files of version 5", () => {
  // Written by SciPy 1.17 (savemat, do_compression): a struct in a struct, numbers of several kinds, a logical, a text, cells.
  const written = Buffer.from('TUFUTEFCIDUuMCBNQVQtZmlsZSBQbGF0Zm9ybTogcG9zaXgsIENyZWF0ZWQgb246IE1vbiBOb3YgMjMgMTU6MjA6MjQgMjAyNgAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAABSU0PAAAAtQAAAHic42MAAiYGBjYgxQFhggErlM8Ix8wMwRGRQHEWuLgEECcXF+Rk5qUyuPrm54H05SXmpoJoPiA2YCTGXJg4C1gtiC8EMjc/NS2NIaUKJFdlwAAHIHMTGBDmsqGZywy1C2YuJ8gdDBjAAUIJQOkP9hCaA8oXcQDZY4HHHnT3c0LFIUATrN8AST8XAf3MQFezQ/2HrI+TCb8+JiCLEaoP2b0sWOxjRdInAOUnpSamFANpAJZBEtYPAAAASgAAAHic42NgYFgBxGxAzAHEjAwQwIrEZ4LSILHk1JycYiDNB8QWSPrYsOhjRDKPEyoOAT/sQfoNkPSzYNHPjKRfAMgrKc9nAAAmAQZwDwAAAC4AAAB4nONjYGCwAGI2IOYAYk4GCGCF8hmBmBlKg8SKcxNzcoA0E1CUkYmZAQA19wKZ', 'base64')

  it('of another program are read', () => {
    expect(isMat5(written)).toBe(true)
    expect(readMat5(written, 't.mat')).toEqual({
      SXY: {
        cspline: {
          coeff: { shape: [3, 2], values: Float64Array.of(0, 2, 4, 1, 3, 5) },
          dz: { shape: [1, 1], values: Float64Array.of(12.5) }, z0: { shape: [1, 1], values: Float64Array.of(7) },
        },
        EMon: true, name: 'beads',
      },
      cells: [{ shape: [1, 1], values: Float64Array.of(1.5) }, 'two'],
      small: { shape: [1, 3], values: Float64Array.of(1, 2, 3) },
    })
  })

  it('are written so that they are read back', () => {
    const value = { a: { shape: [2, 3], values: Float32Array.of(1, 2, 3, 4, 5, 6.5) }, b: { c: 'text', d: [true, { shape: [0, 0], values: new Float64Array(0) }], e: { shape: [1, 2], values: Float64Array.of(-Infinity, Infinity) } } }
    expect(readMat5(writeMat5(value, 'about'), 'x.mat')).toEqual(value)
  })

  it('that are cut off anywhere give one sentence, and never an endless loop', () => {
    for (let length = 129; length < written.length; length += 3) {
      try {
        readMat5(written.subarray(0, length), 'cut.mat')
      } catch (error) {
        expect((error as Error).message).toMatch(/cut\.mat cannot be read as a MATLAB file/)
      }
    }
  })
})
