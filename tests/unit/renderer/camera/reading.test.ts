import { describe, expect, it } from 'vitest'
import { challengeCamera } from '../../../../core/camera/camera.ts'
import { findCamera } from '../../../../core/camera/catalogue.ts'
import { asType, fromCatalogue, notInCatalogue } from '../../../../renderer/camera/camera-fields.ts'
import { frameLight } from '../../../../renderer/camera/frame-light.ts'
import { aduPerPhoton, fieldOrigin, readingOf } from '../../../../renderer/camera/reading.ts'

const details = { camera: undefined, pixelSize: undefined, metadata: [] } as never
const model = { acquisition: { camera: challengeCamera }, pixelSize: 100 } as never

describe('how a movie is read', () => {
  it("takes a person's own values before the file's, those before the model's, and says which", () => {
    const own = { ...challengeCamera, emGain: 200 }
    const file = { ...challengeCamera, emGain: 250 }
    expect(readingOf({ camera: undefined, pixelSize: undefined, details }, model)).toMatchObject({ camera: challengeCamera, cameraFrom: 'model', pixelSize: 100, pixelSizeFrom: 'model' })
    const known = { camera: file, pixelSize: 110, metadata: [] } as never
    expect(readingOf({ camera: undefined, pixelSize: undefined, details: known }, model)).toMatchObject({ camera: file, cameraFrom: 'movie', pixelSize: 110, pixelSizeFrom: 'movie' })
    expect(readingOf({ camera: own, pixelSize: 95, details: known }, model)).toMatchObject({ camera: own, cameraFrom: 'given', pixelSize: 95, pixelSizeFrom: 'given' })
  })

  it('takes the pixel size that the file itself states before the model\'s', () => {
    const known = { camera: undefined, pixelSize: undefined, metadata: [{ name: 'pixelSize', value: 108, from: 'OME-XML, PhysicalSizeX' }] } as never
    expect(readingOf({ camera: undefined, pixelSize: undefined, details: known }, model)).toMatchObject({ pixelSize: 108, pixelSizeFrom: 'file', cameraFrom: 'model' })
  })

  it('is unknown where nobody says anything', () => {
    expect(readingOf({ camera: undefined, pixelSize: undefined, details }, undefined)).toBeUndefined()
  })

  it('a photon is 6.00 ADU with the camera of the 2016 challenge', () => {
    expect(aduPerPhoton(challengeCamera)).toBeCloseTo(6, 10)
  })

  it('an EMCCD without gain becomes a CCD with the same baseline and conversion', () => {
    expect(asType(challengeCamera, 'ccd')).toMatchObject({ type: 'ccd', baseline_adu: 100, electronsPerAdu: 45, quantumEfficiency: 0.9 })
    expect(asType(challengeCamera, 'ccd')).not.toHaveProperty('emGain')
  })

  it("a frame's light is its grey values in photons", () => {
    // 100 ADU baseline, 6 ADU a photon: 400 ADU are 50 photons.
    const values = new Uint16Array(10_000).fill(400)
    values[0] = 65_535
    const light = frameLight({ values, width: 100, height: 100 }, challengeCamera)
    expect(light.median).toBeCloseTo(50, 5)
    expect(light.dark).toBeCloseTo(50, 5)
    expect(light.saturated).toBeCloseTo(1 / 10_000, 10)
  })
})

it('a camera of the catalogue replaces what it knows, and names what it does not', () => {
  const [ixon, zyla] = [findCamera('ixon 897')!, findCamera('zyla')!]
  expect(fromCatalogue(ixon, { ...challengeCamera, emGain: 200 })).toMatchObject({ type: 'emccd', emGain: 200, electronsPerAdu: 45, readNoise_e: 50, quantumEfficiency: 0.95 })
  expect(notInCatalogue(ixon)).toEqual(['baseline', 'conversion', 'EM gain'])
  expect(fromCatalogue(zyla, challengeCamera)).toMatchObject({ type: 'scmos', electronsPerAdu: 0.45, baseline_adu: 100 })
  expect(notInCatalogue(zyla)).toEqual([])
})

it('every value of the camera has its own origin; changing one leaves that of the others', () => {
  const metadata = [{ name: 'emGain', value: 120, from: 'OME-XML, Gain' }]
  const movie = (camera: unknown, beside?: unknown) => ({ camera, details: { camera: beside, metadata } }) as never
  const origins = (of: never, sheet = findCamera('nothing')): string[] => ['emGain', 'baseline_adu', 'readNoise_e'].map((key) => fieldOrigin(key, of, model, sheet))
  const assumed = 'assumed: the model’s'
  expect(origins(movie(undefined))).toEqual([assumed, assumed, assumed])
  expect(origins(movie(undefined, challengeCamera))).toEqual(['beside the movie', 'beside the movie', 'beside the movie'])
  expect(origins(movie({ ...challengeCamera, baseline_adu: 200 }))).toEqual([assumed, 'given here', assumed])
  expect(origins(movie({ ...challengeCamera, baseline_adu: 200 }, challengeCamera))).toEqual(['beside the movie', 'given here', 'beside the movie'])
  const ixon = findCamera('ixon 897')!
  expect(origins(movie({ ...fromCatalogue(ixon, challengeCamera), emGain: 120 }), ixon)).toEqual(['from the movie file', assumed, 'from the data sheet'])
  expect(fieldOrigin('spuriousCharge_e', movie(fromCatalogue(ixon, challengeCamera)), model, ixon)).toBe('none assumed')
})
