import { describe, expect, it } from 'vitest'
import { activation, leadIn_frames, rowsAbove, rowsPerActivation, shareOfFrame, type Blinking } from '../../../core/photophysics/blinking.ts'
import { Random } from '../../../core/random/random.ts'
import { meanDeviation, moments } from '../../fixtures/statistics.ts'

const many = 200_000

/** Photons of each frame of one activation that starts in frame 0. */
function rowsOf(blinking: Blinking, random: Random): number[] {
  const on = activation(blinking, 0, random)
  return Array.from({ length: Math.floor(on.end) + 1 }, (_, frame) => on.flux * shareOfFrame(on, frame))
}

describe('activations', () => {
  const blinking: Blinking = { onTime_frames: 2, photons: 5000, photonSpread: 0.3 }

  it('start uniformly within their frame and stay on for an exponential time', () => {
    const random = new Random(1)
    const starts = moments(many, () => activation(blinking, 7, random).start - 7)
    expect(meanDeviation(starts.mean, 0.5, 1 / 12, many)).toBeLessThan(4)
    const stays = moments(many, () => { const { start, end } = activation(blinking, 7, random); return end - start })
    expect(meanDeviation(stays.mean, 2, 4, many)).toBeLessThan(4)
    expect(Math.abs(stays.variance / 4 - 1)).toBeLessThan(4 * Math.sqrt(8 / many))
    expect(Math.abs(stays.skewness - 2)).toBeLessThan(0.1)
  })

  it('have a normal flux with the spread asked for, none under 10 % of the mean', () => {
    const random = new Random(2)
    const { mean, variance } = moments(many, () => activation(blinking, 0, random).flux)
    expect(mean / 5000).toBeCloseTo(1, 2)
    expect(Math.sqrt(variance) / 5000).toBeCloseTo(0.3, 2)
    const wide = { ...blinking, photonSpread: 2 }
    for (let i = 0; i < 1000; i++) expect(activation(wide, 0, random).flux).toBeGreaterThanOrEqual(500)
  })

  it('share their photons among frames: the shares add up to the time on', () => {
    const random = new Random(3)
    for (let i = 0; i < 1000; i++) {
      const on = activation(blinking, 0, random)
      let sum = 0
      for (let frame = -1; frame <= on.end; frame++) {
        const share = shareOfFrame(on, frame)
        expect(share).toBeGreaterThanOrEqual(0)
        expect(share).toBeLessThanOrEqual(1)
        sum += share
      }
      expect(sum).toBeCloseTo(on.end - on.start, 9)
    }
  })

  it('are over when the lead-in before a frame is over', () => {
    const random = new Random(4)
    for (let i = 0; i < many; i++) expect(Math.floor(activation(blinking, 0, random).end)).toBeLessThanOrEqual(leadIn_frames(2))
  })
})

describe('rows of an activation', () => {
  it.each([[1, 0.01], [1, 0.3], [2, 0.01], [2, 0.5], [3, 0.1]])('at a mean on-time of %f frames with a share of at least %f number e^(−ε/τ)·(1 − ε + τ)', (onTime, least) => {
    const blinking: Blinking = { onTime_frames: onTime, photons: 1, photonSpread: 0 }
    const random = new Random(5)
    const { mean, variance } = moments(many, () => rowsOf(blinking, random).filter((share) => share >= least).length)
    expect(meanDeviation(mean, rowsPerActivation(onTime, least), variance, many)).toBeLessThan(4)
  })

  it('with a spread of fluxes above a least number of photons number what simulation counts', () => {
    for (const [photons, least] of [[5000, 50], [5000, 1000], [1000, 100]]) {
      const blinking: Blinking = { onTime_frames: 2, photons, photonSpread: 0.3 }
      const random = new Random(6)
      const { mean, variance } = moments(many, () => rowsOf(blinking, random).filter((value) => value >= least).length)
      expect(meanDeviation(mean, rowsAbove(blinking, least), variance, many)).toBeLessThan(4)
    }
  })

  it('at 5000 photons and an on-time of 2 frames carry about 3,360 photons each', () => {
    const blinking: Blinking = { onTime_frames: 2, photons: 5000, photonSpread: 0.3 }
    const random = new Random(7)
    const rows = Array.from({ length: 50_000 }, () => rowsOf(blinking, random)).flat().filter((photons) => photons >= 50)
    const mean = rows.reduce((sum, value) => sum + value, 0) / rows.length
    expect(mean).toBeGreaterThan(3320)
    expect(mean).toBeLessThan(3400)
  })

  it('at an on-time of 1.25 frames form runs as in the challenge movie: 2.27 frames, a third of them one frame', () => {
    const blinking: Blinking = { onTime_frames: 1.25, photons: 8400, photonSpread: 0 }
    const random = new Random(8)
    const runs = Array.from({ length: 50_000 }, () => rowsOf(blinking, random).filter((photons) => photons >= 50).length).filter((length) => length > 0)
    expect(Math.abs(runs.reduce((sum, value) => sum + value, 0) / runs.length - 2.27)).toBeLessThan(0.04)
    expect(Math.abs(runs.filter((length) => length === 1).length / runs.length - 1 / 3)).toBeLessThan(0.03)
  })
})
