// LUENN's decoder on labels without noise: what is lost is lost by the decoder.
import { describe, expect, it } from 'vitest'
import { findSpots, type Spot } from '../../../../core/model/luenn/spots.ts'
import { Random } from '../../../../core/random/random.ts'
import { labelCandidates, zRange, type LabelEmitter } from './label.ts'

const spots = (...emitters: LabelEmitter[]): Spot[] => findSpots(labelCandidates(16, emitters), { sigma: 1, zRange })
const x_nm = (spot: Spot): number => spot.x * 25
const y_nm = (spot: Spot): number => spot.y * 25

describe('spots', () => {
  it('of lone emitters are within 1 nm laterally and 1 nm axially, wherever they lie on the grid', () => {
    const random = new Random(5)
    for (let i = 0; i < 300; i++) {
      const emitter = { x: random.between(600, 1000), y: random.between(600, 1000), z: random.between(-749, 749) }
      const found = spots(emitter)
      expect(found).toHaveLength(1)
      expect(Math.hypot(x_nm(found[0]) - emitter.x, y_nm(found[0]) - emitter.y)).toBeLessThan(1)
      expect(Math.abs(found[0].z - emitter.z)).toBeLessThan(1)
      // A whole spot but for what lies under the candidates' floor, the rim of 4 %.
      expect(found[0].probability).toBeGreaterThan(0.9)
      expect(found[0].probability).toBeLessThan(1.01)
    }
  })

  it('of networks that are unsure of the place, wider and lower, are found at their middle, with the same probability', () => {
    for (const offset of [0, 6, 12.5, 20]) {
      const [found] = spots({ x: 800 + offset, y: 800, z: 100, sigma: 1.5, amplitude: 1 / 1.5 ** 2 })
      expect(Math.abs(x_nm(found) - 800 - offset)).toBeLessThan(2)
      expect(found.probability).toBeGreaterThan(0.8)
      expect(found.probability).toBeLessThan(1)
    }
  })

  it('of two emitters 100 nm apart are two, each within 3 nm', () => {
    for (const offset of [0, 7, 14, 21]) {
      const found = spots({ x: 750 + offset, y: 800, z: 200 }, { x: 850 + offset, y: 800, z: 200 })
      expect(found).toHaveLength(2)
      expect(Math.abs(x_nm(found[0]) - 750 - offset)).toBeLessThan(3)
      expect(Math.abs(x_nm(found[1]) - 850 - offset)).toBeLessThan(3)
    }
  })

  it('of two emitters 75 nm apart are two, drawn to each other by less than 15 nm', () => {
    const found = spots({ x: 750, y: 800, z: 0 }, { x: 825, y: 800, z: 0 })
    expect(found).toHaveLength(2)
    expect(Math.abs(x_nm(found[0]) - 750)).toBeLessThan(15)
    expect(Math.abs(x_nm(found[1]) - 825)).toBeLessThan(15)
  })

  it('of two emitters closer than 2 σ of the label, 50 nm, are one between them with the mean depth', () => {
    const found = spots({ x: 780, y: 800, z: 100 }, { x: 820, y: 800, z: 200 })
    expect(found).toHaveLength(1)
    expect(Math.abs(x_nm(found[0]) - 800)).toBeLessThan(1)
    expect(Math.abs(found[0].z - 150)).toBeLessThan(2)
  })

  it('of two emitters in one place at opposite ends of the depth range vanish: their vectors cancel', () => {
    expect(spots({ x: 800, y: 800, z: -750 }, { x: 800, y: 800, z: 750 })).toHaveLength(0)
  })

  it('whose place the network splits in two, half of an emitter each, are one', () => {
    const found = spots({ x: 780, y: 800, z: 100, amplitude: 0.5 }, { x: 835, y: 800, z: 100, amplitude: 0.5 })
    expect(found).toHaveLength(1)
    expect(Math.abs(x_nm(found[0]) - 807.5)).toBeLessThan(3)
    expect(found[0].probability).toBeGreaterThan(0.85)
  })

  it('lie within the depth range or hardly beyond it, and turn over nowhere', () => {
    for (const z of [-750, -749, 0, 749, 750]) expect(spots({ x: 800, y: 800, z })[0].z).toBeCloseTo(z, 3)
  })

  it('at the edge of the frame, half cut off, stay within 20 nm', () => {
    const [found] = spots({ x: 10, y: 1590, z: 0 })
    expect(Math.hypot(x_nm(found) - 10, y_nm(found) - 1590)).toBeLessThan(20)
  })
})
