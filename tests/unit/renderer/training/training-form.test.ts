import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { createSampling, structureKinds } from '../../../../core/structure/registry.ts'
import { trainingSchema } from '../../../../core/training/config.ts'
import { Random } from '../../../../core/random/random.ts'
import { formKinds, samplingFields, usualMixture, weightOf, withWeight } from '../../../../renderer/training/sampling-fields.ts'
import { fits } from '../../../../renderer/training/similar.ts'
import { configOf, csrTwin, idFrom, type TrainingForm } from '../../../../renderer/training/training-form.ts'

const form: TrainingForm = {
  title: 'My cells, 20 ms',
  acquisition: {
    psf: { type: 'astigmatic', sigma0: 130, gamma: 250, d: 400, a: 0, b: 0 },
    camera: { type: 'ccd', quantumEfficiency: 0.9, spuriousCharge_e: 0, electronsPerAdu: 1, baseline_adu: 100, bits: 16, readNoise_e: 1.5 },
    pixelSize: 100, zRange: [-750, 750], photons: 5000, photonSpread: 0.3, background: [40, 60], onTime_frames: [1, 3], minimumPhotons: 50,
  },
  sampling: { kind: 'microtubules', tubes: 2 }, density_perUm2: [0.2, 3], size: 'tiny', targets: 2000, seed: 7,
}
const domain = { x: [0, 4000], y: [0, 4000], z: [-750, 750] } as const

describe('the training form', () => {
  it('makes ids that files can have from any title', () => {
    expect(idFrom('Zürich, 20 ms')).toBe('zurich-20-ms')
    fc.assert(fc.property(fc.string(), (title) => trainingSchema.shape.id.safeParse(idFrom(title)).success))
  })

  it('stands for a configuration the trainer takes', () => {
    const outcome = configOf(form)
    expect(outcome).toMatchObject({ config: { id: 'my-cells-20-ms', seed: 7, optimization: { targets: 2000 }, network: { size: 'tiny' } } })
  })

  it('says what is wrong', () => {
    expect(configOf({ ...form, density_perUm2: [3, 0.2] })).toEqual({ problem: 'The lowest density must not exceed the highest.' })
    expect(configOf({ ...form, acquisition: { ...form.acquisition, zRange: [100, 100] } })).toEqual({ problem: 'The lowest depth must be below the highest.' })
    expect(configOf({ ...form, targets: 0 })).toHaveProperty('problem')
  })

  it('the CSR twin differs in the sampling and nothing else that the network learns from', () => {
    const outcome = configOf(form)
    if (!('config' in outcome)) throw new Error(outcome.problem)
    const { id: _id, title: _title, description: _description, sampling, ...twin } = csrTwin(outcome.config, false).config
    const { id: _i, title: _t, description: _d, sampling: _s, ...own } = outcome.config
    expect(twin).toEqual(own)
    expect(sampling).toEqual({ kind: 'csr' })
    const crowded = csrTwin(outcome.config, true)
    expect(crowded.crowdedAs).toEqual(form.sampling)
    expect(crowded.config).toMatchObject({ ...own, sampling: { kind: 'csr' }, id: 'my-cells-20-ms-csr-crowded-twin' })
  })

  it('starts from a model where one is chosen, by smaller steps', () => {
    const rates = [undefined, 'mixture-5000-50'].map((startFrom) => {
      const outcome = configOf({ ...form, startFrom })
      return 'config' in outcome ? [outcome.config.startFrom, outcome.config.optimization.learningRate] : outcome.problem
    })
    expect(rates).toEqual([[undefined, 3e-3], ['mixture-5000-50', 2e-3]])
  })

  it('offers every kind of structure but given points and mixtures, each with fields whose values are possible', () => {
    expect(formKinds.map(({ name }) => name).toSorted()).toEqual(structureKinds.map(({ name }) => name).filter((name) => name !== 'points' && name !== 'mixture').toSorted())
    for (const { name } of formKinds) {
      const fields = samplingFields(name)
      const given = Object.fromEntries(fields.flatMap(({ key, value }) => (value === undefined ? [] : [[key, value]])))
      const structure = createSampling({ kind: name, ...given }, domain as never)(new Random(1))
      expect(structure.draw(5, new Random(2)).x).toHaveLength(5)
    }
  })

  it('begins a mixture as that of the shipped network, which the simulator can make', () => {
    const recipe = JSON.parse(readFileSync(new URL('../../../../models/recipes/mixture-5000-50.json', import.meta.url), 'utf8')) as { sampling: unknown }
    expect(usualMixture).toEqual(recipe.sampling)
    expect(configOf({ ...form, sampling: { ...usualMixture } })).toHaveProperty('config')
    expect(createSampling(usualMixture, domain as never)(new Random(1)).draw(5, new Random(2)).x).toHaveLength(5)
  })

  it('changes the weight of one kind in a mixture, keeps the parameters of its parts, and 0 takes it out', () => {
    const parts = [{ weight: 1, sampling: { kind: 'microtubules', tubes: 2 } }, { weight: 3, sampling: { kind: 'microtubules', tubes: 5 } }, { weight: 2, sampling: { kind: 'csr' } }]
    expect(weightOf(parts, 'microtubules')).toBe(4)
    expect(withWeight(parts, 'microtubules', 8)).toEqual([{ weight: 2, sampling: { kind: 'microtubules', tubes: 2 } }, { weight: 6, sampling: { kind: 'microtubules', tubes: 5 } }, parts[2]])
    expect(withWeight(parts, 'csr', 0)).toEqual(parts.slice(0, 2))
    expect(withWeight(parts, 'rings', 0.5)).toEqual([...parts, { weight: 0.5, sampling: { kind: 'rings' } }])
  })

  it('fields of microtubules: numbers and ranges with their defaults', () => {
    const fields = samplingFields('microtubules')
    expect(fields.find(({ key }) => key === 'tubes')).toMatchObject({ type: 'number', whole: true, value: 3, label: 'Tubes' })
    expect(fields.find(({ key }) => key === 'helixRadius')).toMatchObject({ type: 'range', value: [50, 600], label: 'Helix radius', unit: 'nm' })
  })
})

describe('scores of a shipped network', () => {
  it('hold for the light they were measured at, and not for a fifth of it', () => {
    expect(fits(form.acquisition, { ...form.acquisition, photons: 5500 })).toBe(true)
    expect(fits(form.acquisition, { ...form.acquisition, photons: 1000 })).toBe(false)
    expect(fits(form.acquisition, { ...form.acquisition, pixelSize: 160 })).toBe(false)
  })
})
