import { describe, expect, test } from 'vitest'
import { challengeCamera } from '../../../core/camera/camera.ts'
import { toPhotons } from '../../../core/camera/photons.ts'
import { createPsf } from '../../../core/psf/create.ts'
import { psfSchema } from '../../../core/psf/psf.ts'
import { expectedAdu, rerenderedPhotons, smoothBackground } from '../../../core/rendering/expected-frame.ts'

const psf = createPsf(psfSchema.parse({ type: 'astigmatic' }), 100)
const one = (x: number, y: number, photons: number, background: number) => ({ x: [x], y: [y], z: [0], photons: [photons], background: [background] })

describe('a re-rendered frame', () => {
  test('holds the photons of its localizations and the background of every pixel', () => {
    const frame = rerenderedPhotons(one(3200, 3200, 4000, 50), psf, 64, 64)
    expect(frame.reduce((a, b) => a + b)).toBeCloseTo(4000 + 64 * 64 * 50, -1)
  })

  test('has its brightest pixel where the localization is', () => {
    const frame = rerenderedPhotons(one(1250, 4050, 4000, 50), psf, 64, 64)
    expect(frame.indexOf(Math.max(...frame))).toBe(40 * 64 + 12)
  })

  test('shows the background given where there is no localization', () => {
    expect(rerenderedPhotons({ x: [], y: [], z: [], photons: [], background: [] }, psf, 8, 8, 42)).toEqual(new Float32Array(64).fill(42))
  })

  test('of a 2D table is in focus, with the background given where the table states none', () => {
    const flat = rerenderedPhotons({ x: [3250], y: [3250], z: [NaN], photons: [1000], background: [NaN] }, psf, 64, 64, 20)
    const focused = rerenderedPhotons(one(3250, 3250, 1000, 20), psf, 64, 64)
    flat.forEach((value, i) => expect(value).toBeCloseTo(focused[i], 3))
  })

  test('comes back from grey values as the photons that went in', () => {
    const photons = Float32Array.of(0, 10, 55.5, 4000)
    const back = new Float32Array(4)
    toPhotons(challengeCamera, expectedAdu(challengeCamera, photons, 2, 2), 2, 2, back)
    back.forEach((value, i) => expect(value).toBeCloseTo(photons[i], 2))
  })
})

describe('the background between localizations', () => {
  test('is the same everywhere where all state the same', () => {
    const image = smoothBackground([500, 5000, 3000], [500, 900, 6000], [37, 37, 37], 100, 64, 64)
    image.forEach((value) => expect(value).toBeCloseTo(37, 3))
  })

  test('follows an uneven illumination: each half of the frame is as its own localizations say', () => {
    const places = Array.from({ length: 200 }, (_, i) => [((i * 37) % 128) * 100, ((i * 61) % 64) * 100])
    const image = smoothBackground(places.map(([x]) => x), places.map(([, y]) => y), places.map(([x]) => (x < 6400 ? 20 : 80)), 100, 128, 64)
    const at = (column: number): number => image[32 * 128 + column]
    expect(at(10)).toBeCloseTo(20, -1)
    expect(at(118)).toBeCloseTo(80, -1)
    expect(at(64)).toBeGreaterThan(30)
    expect(at(64)).toBeLessThan(70)
  })
})
