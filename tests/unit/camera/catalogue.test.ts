import { describe, expect, it } from 'vitest'
import { cameraByName, cameraCatalogue, catalogueValues, findCamera } from '../../../core/camera/catalogue.ts'

describe('the catalogue of cameras', () => {
  it('has every camera once, each with its source and values that a camera can have', () => {
    expect(new Set(cameraCatalogue.map(({ name }) => name)).size).toBe(cameraCatalogue.length)
    for (const { name, source, width, height, pixel_um, peakQuantumEfficiency, readNoise_e = 1 } of cameraCatalogue) {
      expect(source, name).not.toBe('')
      expect(Math.min(width, height), name).toBeGreaterThanOrEqual(512)
      expect(pixel_um > 4 && pixel_um <= 16, name).toBe(true)
      expect(peakQuantumEfficiency > 0.5 && peakQuantumEfficiency < 1, name).toBe(true)
      expect(readNoise_e > 0.2 && readNoise_e < 200, name).toBe(true)
    }
  })

  it('finds a camera by what people call it, and none where several are meant', () => {
    expect(findCamera('ixon 897')?.name).toBe('Andor iXon Ultra 897')
    expect(findCamera('Flash4.0')?.name).toBe('Hamamatsu ORCA-Flash4.0 V3')
    expect(findCamera('prime95b')?.name).toBe('Photometrics Prime 95B')
    expect(findCamera('prime')).toBeUndefined()
    expect(findCamera('')).toBeUndefined()
  })

  it('makes a whole description of a name and what it cannot know', () => {
    expect(cameraByName('Zyla 4.2')).toMatchObject({ type: 'scmos', electronsPerAdu: 0.45, baseline_adu: 100, readNoise_e: 0.9, bits: 16, spuriousCharge_e: 0 })
    expect(cameraByName('ixon 897,emGain=300,electronsPerAdu=5.1,baseline_adu=200')).toMatchObject({ type: 'emccd', emGain: 300, electronsPerAdu: 5.1, baseline_adu: 200 })
    expect(cameraByName('Zyla 4.2,quantumEfficiency=0.75').quantumEfficiency).toBe(0.75)
    expect(catalogueValues(findCamera('sona')!)).not.toHaveProperty('electronsPerAdu')
  })

  it('refuses a name that it does not know, missing values and wrong ones, each in a sentence', () => {
    expect(() => cameraByName('my camera')).toThrow(/'my camera' is no camera of the catalogue.*There are: Andor iXon Ultra 897/)
    expect(() => cameraByName('ixon 897')).toThrow(/does not know emGain, electronsPerAdu, baseline_adu of the Andor iXon Ultra 897.*'ixon 897,emGain=…,electronsPerAdu=…,baseline_adu=…'/)
    expect(() => cameraByName('zyla,electronsPerAdu')).toThrow(/'electronsPerAdu' is no value of a camera/)
    expect(() => cameraByName('zyla,electronsPerAdu=-1')).toThrow(/Zyla 4\.2 PLUS: electronsPerAdu is not right/)
    expect(() => cameraByName('zyla,shape=2')).toThrow(/shape/)
  })
})
