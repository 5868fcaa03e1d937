// Emitters added to frames of a movie, and how models are scored on them.
import { describe, expect, test } from 'vitest'
import { challengeCamera } from '../../../core/camera/camera.ts'
import { evaluate } from '../../../core/evaluation/evaluate.ts'
import { scoreSpikes } from '../../../core/evaluation/spike-in.ts'
import { concatTables, createEmitters, selectRows } from '../../../core/localizations/table.ts'
import { acquisitionSchema } from '../../../core/simulation/acquisition.ts'
import { spikes, type SpikeSpec } from '../../../core/simulation/spike-in.ts'
import { found, randomEmitters } from '../../fixtures/tables.ts'

const acquisition = acquisitionSchema.parse({ psf: { type: 'astigmatic' }, camera: challengeCamera, zRange: [-750, 750], photons: 5000, background: [50, 50], onTime_frames: [2, 2] })
const spec: SpikeSpec = { acquisition, sampling: { kind: 'csr' }, density_perUm2: 0.2, isolation: 0, width_px: 64, height_px: 64, first: 10, end: 210, seed: 4 }
const size = 64 * 64

describe('added emitters', () => {
  test('are as many as asked for, in the frames asked for', () => {
    const { truth } = spikes(spec)
    const expected = 0.2 * 6.4 ** 2 * 200
    // Rows of one molecule come together: the spread is that of about a third as many molecules.
    expect(Math.abs(truth.frame.length - expected)).toBeLessThan(4 * Math.sqrt(3 * expected))
    expect(Math.min(...truth.frame)).toBeGreaterThanOrEqual(10)
    expect(Math.max(...truth.frame)).toBeLessThan(210)
  })

  test('give the same light to a frame whenever it is read', () => {
    const [once, again] = [spikes(spec), spikes(spec)].map(({ addTo }) => {
      const adu = new Uint16Array(size).fill(400)
      addTo(57, adu)
      return adu
    })
    expect(again).toEqual(once)
    expect(once.some((value) => value > 500)).toBe(true)
  })

  test('give their photons and no more: the light of all frames is that of all emitters', () => {
    const { truth, addTo } = spikes({ ...spec, density_perUm2: 1 })
    let sum = 0
    for (let frame = spec.first; frame < spec.end; frame++) {
      const adu = new Float32Array(size)
      addTo(frame, adu)
      for (const value of adu) sum += value
    }
    // 6.00 ADU a photon; those outside the field of view or the depth range give light in it, too, those inside lose some over its edge.
    const photons = truth.photons.reduce((a, b) => a + b, 0)
    expect(sum / 6 / photons).toBeGreaterThan(0.9)
    expect(sum / 6 / photons).toBeLessThan(1.15)
  })

  test('light the frames beside the scored ones, which a network sees as well, and no others', () => {
    const { addTo } = spikes({ ...spec, density_perUm2: 2 })
    const lit = [8, 9, 10, 209, 210, 211].map((frame) => {
      const adu = new Uint16Array(size)
      addTo(frame, adu)
      return adu.some((value) => value > 0)
    })
    expect(lit).toEqual([false, true, true, true, true, false])
  })

  test('keep the distance asked for within a frame', () => {
    const { truth } = spikes({ ...spec, density_perUm2: 0.5, isolation: 1000 })
    expect(truth.frame.length).toBeGreaterThan(100)
    for (let i = 0; i < truth.frame.length; i++) {
      for (let j = i + 1; j < truth.frame.length; j++) {
        if (truth.frame[i] === truth.frame[j]) expect(Math.hypot(truth.x[i] - truth.x[j], truth.y[i] - truth.y[j])).toBeGreaterThanOrEqual(1000)
      }
    }
  })
})

test('added emitters keep clear of what is seen in the movie itself', () => {
  const seen = found(randomEmitters(800, 200, 6400, 3), 10, 5)
  const { truth } = spikes({ ...spec, first: 0, end: 200, density_perUm2: 0.5, occupied: { ...seen, distance: 700 } })
  expect(truth.frame.length).toBeGreaterThan(100)
  for (let i = 0; i < truth.frame.length; i++) {
    for (let j = 0; j < seen.frame.length; j++) {
      if (truth.frame[i] === seen.frame[j]) expect(Math.hypot(truth.x[i] - seen.x[j], truth.y[i] - seen.y[j])).toBeGreaterThanOrEqual(700)
    }
  }
})

describe('spike-in scores', () => {
  /** No border: an error must not carry an emitter over it. */
  const rules = { border: 0 }
  const real = randomEmitters(400, 100, 6400, 3)
  const added = randomEmitters(200, 100, 6400, 9)
  const before = found(real, 10, 5)

  test('of emitters that are all found are those of ordinary truth, and what was there before is no false positive', () => {
    const copy = concatTables([before, found(added, 12, 7)])
    const scores = scoreSpikes(before, copy, added, rules)
    const ordinary = evaluate(found(added, 12, 7), added, rules)
    expect(scores.recall).toBe(1)
    expect(scores.added).toBe(ordinary.tp)
    expect(scores.rmseLateral).toBeCloseTo(ordinary.rmseLateral!, 6)
    expect([scores.arisen, scores.vanished]).toEqual([0, 0])
    expect(scores.calibration.x!.deviation).toBeGreaterThan(0.85)
    expect(scores.calibration.x!.deviation).toBeLessThan(1.15)
  })

  test('count what arises and what vanishes', () => {
    const half = selectRows(found(added, 12, 7), Array.from({ length: 100 }, (_, i) => 2 * i))
    const fewer = selectRows(before, Array.from({ length: 390 }, (_, i) => i))
    const ghosts = createEmitters(3)
    ghosts.frame.set([1, 2, 3])
    ghosts.x.fill(-1)
    const where = [1000, 3000, 5000]
    ghosts.x.set(where)
    ghosts.y.set(where)
    // Far below: nothing else is within the axial gate.
    ghosts.z.fill(-5000)
    const scores = scoreSpikes(before, concatTables([fewer, half, found(ghosts, 1, 8)]), added, rules)
    expect(scores.recall).toBeCloseTo(0.5, 1)
    expect(scores.arisen).toBe(3)
    expect(scores.vanished).toBeGreaterThan(0)
    expect(scores.vanished).toBeLessThanOrEqual(10)
  })

  test('say how many would be found by chance', () => {
    expect(scoreSpikes(before, before, real, rules).chance).toBe(1)
    const { chance } = scoreSpikes(before, before, added, rules)
    // Four others a frame, each with 250 nm of reach in 5.5 µm squared and 500 nm of depth in 1500.
    expect(chance).toBeLessThan(0.06)
  })
})
