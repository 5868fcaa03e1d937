import { describe, expect, it } from 'vitest'
import { adviseAcquisition } from '../../../core/evaluation/advisor.ts'
import type { Acquisition } from '../../../core/simulation/acquisition.ts'

const acquisition: Acquisition = {
  psf: { type: 'astigmatic', sigma0: 130, gamma: 250, d: 400, a: 0, b: 0 },
  camera: { type: 'ccd', quantumEfficiency: 1, spuriousCharge_e: 0, electronsPerAdu: 1, baseline_adu: 100, bits: 16, readNoise_e: 0 },
  pixelSize: 100, zRange: [-750, 750], photons: 5000, photonSpread: 0, background: [50, 50], onTime_frames: [2, 2], minimumPhotons: 50,
}

describe('the acquisition advisor', () => {
  it('three frames of equal light hold three times the information: bounds shrink by √3', () => {
    const { single, triple } = adviseAcquisition(acquisition)
    for (const [i, { lateral, axial }] of single.entries()) {
      expect(triple[i].lateral).toBeCloseTo(lateral / Math.sqrt(3), 6)
      expect(triple[i].axial).toBeCloseTo(axial / Math.sqrt(3), 6)
    }
  })

  it('is symmetric in depth for a symmetric astigmatic PSF', () => {
    const { single } = adviseAcquisition(acquisition, 5)
    expect(single[0].lateral).toBeCloseTo(single[4].lateral, 3)
    expect(single[1].axial).toBeCloseTo(single[3].axial, 3)
  })

  it('without background, four times the photons halve the bound', () => {
    const dark = { ...acquisition, background: [0, 0] as [number, number] }
    const once = adviseAcquisition(dark, 5)
    const fourfold = adviseAcquisition({ ...dark, photons: 20_000 }, 5)
    expect(fourfold.lateral).toBeCloseTo(once.lateral / 2, 6)
    expect(fourfold.axial).toBeCloseTo(once.axial / 2, 6)
  })

  it('in focus a round spot without background is bounded by σ/√N a coordinate, up to the pixels', () => {
    const round = { ...acquisition, psf: { ...acquisition.psf, gamma: 0 }, background: [0, 0] as [number, number], pixelSize: 20, zRange: [-1, 1] as [number, number] }
    const { single } = adviseAcquisition(round, 3)
    // 20 nm pixels widen the spot of 130 nm by a²/12 to 130.1 nm.
    expect(single[1].lateral).toBeCloseTo((Math.SQRT2 * Math.hypot(130, 20 / Math.sqrt(12))) / Math.sqrt(5000), 1)
  })
})
