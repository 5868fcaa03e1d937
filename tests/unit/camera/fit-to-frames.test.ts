import { describe, expect, it } from 'vitest'
import { cameraFileSchema, cameraSchema, encodedMap, type PixelMap, type ScmosCamera } from '../../../core/camera/camera.ts'
import { fitToFrames } from '../../../core/camera/fit-to-frames.ts'

/** A sensor of 6×4 pixels whose values tell column and row: 10·row + column. */
const values = Array.from({ length: 24 }, (_, i) => 10 * Math.floor(i / 6) + i % 6)
const sensor: PixelMap = { width: 6, height: 4, values }
const base = { type: 'scmos' as const, quantumEfficiency: 0.8, spuriousCharge_e: 0.1, bits: 16, electronsPerAdu: 0.5, readNoise_e: 2 }
const placed = (onSensor: Partial<NonNullable<ScmosCamera['onSensor']>>): ScmosCamera =>
  ({ ...base, baseline_adu: sensor, onSensor: { x_px: 0, y_px: 0, binning: 1, combine: 'sum', flipX: false, flipY: false, ...onSensor } })
const fitted = (camera: ScmosCamera, width: number, height: number): number[] => (fitToFrames(camera, width, height).baseline_adu as PixelMap).values

describe("maps of a sensor for a movie of a part of it", () => {
  it('are cut to the region that the movie shows', () => {
    expect(fitted(placed({ x_px: 2, y_px: 1 }), 3, 2)).toEqual([12, 13, 14, 22, 23, 24])
  })

  it('are mirrored with it, the region staying the same', () => {
    expect(fitted(placed({ x_px: 2, y_px: 1, flipX: true }), 3, 2)).toEqual([14, 13, 12, 24, 23, 22])
    expect(fitted(placed({ x_px: 2, y_px: 1, flipY: true }), 3, 2)).toEqual([22, 23, 24, 12, 13, 14])
  })

  it('are binned as the camera bins: offsets add, read noise in quadrature, the conversion stays', () => {
    const camera = fitToFrames({ ...placed({ binning: 2, x_px: 2 }), readNoise_e: sensor }, 2, 2) as ScmosCamera
    expect((camera.baseline_adu as PixelMap).values).toEqual([2 + 3 + 12 + 13, 4 + 5 + 14 + 15, 22 + 23 + 32 + 33, 24 + 25 + 34 + 35])
    expect((camera.readNoise_e as PixelMap).values[0]).toBeCloseTo(Math.sqrt(4 + 9 + 144 + 169), 12)
    expect([camera.electronsPerAdu, camera.spuriousCharge_e]).toEqual([0.5, 0.4])
  })

  it('of a camera that averages a bin: the mean offset, and a grey value stands for four times the electrons', () => {
    const camera = fitToFrames(placed({ binning: 2, combine: 'mean' }), 3, 2) as ScmosCamera
    expect((camera.baseline_adu as PixelMap).values[0]).toBe((0 + 1 + 10 + 11) / 4)
    expect(camera.electronsPerAdu).toBe(2)
    // σ of the sum of four pixels, in electrons, whatever it is divided by.
    expect(camera.readNoise_e).toBe(4)
  })

  it('are refused where the frames cannot lie on them, or nobody says where they lie', () => {
    expect(() => fitToFrames(placed({ x_px: 4 }), 3, 2)).toThrow(/Frames of 3×2 pixels from \(4, 0\) reach to \(7, 2\); the camera's map baseline_adu has 6×4 pixels/)
    expect(() => fitToFrames(placed({ binning: 3 }), 2, 2)).toThrow(/binned 3×3, from \(0, 0\) reach to \(6, 6\)/)
    expect(() => fitToFrames({ ...base, baseline_adu: sensor }, 3, 2)).toThrow(/map baseline_adu is 6×4 pixels, the frames are 3×2\. Say where they lie on the sensor.*--camera-roi/)
  })

  it('of the frames\' own size stay as they are', () => {
    const camera: ScmosCamera = { ...base, baseline_adu: sensor }
    expect(fitToFrames(camera, 6, 4)).toBe(camera)
    expect(fitToFrames({ ...base, baseline_adu: 100 }, 9, 9).baseline_adu).toBe(100)
  })
})

describe('a camera description in a file', () => {
  it('may hold its maps as 32-bit floats in base64', () => {
    const encoded = encodedMap(6, 4, values)
    expect(encoded.float32).toBe(Buffer.from(Float32Array.from(values).buffer).toString('base64'))
    const read = cameraFileSchema.parse({ ...base, baseline_adu: encoded, $schema: './camera.schema.json' })
    expect(read).toEqual({ ...base, baseline_adu: sensor })
  })

  it.each([
    [{ ...base, baseline_adu: 100, electronsPerAdu: 0 }, 'electronsPerAdu'],
    [{ ...base, baseline_adu: { width: 6, height: 4, float32: '###' } }, 'baseline_adu'],
    [{ ...base, baseline_adu: 100, gain: 2 }, ''],
    [{ type: 'emccd', quantumEfficiency: 0.9, electronsPerAdu: 5, baseline_adu: 100, readNoise_e: 50, emGain: 1 }, 'emGain'],
  ])('that cannot be is refused with the place', (camera, place) => {
    const { error } = cameraSchema.safeParse(camera)
    expect(error?.issues[0].path.join('.').startsWith(place)).toBe(true)
  })
})
