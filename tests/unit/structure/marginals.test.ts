// The arms of a comparison must differ in structure alone: x, y, z, photons and background distributed alike.
import { beforeAll, describe, expect, it } from 'vitest'
import { createWindows, trainingDomain, type TrainingWindow } from '../../../core/training/window.ts'
import { Random } from '../../../core/random/random.ts'
import { createSampling } from '../../../core/structure/registry.ts'
import { truthBox } from '../../../core/simulation/scene.ts'
import { histogram, ksTwoSamples, mean } from '../../fixtures/statistics.ts'
import { recipe } from '../../fixtures/recipe.ts'

const WINDOWS = 600

describe.each([['microtubules', 2500], ['filaments', 800], ['rings', 800]] as const)('%s with equal marginals', (kind, structures) => {
  const config = recipe('csr-5000-50')
  const domain = trainingDomain(config)
  const truth = truthBox(config.acquisition, config.crop_px, config.crop_px)
  const columns = { x: [] as number[], y: [] as number[], z: [] as number[] }

  beforeAll(() => {
    const make = createSampling({ kind }, domain, { balanced: truth })
    for (let i = 0; i < structures; i++) {
      const random = new Random(77, i)
      const place = make(random).draw(20, random)
      for (const axis of ['x', 'y', 'z'] as const) columns[axis].push(...place[axis])
    }
  })

  it.each(['x', 'y', 'z'] as const)('%s is uniform over the domain in every twelfth', (axis) => {
    const counts = histogram(columns[axis], 12, ...domain[axis])
    for (const count of counts) expect(Math.abs(count / (columns[axis].length / 12) - 1)).toBeLessThan(0.08 + 3 / Math.sqrt(structures))
  })

  it('the region of the targets gets the share of its volume', () => {
    const inside = columns.x.filter((x, i) => x >= truth.x[0] && x < truth.x[1] && columns.y[i] >= truth.y[0] && columns.y[i] < truth.y[1] && columns.z[i] >= truth.z[0] && columns.z[i] < truth.z[1]).length
    const expected = (4000 * 4000 * 1500) / (5600 * 5600 * 1700)
    expect(Math.abs(inside / columns.x.length / expected - 1)).toBeLessThan(0.02 + 1 / Math.sqrt(structures))
  })
})

describe('the training arms', () => {
  const arms: Record<string, TrainingWindow[]> = {}
  beforeAll(() => {
    for (const name of ['csr', 'microtubules']) {
      const make = createWindows(recipe(`${name}-5000-50`))
      arms[name] = Array.from({ length: WINDOWS }, (_, i) => make('training', i))
    }
  })
  const column = (name: string, k: number): number[] => arms[name].flatMap((w) => Array.from({ length: w.emitters.length / 6 }, (_, i) => w.emitters[6 * i + k]))

  it.each([['x', 1], ['y', 2], ['z', 3], ['photons', 4]] as const)('agree in the distribution of %s', (_, k) => {
    expect(ksTwoSamples(column('csr', k), column('microtubules', k))).toBeLessThan(0.035)
  })

  it('have the same backgrounds, window by window', () => {
    expect(arms.csr.map((w) => w.background_photons)).toEqual(arms.microtubules.map((w) => w.background_photons))
  })

  it('have the same mean number of targets within 5 %', () => {
    const [a, b] = ['csr', 'microtubules'].map((name) => mean(arms[name].map((w) => w.emitters.length)))
    expect(Math.abs(a / b - 1)).toBeLessThan(0.05)
  })

  it('differ in crowding: nearest neighbours are closer on structures', () => {
    const nearest = (name: string): number => mean(arms[name].slice(0, 150).flatMap((w) => nearestNeighbours(w.emitters)))
    expect(nearest('microtubules')).toBeLessThan(0.75 * nearest('csr'))
  })
})

function nearestNeighbours(emitters: Float32Array): number[] {
  const rows = Array.from({ length: emitters.length / 6 }, (_, i) => emitters.subarray(6 * i, 6 * i + 6))
  return rows.map((a) => Math.min(...rows.filter((b) => b !== a && b[0] === a[0]).map((b) => Math.hypot(a[1] - b[1], a[2] - b[2]))))
    .filter((distance) => Number.isFinite(distance))
}
