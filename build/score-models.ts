// Scores the shipped models on movies drawn from the truth of the SMLM Challenge's MT0, which no training has seen:
// `node build/score-models.ts --points MT0.csv [--only MODEL,MODEL]`. Writes docs/scores.json and docs/scores.md, and the main scores into
// the cards; models that are left out keep the results that they have (`--only ''`: no scoring, the cards anew).
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { calibration } from '../core/evaluation/calibration.ts'
import { checkerboard } from '../core/evaluation/checkerboard.ts'
import { crlbRatio } from '../core/evaluation/crlb-ratio.ts'
import { evaluate, type Evaluation } from '../core/evaluation/evaluate.ts'
import { asEmitters, readTable } from '../core/formats/read-table.ts'
import { concatTables, createLocalizations, type EmitterTable, type LocalizationTable } from '../core/localizations/table.ts'
import type { Decoding, ModelCard } from '../core/model/card.ts'
import { createPsf } from '../core/psf/create.ts'
import type { MovieSpec } from '../core/simulation/movie.ts'
import { localizeFrames } from '../electron/engine/inference/localize-frames.ts'
import { loadModel } from '../electron/engine/inference/model-folder.ts'
import { createInference, type OpenModel } from '../electron/engine/inference/supervisor.ts'
import { readResults } from '../electron/engine/study/run-study.ts'
import { simulatedSource } from '../electron/engine/training/simulated-source.ts'
import { saveCard } from '../electron/engine/training/write-card.ts'
import { knownFailures, studyArms, studyFailures } from './known-failures.ts'

const root = join(import.meta.dirname, '..')
const levels = [
  { title: '5,000 photons, background 50', models: ['mixture-5000-50', 'csr-5000-50', 'microtubules-5000-50'] },
  { title: '20,000 photons, background 200', models: ['csr-20000-200', 'microtubules-20000-200'] },
  { title: '1,000 photons, background 10', models: ['csr-1000-10', 'microtubules-1000-10'] },
].map(({ title, models }) => ({ title, models: models.filter((id) => existsSync(join(root, 'models', id))) }))
const models = levels.flatMap((level) => level.models)
const nominalDensities = [0.4, 1, 2, 4]
const seed = 9_900_001
const [frames, size_px] = [500, 64]
const fieldOfView = { width: 6400, height: 6400 }

interface Result {
  model: string
  movie: string
  decoder: Decoding['method']
  nominal_perUm2: number | null
  emittersPerFrame: number
  minimumPhotons: number
  scores: Omit<Evaluation, 'matching'>
  sigma: Record<string, { deviation: number; robustDeviation: number } | null>
  gridAmplitude: { x: number; y: number } | null
  crlb: ReturnType<typeof crlbRatio>
}

const meanBackground = ({ acquisition: { background } }: Pick<MovieSpec, 'acquisition'>): number => (background[0] + background[1]) / 2

interface Movie { name: string; nominal_perUm2: number | null; spec: MovieSpec }

function movies(card: ModelCard, points: EmitterTable): Movie[] {
  const background = meanBackground(card)
  const acquisition = { ...card.acquisition, background: [background, background] as [number, number], onTime_frames: [2, 2] as [number, number] }
  const common = { acquisition, width_px: size_px, height_px: size_px, frames, seed }
  const sampling = { kind: 'points', x: points.x, y: points.y, z: points.z }
  return [
    ...nominalDensities.map((nominal_perUm2): Movie => ({ name: 'MT0', nominal_perUm2, spec: { ...common, sampling, density: { nominal_perUm2 } } })),
    { name: 'lone emitters', nominal_perUm2: null, spec: { ...common, frames: 3000, sampling: { kind: 'csr' }, density: { emittersPerFrame: 1 } } },
  ]
}

async function localize(model: OpenModel, source: Awaited<ReturnType<typeof simulatedSource>>['movie'], decoding: Decoding): Promise<LocalizationTable> {
  const tables = [createLocalizations(0)]
  for await (const chunk of localizeFrames(source, model, model.card.acquisition.camera, { first: 0, end: source.info.frames }, { decoding })) tables.push(chunk.localizations)
  return concatTables(tables)
}

function score(card: ModelCard, movie: Movie, truth: EmitterTable, found: LocalizationTable, minimumPhotons: number, decoder: Decoding['method']): Result {
  const { matching, ...scores } = evaluate(found, truth, { fieldOfView, minimumPhotons })
  const { acquisition } = movie.spec
  const grid = checkerboard(found, truth, matching, acquisition.pixelSize)
  const sigma = calibration(found, truth, matching)
  return {
    model: card.id, movie: movie.name, decoder, nominal_perUm2: movie.nominal_perUm2, minimumPhotons, scores,
    emittersPerFrame: truth.frame.length / movie.spec.frames,
    sigma: Object.fromEntries(Object.entries(sigma).map(([name, value]) => [name, value && { deviation: value.deviation, robustDeviation: value.robustDeviation }])),
    gridAmplitude: grid && { x: grid.x.amplitude, y: grid.y.amplitude },
    crlb: crlbRatio(createPsf(acquisition.psf, acquisition.pixelSize), acquisition.camera, found, truth, matching,
      { background_photons: meanBackground(movie.spec), isolation: 1500, minimumPhotons: 200 }),
  }
}

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { points: { type: 'string' }, only: { type: 'string' } } })
  if (!values.points) throw new Error('--points FILE is needed: the activations of MT0 (csv)')
  const points = asEmitters(readTable(readFileSync(values.points, 'utf8'), values.points))
  const inference = createInference({ threads: 2 })
  const wanted = values.only?.split(',').filter((id) => id !== '') ?? models
  const path = join(root, 'docs/scores.json')
  const kept = (JSON.parse(readFileSync(path, 'utf8')) as { results: Result[] }).results.filter(({ model }) => models.includes(model) && !wanted.includes(model))
  const results: Result[] = [...kept]
  try {
    for (const id of wanted) {
      const folder = join(root, 'models', id)
      const model = await inference.open(await loadModel(folder), { provider: 'cpu' })
      const { card } = model
      for (const movie of movies(card, points)) {
        const { movie: source, truth } = await simulatedSource(movie.spec)
        const found = await localize(model, source, card.decoding)
        for (const least of [50, 500]) results.push(score(card, movie, truth, found, least, 'merge'))
        if (movie.name === 'MT0') {
          const peaks = await localize(model, source, { method: 'peaks', threshold: Math.max(0.3, card.decoding.threshold) })
          results.push(score(card, movie, truth, peaks, 50, 'peaks'))
        }
        process.stderr.write(`${id} ${movie.name} ${movie.nominal_perUm2 ?? ''}\n`)
      }
    }
  } finally {
    await inference.close()
  }
  const study = await readResults(join(root, 'docs/study'))
  for (const id of models) {
    const folder = join(root, 'models', id)
    const { card } = await loadModel(folder)
    const failures = [...knownFailures(results, id), ...(studyArms[id] ? studyFailures(study, studyArms[id]) : [])]
    await saveCard(folder, { ...card, scores: [...card.scores.filter((entry) => !entry.movie.startsWith('MT0')), ...cardScores(results, id)], knownFailures: failures })
  }
  writeFileSync(path, `${JSON.stringify({ seed, frames, cpu: cpus()[0].model, node: process.version, results }, null, 1)}\n`)
  writeFileSync(join(root, 'docs/scores.md'), document(results))
}

function cardScores(results: readonly Result[], id: string): ModelCard['scores'] {
  return results.filter((r) => r.model === id && r.movie === 'MT0' && r.minimumPhotons === 50 && r.decoder === 'merge').map((r) => ({
    movie: `MT0, ${frames} frames of ${size_px}×${size_px} px, seed ${seed}`, density: `${r.nominal_perUm2} µm⁻² nominal`,
    jaccard: r.scores.jaccard ?? 0, rmseLateral: r.scores.rmseLateral, rmseAxial: r.scores.rmseAxial, rmseVolumetric: r.scores.rmseVolumetric,
    efficiency3d: r.scores.efficiency3d, emitters: r.scores.tp + r.scores.fn,
  }))
}

const shown = (value: number | null | undefined, decimals = 1): string => (value === null || value === undefined ? '–' : value.toFixed(decimals))

function row(r: Result): string {
  const { jaccard, recall, precision, rmseLateral, rmseAxial, rmseVolumetric, efficiency3d } = r.scores
  const percent = (share: number | null): string => shown(share === null ? null : 100 * share)
  return `| ${[shown(r.nominal_perUm2), shown(r.emittersPerFrame), r.model, percent(jaccard), percent(recall), percent(precision), shown(rmseLateral), shown(rmseAxial),
    shown(rmseVolumetric), shown(efficiency3d), shown(r.sigma.x?.robustDeviation, 2), shown(r.sigma.z?.robustDeviation, 2), shown(r.gridAmplitude?.x)].join(' | ')} |`
}

const head = `| nominal µm⁻² | emitters a frame | model | JI % | recall % | precision % | RMSE lateral nm | axial nm | volumetric nm | E3D % | error/σ x | error/σ z | grid nm |
|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|`

function table(results: readonly Result[], keep: (r: Result) => boolean): string {
  const rows = results.filter(keep).sort((a, b) => (a.nominal_perUm2 ?? 0) - (b.nominal_perUm2 ?? 0) || a.model.localeCompare(b.model))
  return [head, ...rows.map(row)].join('\n')
}

function levelSection(title: string, results: readonly Result[]): string {
  return `## ${title}

### All true rows (from 50 photons)

${table(results, (r) => r.movie === 'MT0' && r.minimumPhotons === 50 && r.decoder === 'merge')}

### True rows of at least 500 photons

${table(results, (r) => r.movie === 'MT0' && r.minimumPhotons === 500 && r.decoder === 'merge')}

### The classical decoder (local maxima), all true rows

${table(results, (r) => r.movie === 'MT0' && r.decoder === 'peaks')}
`
}

function document(results: readonly Result[]): string {
  const lone = results.filter((r) => r.movie === 'lone emitters' && r.minimumPhotons === 50)
  return `# Scores of the shipped models

Written by \`node build/score-models.ts --points FILE\`, where FILE holds the activations of MT0, the truth of the SMLM Challenge
2016 that the models were not trained on. ${frames} frames of ${size_px}×${size_px} px (100 nm), flux and background of the network's level (flux with a spread of 30 %), on-time
2 frames, the challenge's EMCCD; seed ${seed}. Matching within 250 nm laterally and 500 nm axially, 450 nm of border left out. Nominal
density: the density of complete spatial randomness with the same mean nearest-neighbour distance. 'error/σ': robust standard
deviation of the errors divided by the stated σ, 1 if the uncertainties are true. 'grid': root mean square of the mean x error over
tenths of the pixel, less chance. All numbers, with more, are in \`scores.json\`.

${levels.filter(({ models }) => models.length > 0).map(({ title, models }) => levelSection(title, results.filter(({ model }) => models.includes(model)))).join('\n')}
## Lone emitters

One emitter a frame on average, rows of at least 200 photons with no other within 1.5 µm; RMSE over the joint Cramér–Rao bound of the
three frames that the network sees.

| model | emitters | lateral | axial | bound lateral nm | bound axial nm |
|---|---:|---:|---:|---:|---:|
${lone.map((r) => `| ${r.model} | ${r.crlb?.emitters ?? 0} | ${shown(r.crlb?.lateral, 2)} | ${shown(r.crlb?.axial, 2)} | ${shown(r.crlb?.boundLateral)} | ${shown(r.crlb?.boundAxial)} |`).join('\n')}
`
}

await main()
