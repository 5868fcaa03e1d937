// What a person gave for a movie, from one opening of the window to the next.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { Camera } from '../../../../core/camera/camera.ts'
import type { MovieDetails } from '../../../../electron/contract/results.ts'
import { isKept, keepValues, keptValues } from '../../../../renderer/movie/kept-values.ts'

const camera: Camera = { type: 'scmos', quantumEfficiency: 0.82, spuriousCharge_e: 0, electronsPerAdu: 0.45, baseline_adu: 100, readNoise_e: 1.6, bits: 16 }
const movie = (id: string, frames = 10): { id: string; details: MovieDetails } => ({ id, details: { frames, height: 32, width: 32 } as MovieDetails })
const nothing = { camera: undefined, pixelSize: undefined }

describe('own values of a movie', () => {
  const storage = new Map<string, string>()
  beforeEach(() => {
    storage.clear()
    vi.stubGlobal('localStorage', { getItem: (key: string) => storage.get(key) ?? null, setItem: (key: string, value: string) => { storage.set(key, value) } })
  })
  afterEach(() => { vi.unstubAllGlobals() })

  it('are those of its path and size', () => {
    keepValues([{ ...movie('/a.tif'), camera, pixelSize: 108 }, { ...movie('/b.tif'), camera: undefined, pixelSize: 65 }])
    expect(keptValues(movie('/a.tif'))).toEqual({ camera, pixelSize: 108 })
    expect(keptValues(movie('/b.tif'))).toEqual({ camera: undefined, pixelSize: 65 })
    expect(keptValues(movie('/a.tif', 11))).toEqual(nothing)
    expect(keptValues(movie('/c.tif'))).toEqual(nothing)
  })

  it('outlive the movie’s closing, and end when they are taken back', () => {
    keepValues([{ ...movie('/a.tif'), camera, pixelSize: undefined }])
    keepValues([{ ...movie('/b.tif'), camera: undefined, pixelSize: 65 }])
    expect(keptValues(movie('/a.tif')).camera).toEqual(camera)
    keepValues([{ ...movie('/a.tif'), ...nothing }])
    expect(keptValues(movie('/a.tif'))).toEqual(nothing)
    expect(keptValues(movie('/b.tif')).pixelSize).toBe(65)
  })

  it('are those of the last hundred movies', () => {
    for (let i = 0; i < 101; i++) keepValues([{ ...movie(`/${i}.tif`), camera, pixelSize: undefined }])
    expect(keptValues(movie('/0.tif'))).toEqual(nothing)
    expect(keptValues(movie('/1.tif')).camera).toEqual(camera)
  })

  it('leave out a camera with maps, which is said to be lost', () => {
    const maps = { ...camera, readNoise_e: { height: 256, width: 256, values: new Array(65536).fill(1.25) } } as unknown as Camera
    expect(isKept(maps)).toBe(false)
    expect(isKept(camera)).toBe(true)
    keepValues([{ ...movie('/a.tif'), camera: maps, pixelSize: 108 }])
    expect(keptValues(movie('/a.tif'))).toEqual({ camera: undefined, pixelSize: 108 })
  })

  it('are none where what was kept cannot be one, or there is no storage', () => {
    keepValues([{ ...movie('/a.tif'), camera: { ...camera, quantumEfficiency: 7 }, pixelSize: -1 }])
    expect(keptValues(movie('/a.tif'))).toEqual(nothing)
    storage.set('structloc-own-values', '{"movie":')
    expect(keptValues(movie('/a.tif'))).toEqual(nothing)
    vi.stubGlobal('localStorage', { getItem: () => null, setItem: () => { throw new Error('full') } })
    expect(() => keepValues([{ ...movie('/a.tif'), camera, pixelSize: 1 }])).not.toThrow()
  })
})
