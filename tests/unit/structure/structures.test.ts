import { describe, expect, it } from 'vitest'
import type { Box } from '../../../core/geometry.ts'
import { Random } from '../../../core/random/random.ts'
import { onHelix, randomHelix } from '../../../core/structure/microtubules.ts'
import { randomChain } from '../../../core/structure/filaments.ts'
import { createSampling, structureKinds } from '../../../core/structure/registry.ts'
import { onCrossSection } from '../../../core/structure/tube.ts'
import { mean } from '../../fixtures/statistics.ts'

const domain: Box = { x: [0, 6400], y: [0, 6400], z: [-750, 750] }
const given = { tubes: 3, seeds: 5000, tubeRadius: 12, helixRadius: [50, 600] as [number, number], pitch: [1500, 8000] as [number, number] }

describe('structures', () => {
  it('lie in the domain, are as many as asked for, and repeat with the seed', () => {
    for (const kind of structureKinds) {
      const extra = kind.name === 'points' ? { x: [100], y: [200], z: [0] } : kind.name === 'mixture' ? { parts: [{ weight: 1, sampling: { kind: 'rings' } }, { weight: 2, sampling: { kind: 'csr' } }] } : {}
      const make = createSampling({ kind: kind.name, ...extra }, domain)
      const draw = (seed: number) => make(new Random(seed)).draw(500, new Random(seed, 1))
      const first = draw(1)
      expect(first.x.length).toBe(500)
      for (const axis of ['x', 'y', 'z'] as const) {
        expect(Math.min(...first[axis])).toBeGreaterThanOrEqual(domain[axis][0])
        expect(Math.max(...first[axis])).toBeLessThanOrEqual(domain[axis][1])
      }
      expect(draw(1)).toEqual(first)
      if (kind.name !== 'points') expect(draw(2).x).not.toEqual(first.x)
    }
  })

  it('unknown kinds and parameters are refused with what there is', () => {
    expect(() => createSampling({ kind: 'vesicle' }, domain)).toThrow(/no sampling 'vesicle'.*csr, microtubules/)
    expect(() => createSampling({ kind: 'microtubules', tube: 3 }, domain)).toThrow(/microtubules.*tube/s)
    expect(() => createSampling({ kind: 'points', x: [1, 2], y: [1], z: [1] }, domain)).toThrow(/same number/)
  })

  it('microtubules: seeds lie within 12 nm of a helix, 9.4 nm from it in the median as in MT0', () => {
    const random = new Random(3)
    const radii = Float64Array.from({ length: 20000 }, () => onCrossSection(12, random)).sort()
    expect(radii.at(-1)).toBeLessThanOrEqual(12)
    expect(radii[10000]).toBeCloseTo(9.4, 1)
    // One tube: the distance of each seed from the nearest point of its own centreline.
    const one = { ...given, tubes: 1, seeds: 300 }
    const { seeds, ...rest } = one
    const place = createSampling({ kind: 'microtubules', ...rest, seeds }, domain)(new Random(8)).draw(300, new Random(8, 1))
    const helix = randomHelix(one, domain, new Random(8))
    for (let i = 0; i < 300; i += 10) {
      let nearest = Infinity
      for (let t = -10000; t <= 10000; t += 2) {
        const [x, y, z] = onHelix(helix, t).point
        nearest = Math.min(nearest, Math.hypot(place.x[i] - x, place.y[i] - y, place.z[i] - z))
      }
      expect(nearest).toBeLessThan(12.5)
    }
  })

  it('microtubules: the centreline keeps its radius and pitch, and its tangent is its derivative', () => {
    const helix = randomHelix(given, domain, new Random(5))
    const pitch = (2 * Math.PI) / helix.turn
    const [a, b] = [onHelix(helix, 100).point, onHelix(helix, 100 + pitch).point]
    expect(Math.hypot(b[0] - a[0], b[1] - a[1], b[2] - a[2])).toBeCloseTo(pitch, 3)
    const { point, tangent } = onHelix(helix, 500)
    const next = onHelix(helix, 500.01).point
    const step = Math.hypot(next[0] - point[0], next[1] - point[1], next[2] - point[2])
    for (let k = 0; k < 3; k++) expect((next[k] - point[k]) / step).toBeCloseTo(tangent[k], 3)
  })

  it('filaments: the direction forgets itself over the persistence length (⟨cos⟩ = e^(−s/P))', () => {
    const wide: Box = { x: [-1e5, 1e5], y: [-1e5, 1e5], z: [-1e5, 1e5] }
    const cosines: number[] = []
    for (let i = 0; i < 60; i++) {
      const nodes = randomChain(1000, wide, new Random(1, i))
      const from = Math.floor(nodes.length / 4)
      for (let k = from; k + 25 < nodes.length && k < from + 2000; k += 25) {
        const [a, b] = [nodes[k].tangent, nodes[k + 25].tangent]
        cosines.push(a[0] * b[0] + a[1] * b[1] + a[2] * b[2])
      }
    }
    expect(mean(cosines)).toBeGreaterThan(Math.exp(-1) - 0.05)
    expect(mean(cosines)).toBeLessThan(Math.exp(-1) + 0.05)
  })

  it('mixtures draw their parts by weight', () => {
    const at = (x: number) => ({ kind: 'points', x: [x], y: [0], z: [0] })
    const make = createSampling({ kind: 'mixture', parts: [{ weight: 1, sampling: at(1) }, { weight: 3, sampling: at(2) }] }, domain)
    const drawn = Array.from({ length: 4000 }, (_, i) => make(new Random(i)).draw(1, new Random(i, 1)).x[0])
    expect(drawn.filter((x) => x === 2).length / 4000).toBeCloseTo(0.75, 1)
  })
})
