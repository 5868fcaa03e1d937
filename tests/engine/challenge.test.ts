// The challenge pair: its document follows from its result file, and on the published frames the networks do what the file says.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { challengeDocument, challengeModels, challengeScores, knownFailures, localizeAll, publishedFrames, type ChallengeResult } from '../../build/challenge-scores.ts'
import { readTrainingConfig } from '../../electron/engine/calibration/recipe-psf.ts'
import { loadModel } from '../../electron/engine/inference/model-folder.ts'
import { createInference } from '../../electron/engine/inference/supervisor.ts'
import { sharedData } from '../fixtures/shared-data.ts'

const root = join(import.meta.dirname, '../..')
const { results } = JSON.parse(readFileSync(join(root, 'docs/challenge.json'), 'utf8')) as { results: ChallengeResult[] }
const inference = createInference({ threads: 2 })
afterAll(() => inference.close())

describe('the challenge pair', () => {
  it('has a document in which no number was written by hand', () => {
    expect(readFileSync(join(root, 'docs/challenge.md'), 'utf8')).toBe(challengeDocument(results))
  })

  it('was trained alike but for where the molecules are', async () => {
    const [csr, structured] = await Promise.all(challengeModels.map((name) => readTrainingConfig(join(root, `models/recipes/${name}.json`))))
    for (const key of ['initialSeed', 'seed', 'acquisition', 'density_perUm2', 'crop_px', 'window', 'network', 'optimization', 'validation'] as const) {
      expect(structured[key], key).toEqual(csr[key])
    }
    expect([csr.sampling, structured.sampling]).toEqual([{ kind: 'csr' }, { kind: 'microtubules' }])
  })

  it.each(challengeModels)('%s has on the published frames the scores of the document, and those on its card', async (id) => {
    const stored = await loadModel(join(root, 'models', id))
    const published = results.find(({ model, movie, minimumPhotons }) => model === id && movie === 'Published frames' && minimumPhotons === 0)!
    expect(stored.card.scores).toContainEqual(expect.objectContaining({ emitters: published.emitters, jaccard: published.scores.jaccard.value / 100 }))
    expect(stored.card.knownFailures).toEqual(knownFailures(results, id))
    const frames = sharedData('smlm2016/MT0.N1.LD-AS-frames-1-32.tif')
    if (!frames) return
    const { movie, truth } = await publishedFrames(dirname(frames))
    const found = await localizeAll(await inference.open(stored, { provider: 'cpu' }), movie, stored.card.acquisition.camera)
    const { offset, scores, emitters } = challengeScores({ model: id, movie: 'Published frames' }, found, truth, movie.info.frames, 0, 4)
    expect(emitters).toBe(published.emitters)
    // Other processors round otherwise: a detection at the threshold may come or go.
    expect(Math.abs(scores.jaccard.value - published.scores.jaccard.value)).toBeLessThan(5)
    expect(Math.abs(scores.rmseVolumetric.value - published.scores.rmseVolumetric.value)).toBeLessThan(5)
    offset.forEach((value, axis) => expect(Math.abs(value - published.offset[axis])).toBeLessThan(3))
  })
})
