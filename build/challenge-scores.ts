// Scores of networks on the SMLM Challenge 2016's movie MT0.N1.LD, astigmatism: its first frames as they were published, and simulated
// frames of its molecules. What they are scored with and how the results read.
import { readFileSync } from 'node:fs'
import type { Camera } from '../core/camera/camera.ts'
import { evaluate, type Evaluation } from '../core/evaluation/evaluate.ts'
import { inFrames } from '../core/evaluation/table-scores.ts'
import { asEmitters, readTable } from '../core/formats/read-table.ts'
import { concatTables, createLocalizations, type EmitterTable, type LocalizationTable } from '../core/localizations/table.ts'
import { metric, metricNames, pooled, scoreBlocks, type Metric } from '../core/study/blocks.ts'
import { estimate } from '../core/study/intervals.ts'
import { localizeFrames } from '../electron/engine/inference/localize-frames.ts'
import type { OpenModel } from '../electron/engine/inference/supervisor.ts'
import { openMovie } from '../electron/engine/movies/open-movie.ts'
import type { MovieSource } from '../electron/engine/movies/movie-source.ts'

export const challengeModels = ['challenge-as-csr', 'challenge-as-microtubules'] as const
/** Width of the field, nm. */
const field = 6400

export interface ChallengeResult {
  model: string
  movie: string
  frames: number
  emitters: number
  minimumPhotons: number
  /** Mean of detection minus truth over the pairs, nm, before it is taken off. */
  offset: [x: number, y: number, z: number]
  /** With the offset taken off; % and nm, with 95 % intervals over frames. */
  scores: Record<Metric, { value: number; interval: readonly [number, number] | null }>
}

/** Published frames 1 … 32 with the truth that belongs to them. @param folder that holds the challenge's files */
export async function publishedFrames(folder: string): Promise<{ movie: MovieSource; truth: EmitterTable; all: EmitterTable }> {
  const movie = await openMovie(`${folder}/MT0.N1.LD-AS-frames-1-32.tif`)
  const path = `${folder}/MT0.N1.LD-activations.csv`
  const all = asEmitters(readTable(readFileSync(path, 'utf8'), path))
  return { movie, all, truth: inFrames(all, { first: 0, end: movie.info.frames }) }
}

export async function localizeAll(model: OpenModel, movie: MovieSource, camera: Camera): Promise<LocalizationTable> {
  const tables = [createLocalizations(0)]
  for await (const chunk of localizeFrames(movie, model, camera, { first: 0, end: movie.info.frames })) tables.push(chunk.localizations)
  return concatTables(tables)
}

/** @param blockFrames frames of a block for the intervals: longer than molecules stay on, where the movie has enough of them */
export function challengeScores(names: Pick<ChallengeResult, 'model' | 'movie'>, found: LocalizationTable, truth: EmitterTable, frames: number, minimumPhotons: number, blockFrames: number): ChallengeResult {
  const rules = { fieldOfView: { width: field, height: field }, minimumPhotons }
  const plain = evaluate(found, truth, rules)
  const whole = evaluate(found, truth, { ...rules, removeOffset: true })
  const moved = whole.removed ? shiftedBy(found, whole.removed) : found
  const blocks = scoreBlocks(moved, truth, whole.matching, frames, blockFrames)
  const round = (value: number, decimals = 2): number => Number(value.toFixed(decimals))
  return {
    ...names, frames, minimumPhotons, emitters: whole.tp + whole.fn,
    offset: [plain.offsetX, plain.offsetY, plain.offsetZ].map((value) => round(value ?? NaN, 1)) as ChallengeResult['offset'],
    scores: Object.fromEntries(metricNames.map((name) => {
      const { value, blocks: interval } = estimate(1, (_seed, pick) => metric(name, pooled(blocks, pick('movie', blocks.length))), 2000)
      return [name, { value: round(value), interval: interval && [round(interval[0]), round(interval[1])] }]
    })) as ChallengeResult['scores'],
  }
}

function shiftedBy(found: LocalizationTable, offset: NonNullable<Evaluation['removed']>): LocalizationTable {
  return { ...found, x: found.x.map((x) => x - offset.x), y: found.y.map((y) => y - offset.y), z: found.z.map((z) => z - offset.z) }
}

/** What a person who chooses the network has to know. */
export function knownFailures(results: readonly ChallengeResult[], id: string): string[] {
  const missed = results.filter(({ model, movie, minimumPhotons }) => model === id && minimumPhotons === 0 && movie.includes('nominal density'))
    .map(({ movie, scores }) => `${(100 - scores.recall.value).toFixed(0)} % at nominal density ${movie.replace(/.*density /, '')}`)
  return [
    "It knows the PSF of the challenge's own microscope (astigmatism) alone: on another one its depths are wrong.",
    `Of molecules that lie close together it misses some: ${missed.join(', ')}, on the challenge's microtubules.`,
  ]
}

const shown = ({ value, interval }: { value: number; interval: readonly [number, number] | null }): string => `${value.toFixed(1)}${interval ? ` [${interval[0].toFixed(1)}, ${interval[1].toFixed(1)}]` : ''}`

export function challengeDocument(results: readonly ChallengeResult[]): string {
  const movies = [...new Set(results.map(({ movie }) => movie))]
  const table = (movie: string, least: number): string => {
    const rows = results.filter((one) => one.movie === movie && one.minimumPhotons === least)
    return `| network | offset x, y, z nm | JI % | recall % | precision % | RMSE lateral nm | axial nm | volumetric nm | E3D % |
|---|---:|---:|---:|---:|---:|---:|---:|---:|
${rows.map(({ model, offset, scores }) => `| ${model} | ${offset.map((value) => value.toFixed(1).replace('-', '−')).join(', ')} | ${metricNames.map((name) => shown(scores[name])).join(' | ')} |`).join('\n')}`
  }
  return `# The challenge pair

Two networks of size \`small\` for the movie MT0.N1.LD, astigmatism, of the SMLM Challenge 2016 (Sage et al., Nat. Methods 16, 387, 2019):
\`challenge-as-csr\`, trained on complete spatial randomness, and \`challenge-as-microtubules\`, trained on randomly generated microtubules. They
share PSF, camera, light, counts, first weights and number of targets (\`models/recipes/challenge-as-*.json\`). The PSF is a cubic spline that
\`structloc calibrate\` made of the challenge's bead stack; no frame and no molecule of the challenge's movies was used in training.

This document is written by \`node build/score-challenge.ts --data FOLDER\`, where FOLDER holds the challenge's files. 'Offset' is the mean of detection
minus truth over the pairs; the scores are those after it is taken off, as the challenge allows. Matching within 250 nm laterally and 500 nm
axially, 450 nm of border left out. In brackets 95 % intervals, a bootstrap over blocks of frames.

${movies.map((movie) => {
    const some = results.find((one) => one.movie === movie && one.minimumPhotons === 0)!
    const bright = results.find((one) => one.movie === movie && one.minimumPhotons > 0)!
    return `## ${movie}\n\n${some.frames} frames, ${some.emitters} emitters inside the border.\n\n${table(movie, 0)}\n\nTrue rows of at least ${bright.minimumPhotons} photons (${bright.emitters}):\n\n${table(movie, bright.minimumPhotons)}`
  }).join('\n\n')}

## What this says and what not

The published frames hold few molecules, so their intervals are wide: they show that calibration, simulator and network agree with frames that
another program simulated, with offsets near zero, and cannot tell the two networks apart. The simulated frames of the same molecules, through the same PSF, can.

## Repeat it

\`\`\`
npm run -s structloc -- calibrate beads-AS.tif --pixel-size 100 --z-step 10 --positions beads-AS-positions.csv --z0-plane 76 \\
    --camera camera.json --out models/recipes/challenge-as.psf.json
npm run -s structloc -- train --config models/recipes/challenge-as-csr.json --out models/challenge-as-csr
node build/score-challenge.ts --data FOLDER
\`\`\`

\`camera.json\` is the \`camera\` of the recipe. The shipped PSF file is older than the calibration's last changes; what the command gives now differs
from it by at most 0.1 % of the peak.
`
}
