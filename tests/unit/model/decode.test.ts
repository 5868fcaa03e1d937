// Decoding: from the maps of a network to rows of the table.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { candidateFloor, pickCandidates } from '../../../core/model/candidates.ts'
import type { Candidates } from '../../../core/model/candidates.ts'
import type { Decoding } from '../../../core/model/card.ts'
import { decode } from '../../../core/model/decode.ts'
import { mergeCandidates } from '../../../core/model/decode-merge.ts'
import { mapChannelCount } from '../../../core/model/maps.ts'
import { mapsOfEmitters } from './maps-of-emitters.ts'
import type { TestEmitter } from './maps-of-emitters.ts'

const merge: Decoding = { method: 'merge', threshold: 0.45 }
const peaks: Decoding = { method: 'peaks', threshold: 0.45 }
const emitter = (x_px: number, y_px: number, more: Partial<TestEmitter> = {}): TestEmitter => ({ x_px, y_px, z: 0, photons: 3000, ...more })

/** An emitter near a pixel's border or corner is told of by the two or four pixels that meet there. */
const shared = (x_px: number, y_px: number, shares: [number, number, number][]): TestEmitter => emitter(x_px, y_px, { pixels: shares })

describe.each([merge, peaks])('decoding by $method', (decoding) => {
  test('gives a lone emitter its place in nm from the corner of the frame, and the frame', () => {
    const table = decode(mapsOfEmitters(12, 9, [emitter(7.31, 4.62, { z: -321, photons: 4321 })]), decoding, 17, 110)
    expect([...table.frame]).toEqual([17])
    expect(table.x[0]).toBeCloseTo(7.31 * 110, 2)
    expect(table.y[0]).toBeCloseTo(4.62 * 110, 2)
    expect(table.z[0]).toBeCloseTo(-321, 3)
    expect(table.photons[0]).toBeCloseTo(4321, 2)
    expect(table.background[0]).toBeCloseTo(50, 4)
    expect(table.sigma_x[0]).toBeCloseTo(0.15 * 110, 2)
    expect(table.sigma_y[0]).toBeCloseTo(0.15 * 110, 2)
    expect(table.sigma_z[0]).toBeCloseTo(30, 2)
    expect(table.sigma_photons[0]).toBeCloseTo(Math.sqrt(4321), 2)
    expect(table.probability[0]).toBe(1)
  })

  test('counts an emitter at the border of two pixels once, with the sum of their probabilities', () => {
    const table = decode(mapsOfEmitters(12, 12, [shared(6.0, 4.5, [[5, 4, 0.48], [6, 4, 0.44]])]), decoding, 0, 100)
    expect(table.x.length).toBe(1)
    expect(table.x[0]).toBeCloseTo(600, 3)
    expect(table.probability[0]).toBeCloseTo(0.92, 5)
  })

  test('of two equal pixels at a border makes one detection', () => {
    const table = decode(mapsOfEmitters(12, 12, [shared(6.0, 4.5, [[5, 4, 0.47], [6, 4, 0.47]])]), decoding, 0, 100)
    expect([...table.probability].map((p) => p.toFixed(3))).toEqual(['0.940'])
  })

  test('keeps sums over the threshold only', () => {
    const maps = mapsOfEmitters(30, 12, [emitter(5.5, 5.5, { pixels: [[5, 5, 0.4], [6, 5, 0.1]] }), emitter(20.5, 5.5, { pixels: [[20, 5, 0.4]] })])
    expect([...decode(maps, { ...decoding, threshold: 0.45 }, 0, 100).x].map(Math.round)).toEqual([550])
    expect(decode(maps, { ...decoding, threshold: 0.3 }, 0, 100).x.length).toBe(2)
    expect(decode(maps, { ...decoding, threshold: 0.6 }, 0, 100).x.length).toBe(0)
  })

  test('gives an empty frame an empty table', () => {
    expect(decode(mapsOfEmitters(8, 8, []), decoding, 0, 100).frame.length).toBe(0)
    expect(decode({ width: 8, height: 8, pixel: new Int32Array(), values: new Float32Array() }, decoding, 0, 100).frame.length).toBe(0)
  })

  test('dense maps and their candidates give the same rows', () => {
    const maps = mapsOfEmitters(20, 20, [emitter(3.2, 3.3), emitter(9.9, 15.1, { pixels: [[9, 15, 0.7], [10, 15, 0.2], [9, 14, 0.015]] })])
    expect(decode(pickCandidates(maps), decoding, 3, 100)).toEqual(decode(maps, decoding, 3, 100))
  })
})

describe('merging by predicted position', () => {
  test('counts an emitter at a corner of four pixels once', () => {
    const maps = mapsOfEmitters(12, 12, [shared(6, 6, [[5, 5, 0.29], [6, 5, 0.25], [5, 6, 0.25], [6, 6, 0.15]])])
    const table = decode(maps, merge, 0, 100)
    expect(table.x.length).toBe(1)
    expect(table.x[0]).toBeCloseTo(600, 3)
    expect(table.y[0]).toBeCloseTo(600, 3)
    expect(table.probability[0]).toBeCloseTo(0.94, 5)
    // The four have no pixel over 0.3 in the classical picking, whose cross sum also misses a corner.
    expect(decode(maps, peaks, 0, 100).x.length).toBe(0)
  })

  test('finds both of two emitters in neighbouring pixels, which local maxima cannot', () => {
    const pair = [
      emitter(5.7, 5.5, { z: 100, pixels: [[5, 5, 0.55], [5, 6, 0.3]] }),
      emitter(6.6, 5.5, { z: -300, pixels: [[6, 5, 0.5], [6, 6, 0.35]] }),
    ]
    const table = decode(mapsOfEmitters(12, 12, pair), merge, 0, 100)
    expect([...table.x].map((x) => Math.round(x))).toEqual([570, 660])
    expect([...table.z].map(Math.round)).toEqual([100, -300])
    expect(decode(mapsOfEmitters(12, 12, pair), peaks, 0, 100).x.length).toBe(1)
  })

  test('keeps two emitters at the same place in x, y apart by their depth', () => {
    const table = decode(mapsOfEmitters(12, 12, [
      emitter(6, 5.5, { z: 400, pixels: [[5, 5, 0.9]] }), emitter(6, 5.5, { z: -400, pixels: [[6, 5, 0.9]] }),
    ]), merge, 0, 100)
    expect([...table.z].map(Math.round)).toEqual([400, -400])
  })

  test('keeps two emitters at a distance far below a pixel apart by their summed probability', () => {
    // 0.1 px apart with σ 0.15 px: closer than the gate, but two certain pixels are two molecules.
    const table = decode(mapsOfEmitters(12, 12, [
      emitter(5.95, 5.5, { pixels: [[5, 5, 0.95]] }), emitter(6.05, 5.5, { pixels: [[6, 5, 0.93]] }),
    ]), merge, 0, 100)
    expect([...table.x].map((x) => Math.round(x))).toEqual([595, 605])
  })

  test('the gate is in units of the predicted uncertainty', () => {
    const pair = (sigma_px: number): Candidates => pickCandidates(mapsOfEmitters(12, 12, [
      emitter(5.8, 5.5, { sigma_px, pixels: [[5, 5, 0.5]] }), emitter(6.3, 5.5, { sigma_px, pixels: [[6, 5, 0.4]] }),
    ]))
    // 0.5 px apart: 5 σ, then 2 σ.
    expect(mergeCandidates(pair(0.1)).count).toBe(2)
    expect(mergeCandidates(pair(0.1), { gate: 5.1 }).count).toBe(1)
    expect(mergeCandidates(pair(0.25)).count).toBe(1)
    expect(mergeCandidates(pair(0.25), { gate: 1.5 }).count).toBe(2)
    expect(mergeCandidates(pair(0.25), { maximumDistance_px: 0.4 }).count).toBe(2)
    expect(mergeCandidates(pair(0.25), { maximumSum: 0.85 }).count).toBe(2)
  })

  test('position is the p-weighted mean, σ² the p-weighted mean of σ²', () => {
    const [p1, p2, x1, x2, s1, s2] = [0.6, 0.3, 5.9, 6.1, 0.2, 0.1]
    const table = decode(mapsOfEmitters(12, 12, [
      emitter(x1, 5.5, { sigma_px: s1, pixels: [[5, 5, p1]] }), emitter(x2, 5.5, { sigma_px: s2, pixels: [[6, 5, p2]] }),
    ]), merge, 0, 1)
    expect(table.x.length).toBe(1)
    expect(table.x[0]).toBeCloseTo((p1 * x1 + p2 * x2) / (p1 + p2), 5)
    expect(table.sigma_x[0]).toBeCloseTo(Math.sqrt((p1 * s1 ** 2 + p2 * s2 ** 2) / (p1 + p2)), 5)
  })

  const scene = fc.array(fc.record({
    x_px: fc.double({ min: 4, max: 20, noNaN: true }), y_px: fc.double({ min: 4, max: 20, noNaN: true }),
    z: fc.double({ min: -700, max: 700, noNaN: true }), photons: fc.double({ min: 200, max: 9000, noNaN: true }),
    sigma_px: fc.double({ min: 0.02, max: 0.5, noNaN: true }), share: fc.double({ min: 0.05, max: 1, noNaN: true }),
  }), { maxLength: 40 })
  const told = (emitters: { x_px: number; y_px: number; z: number; photons: number; sigma_px: number; share: number }[], shift: number): TestEmitter[] =>
    emitters.map(({ x_px, y_px, share, ...rest }) => {
      const [column, row] = [Math.floor(x_px), Math.floor(y_px)]
      const pixels: [number, number, number][] = [[column + shift, row + shift, share], [column + 1 + shift, row + shift, 1 - share]]
      return { ...rest, x_px: x_px + shift, y_px: y_px + shift, pixels }
    })

  test('does not depend on the order of the candidates', () => {
    fc.assert(fc.property(scene, fc.integer({ min: 1, max: 2 ** 31 - 1 }), (emitters, seed) => {
      const candidates = pickCandidates(mapsOfEmitters(24, 24, told(emitters, 0)))
      const order = [...candidates.pixel.keys()].sort((a, b) => (Math.imul(a + 1, seed) >>> 0) - (Math.imul(b + 1, seed) >>> 0))
      const shuffled: Candidates = {
        ...candidates,
        pixel: Int32Array.from(order, (n) => candidates.pixel[n]),
        values: Float32Array.from(order.flatMap((n) => [...candidates.values.subarray(n * mapChannelCount, (n + 1) * mapChannelCount)])),
      }
      expect(decode(shuffled, merge, 0, 100)).toEqual(decode(candidates, merge, 0, 100))
    }))
  })

  test('follows a shift of the frame by whole pixels', () => {
    fc.assert(fc.property(scene, fc.integer({ min: 1, max: 9 }), (emitters, shift) => {
      const here = decode(mapsOfEmitters(40, 40, told(emitters, 0)), merge, 0, 100)
      const there = decode(mapsOfEmitters(40, 40, told(emitters, shift)), merge, 0, 100)
      expect(there.frame.length).toBe(here.frame.length)
      for (let i = 0; i < here.frame.length; i++) {
        expect(Math.abs(there.x[i] - here.x[i] - 100 * shift)).toBeLessThan(0.01)
        expect(Math.abs(there.z[i] - here.z[i])).toBeLessThan(0.01)
      }
    }))
  })

  test('loses no probability: the sums of all detections are the sum of the candidates', () => {
    fc.assert(fc.property(scene, (emitters) => {
      const candidates = pickCandidates(mapsOfEmitters(24, 24, told(emitters, 0)))
      const detections = mergeCandidates(candidates, { minimumProbability: candidateFloor })
      let [found, given] = [0, 0]
      for (let d = 0; d < detections.count; d++) found += detections.probability(d)
      for (let n = 0; n < candidates.pixel.length; n++) given += candidates.values[n * mapChannelCount]
      expect(found).toBeCloseTo(given, 6)
    }))
  })
})

describe('picking local maxima', () => {
  test('counts a neighbour over 0.6 as a second molecule', () => {
    const table = decode(mapsOfEmitters(12, 12, [emitter(5.4, 5.5, { pixels: [[5, 5, 0.9]] }), emitter(6.6, 5.5, { pixels: [[6, 5, 0.65]] })]), peaks, 0, 100)
    expect([...table.x].map((x) => Math.round(x))).toEqual([540, 660])
  })

  test('sums the pixel and its four direct neighbours, not the diagonal ones', () => {
    const maps = mapsOfEmitters(12, 12, [emitter(5.5, 5.5, { pixels: [[5, 5, 0.5], [4, 5, 0.05], [6, 5, 0.06], [5, 4, 0.07], [5, 6, 0.08], [4, 4, 0.1]] })])
    expect(decode(maps, peaks, 0, 100).probability[0]).toBeCloseTo(0.76, 5)
  })

  test('works at the edges of the frame', () => {
    const corners = [[0, 0], [7, 0], [0, 7], [7, 7]].map(([column, row]) => emitter(column + 0.5, row + 0.5, { pixels: [[column, row, 0.8]] }))
    expect([...decode(mapsOfEmitters(8, 8, corners), peaks, 0, 1).x].map((x) => Math.floor(x))).toEqual([0, 7, 0, 7])
  })
})
