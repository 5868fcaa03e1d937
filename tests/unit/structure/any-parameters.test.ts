// Whatever valid parameters a person writes, a structure gives finite places inside its domain, or says what is too much.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contains, type Box } from '../../../core/geometry.ts'
import { Random } from '../../../core/random/random.ts'
import { createSampling, structureKinds } from '../../../core/structure/registry.ts'
import type { StructureKind } from '../../../core/structure/sampling.ts'

const kinds = structureKinds.filter(({ name }) => !['points', 'mixture'].includes(name))

/** Domains of a few hundred nm to 2 µm anywhere. */
const domains = fc.tuple(fc.double({ min: -5000, max: 5000, noNaN: true }), fc.double({ min: 200, max: 2000, noNaN: true }), fc.double({ min: 100, max: 1500, noNaN: true }))
  .map(([corner, width, depth]): Box => ({ x: [corner, corner + width], y: [-corner, -corner + width / 2], z: [-depth / 2, depth / 3] }))

/** Values from a tenth to twice the default, also 0 where the parameter may be 0. */
function around(value: unknown): fc.Arbitrary<unknown> {
  const factor = fc.oneof(fc.double({ min: 0.1, max: 2, noNaN: true }), fc.constant(0))
  if (typeof value === 'number') return factor.map((by) => Number.isInteger(value) && by > 0 ? Math.max(1, Math.round(value * by)) : value * by)
  if (Array.isArray(value)) return fc.tuple(...value.map((entry) => around(entry))).map((pair) => (pair as number[]).toSorted((a, b) => a - b))
  return fc.constantFrom(value, 'axial', 'any')
}

/** Valid parameters of a kind: those that differ from the defaults only as far as its schema allows. */
function parametersOf(kind: StructureKind): fc.Arbitrary<object> {
  const defaults = kind.parameters.parse({}) as Record<string, unknown>
  return fc.record(Object.fromEntries(Object.entries(defaults).map(([name, value]) => [name, around(value)])), { requiredKeys: [] })
    .map((given) => Object.fromEntries(Object.entries(given).filter(([name, value]) => kind.parameters.safeParse({ [name]: value }).success)))
}

describe.each(kinds.map((kind) => [kind.name, kind] as const))('%s', (name, kind) => {
  it('gives finite places inside the domain for any valid parameters, the same for the same seed', () => {
    fc.assert(fc.property(parametersOf(kind), domains, fc.nat(), (given, domain, seed) => {
      const make = createSampling({ kind: name, ...given }, domain)
      const places = make(new Random(seed)).draw(50, new Random(seed, 1))
      expect([0, 50]).toContain(places.x.length)
      for (let i = 0; i < places.x.length; i++) {
        // Places are kept in single precision: half a step of it may lie past an end of the domain.
        const near: Box = { x: [domain.x[0] - 1e-3, domain.x[1] + 1e-3], y: [domain.y[0] - 1e-3, domain.y[1] + 1e-3], z: [domain.z[0] - 1e-3, domain.z[1] + 1e-3] }
        expect(contains(near, places.x[i], places.y[i], places.z[i])).toBe(true)
      }
      expect(make(new Random(seed)).draw(50, new Random(seed, 1))).toEqual(places)
    }), { numRuns: 20, seed: 5 })
  })
})

describe('parameters that make no sense are refused with the name of the kind and the parameter', () => {
  const domain: Box = { x: [0, 6400], y: [0, 6400], z: [-750, 750] }
  const refusal = (spec: { kind: string } & Record<string, unknown>): string => {
    try {
      createSampling(spec, domain)
    } catch (error) {
      return (error as Error).message
    }
    return ''
  }

  it.each([
    [{ kind: 'vesicles', radius: [400, 60] }, /vesicles.*first value must not exceed the second.*radius/s],
    [{ kind: 'vesicles', radius: 100 }, /vesicles.*radius/s],
    [{ kind: 'sheet', tilt_deg: [0, 90] }, /sheet.*80.*tilt_deg/s],
    [{ kind: 'clusters', strays: 1 }, /clusters.*strays/s],
    [{ kind: 'nuclear-pores', labelled: 0 }, /nuclear-pores.*labelled/s],
    [{ kind: 'mitochondria', width: 300 }, /mitochondria.*width/s],
    [{ kind: 'actin-mesh', meshSize: [0, 100] }, /actin-mesh.*meshSize/s],
    [{ kind: 'crossings', angle_deg: [0, 120] }, /crossings.*90.*angle_deg/s],
    [{ kind: 'parallel-filaments', separation: 'vertical' }, /parallel-filaments.*lateral.*separation/s],
  ])('%o', (spec, message) => {
    expect(refusal(spec)).toMatch(message)
  })

  it.each([
    { kind: 'vesicles', density_perUm2: 1e9 },
    { kind: 'sheet', seeds_perUm2: 1e300 },
    { kind: 'sheet', undulation: [1e5, 1e5], wavelength: [1, 1] },
    { kind: 'clusters', density_perUm2: 1e9 },
    { kind: 'nuclear-pores', density_perUm2: 1e9 },
    { kind: 'mitochondria', seeds_perUm2: 1e9 },
    { kind: 'actin-mesh', seeds_perUm: 1e9 },
    { kind: 'crossings', seeds_perUm: 1e9 },
    { kind: 'parallel-filaments', seeds_perUm: 1e9 },
  ])('more than memory holds: %o', (spec) => {
    expect(refusal(spec)).toMatch(new RegExp(`'${spec.kind}'.*6.40×6.40 µm; at most 20 million`))
  })
})
