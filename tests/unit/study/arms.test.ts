// The arms of the documentation's study differ in nothing but where their emitters are.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { contains } from '../../../core/geometry.ts'
import { litEmitters, truthBox } from '../../../core/simulation/scene.ts'
import { armConfig } from '../../../core/study/arms.ts'
import { meanDistance } from '../../../core/study/crowding.ts'
import { studySchema, trainingsOf, type Study } from '../../../core/study/declaration.ts'
import { studyMovies } from '../../../core/study/test-movies.ts'
import type { TrainingConfig } from '../../../core/training/config.ts'
import { createWindows, densitiesTaken, mapped, windowSampling, windowScenes } from '../../../core/training/window.ts'
import { recipe } from '../../fixtures/recipe.ts'
import { ksTwoSamples } from '../../fixtures/statistics.ts'

const study = studySchema.parse(JSON.parse(readFileSync(new URL('../../../studies/main.json', import.meta.url), 'utf8')))
const base = recipe('microtubules-5000-50')
const [level] = study.levels
const [structured, asCrowded, asMany] = ['microtubules', 'csr-nominal', 'csr-count'].map((name): TrainingConfig =>
  armConfig(study, { arm: study.arms.find((arm) => arm.name === name)!, level, seed: 1 }, base))

describe('the arms', () => {
  test('have the same configuration but for the sampling and its densities', () => {
    for (const other of [asCrowded, asMany]) {
      const { sampling: _a, densityMap: _b, id: _c, title: _d, description: _e, ...rest } = other
      const { sampling: _f, id: _g, title: _h, description: _i, ...reference } = structured
      expect(rest).toEqual(reference)
    }
    expect(asCrowded.densityMap).toBeDefined()
    expect(asMany.densityMap).toBeUndefined()
    // What a card says of the densities seen.
    expect(densitiesTaken(asMany)).toEqual(asMany.density_perUm2)
    expect(densitiesTaken(asCrowded)).toEqual([asCrowded.densityMap![0][1], asCrowded.densityMap!.at(-1)![1]].map((density) => expect.closeTo(density, 9) as number))
  })

  test('see window by window the same background; seeds are pairs of first weights and light', () => {
    const windows = [structured, asCrowded, asMany].map((config) => createWindows(config)('training', 7))
    expect(new Set(windows.map(({ background_photons }) => background_photons)).size).toBe(1)
    const second = armConfig(study, { arm: study.arms[0], level, seed: 2 }, base)
    expect(second.initialSeed).not.toBe(structured.initialSeed)
    expect(createWindows(second)('training', 7).background_photons).not.toBe(windows[0].background_photons)
  })

  test('have the same distributions of depth, x, y, photons and length of emission', () => {
    const collected = [structured, asCrowded, asMany].map((config) => {
      const sceneOf = windowScenes(config)
      const box = truthBox(config.acquisition, config.crop_px, config.crop_px)
      // One emitter a window: emitters of a window share a structure, so more would be no independent sample.
      const values = { x: [] as number[], y: [] as number[], z: [] as number[], photons: [] as number[] }
      for (let index = 0; index < 700; index++) {
        const lit = litEmitters(sceneOf('training', index).scene, 2, 1)
        const rows = [...lit.x.keys()].filter((row) => lit.photons[row] >= 50 && contains(box, lit.x[row], lit.y[row], lit.z[row]))
        if (rows.length === 0) continue
        const row = rows[(index * 7919) % rows.length]
        for (const name of ['x', 'y', 'z', 'photons'] as const) values[name].push(lit[name][row])
      }
      return values
    })
    for (const other of collected.slice(1)) {
      for (const name of ['x', 'y', 'z', 'photons'] as const) {
        const [a, b] = [collected[0][name], other[name]]
        // Kolmogorov and Smirnov's limit at 0.1 %.
        expect(ksTwoSamples(a, b), name).toBeLessThan(1.95 * Math.sqrt((a.length + b.length) / (a.length * b.length)))
      }
    }
  })

  test.each([0.15, 0.4, 0.9])('at %f µm⁻² the arm of equal nominal density is as crowded as the structures, in windows that its densities were not found on', (density) => {
    const other = { ...structured, seed: 77_001 }
    const wanted = meanDistance(other, density, windowSampling(other))
    const matched = meanDistance({ ...asCrowded, seed: 77_001 }, mapped(density, asCrowded.densityMap!), windowSampling(asCrowded))
    // Structures differ: the mean distance over a few hundred of them scatters by several percent.
    expect(Math.abs(Math.log(matched / wanted))).toBeLessThan(0.15)
    // At equal count they would be far apart.
    expect(meanDistance({ ...asMany, seed: 77_001 }, density, windowSampling(asMany)) / wanted).toBeGreaterThan(1.4)
  })
})

describe('a study', () => {
  const document = (): Record<string, unknown> => JSON.parse(readFileSync(new URL('../../../studies/main.json', import.meta.url), 'utf8')) as Record<string, unknown>

  test('trains all arms of a seed before the next, so that pairs are complete early', () => {
    const order = trainingsOf(study).filter((one) => one.level.name === '5000-50' && one.arm.name !== 'mixture').map(({ arm, seed }) => `${arm.name}-${seed}`)
    expect(order.slice(0, 4)).toEqual(['microtubules-1', 'csr-nominal-1', 'csr-count-1', 'microtubules-2'])
    expect(order).toHaveLength(9)
  })

  test('takes the light of its levels into trainings and test movies', () => {
    const [, dim] = study.levels
    const config = armConfig(study, { arm: study.arms[0], level: dim, seed: 1 }, base)
    expect(config.acquisition).toMatchObject({ photons: 1000, background: [8, 12] })
    expect(studyMovies(study, dim, config)[0].spec.acquisition).toMatchObject({ photons: 1000, background: [10, 10] })
  })

  test('chooses thresholds on movies that are no test movies', () => {
    const movies = studyMovies(study, level, structured)
    const seeds = (validation: boolean): number[] => movies.filter(({ family }) => (family === 'validation') === validation).map(({ spec }) => spec.seed)
    expect(new Set(movies.map(({ name }) => name)).size).toBe(movies.length)
    expect(new Set(movies.map(({ spec }) => spec.seed)).size).toBe(movies.length)
    expect(seeds(true).some((seed) => seeds(false).includes(seed))).toBe(false)
    expect(movies.filter(({ family }) => family === 'main').map(({ nominal_perUm2 }) => nominal_perUm2)).toEqual(study.tests.main.nominal_perUm2)
  })

  test.each([
    ['two arms of one name', (study: Study) => ({ ...study, arms: [study.arms[0], study.arms[0]] }), /two arms have the same name/],
    ['an arm as crowded as none', (study: Study) => ({ ...study, arms: [study.arms[0], { ...study.arms[2], crowdedAs: 'rings' }] }), /there is no arm 'rings'/],
    ['an unknown entry', (study: Study) => ({ ...study, arm: [] }), /arm/],
  ])('with %s is refused', (_, change, message) => {
    expect(() => studySchema.parse(change(document() as unknown as Study))).toThrow(message)
  })
})
