// Scores the challenge pair: `node build/score-challenge.ts --data FOLDER`, where FOLDER holds the challenge's first 32 frames and its
// truth. Writes docs/challenge.json and docs/challenge.md, and the scores into the cards.
import { writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import type { ModelCard } from '../core/model/card.ts'
import type { MovieSpec } from '../core/simulation/movie.ts'
import { loadModel } from '../electron/engine/inference/model-folder.ts'
import { createInference } from '../electron/engine/inference/supervisor.ts'
import { simulatedSource } from '../electron/engine/training/simulated-source.ts'
import { saveCard } from '../electron/engine/training/write-card.ts'
import { challengeDocument, challengeModels, challengeScores, knownFailures, localizeAll, publishedFrames, type ChallengeResult } from './challenge-scores.ts'

const root = join(import.meta.dirname, '..')
const [seed, size_px] = [9_950_001, 64]
const leastPhotons = [0, 500]

const { values } = parseArgs({ options: { data: { type: 'string' }, models: { type: 'string', default: join(root, 'models') } } })
if (!values.data) throw new Error('--data FOLDER is needed: it holds MT0.N1.LD-AS-frames-1-32.tif and MT0.N1.LD-activations.csv')
const published = await publishedFrames(values.data)

const simulated = (card: ModelCard, frames: number, density: MovieSpec['density']): MovieSpec => ({
  acquisition: { ...card.acquisition, background: [100, 100], onTime_frames: [1.25, 1.25] }, width_px: size_px, height_px: size_px, frames, seed,
  sampling: { kind: 'points', x: published.all.x, y: published.all.y, z: published.all.z }, density,
})
const inference = createInference({ threads: 2 })
const results: ChallengeResult[] = []
try {
  for (const id of challengeModels) {
    const folder = join(values.models, id)
    const model = await inference.open(await loadModel(folder), { provider: 'cpu' })
    const { card } = model
    const movies = [
      { movie: 'Published frames', blockFrames: 4, source: published.movie, truth: published.truth },
      ...await Promise.all(([
        ['Simulated frames, as sparse as the published', 3000, { emittersPerFrame: 1.25 }],
        ['Simulated frames at nominal density 1 µm⁻²', 300, { nominal_perUm2: 1 }],
        ['Simulated frames at nominal density 4 µm⁻²', 300, { nominal_perUm2: 4 }],
      ] as const).map(async ([movie, frames, density]) => {
        const { movie: source, truth } = await simulatedSource(simulated(card, frames, density))
        return { movie, blockFrames: 20, source, truth }
      })),
    ]
    for (const { movie, blockFrames, source, truth } of movies) {
      const found = await localizeAll(model, source, card.acquisition.camera)
      for (const least of leastPhotons) results.push(challengeScores({ model: id, movie }, found, truth, source.info.frames, least, blockFrames))
      process.stderr.write(`${id}: ${movie}\n`)
    }
    await saveCard(folder, { ...card, knownFailures: knownFailures(results, id), scores: [...card.scores.filter((entry) => !entry.movie.startsWith('MT0')), ...cardScores(results, id)] })
  }
} finally {
  await inference.close()
}
writeFileSync(join(root, 'docs/challenge.json'), `${JSON.stringify({ seed, cpu: cpus()[0].model, node: process.version, results }, null, 1)}\n`)
writeFileSync(join(root, 'docs/challenge.md'), challengeDocument(results))

function cardScores(all: readonly ChallengeResult[], id: string): ModelCard['scores'] {
  return all.filter(({ model, minimumPhotons }) => model === id && minimumPhotons === 0).map(({ movie, frames, emitters, scores }) => ({
    movie: `MT0.N1.LD-AS. ${movie}, ${frames}`, density: movie.includes('density') ? movie.replace(/.*density /, '') : '1.25 emitters a frame',
    jaccard: scores.jaccard.value / 100, rmseLateral: scores.rmseLateral.value, rmseAxial: scores.rmseAxial.value, rmseVolumetric: scores.rmseVolumetric.value,
    efficiency3d: scores.efficiency3d.value, emitters,
  }))
}
