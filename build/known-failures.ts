// What a model's card says of where it fails: sentences made from its scores, so that none claims what was not measured.

import { pairBin } from '../core/study/neighbourhood.ts'
import type { MovieResult, NetworkResult } from '../core/study/network-result.ts'
import { lineValue, ResultView, scoreOf, type Statistic } from '../core/study/result-view.ts'
import { binOf, shiftInwards } from '../core/study/two-lines.ts'

export interface Measured {
  model: string
  movie: string
  decoder: string
  nominal_perUm2?: number | null
  minimumPhotons: number
  scores: { recall: number | null }
  sigma: { x?: { robustDeviation: number } | null }
  crlb?: { lateral: number } | null
}

/** @param results of all models that were scored together; sentences about model `id` */
export function knownFailures(results: readonly Measured[], id: string): string[] {
  const mine = results.filter(({ model, decoder, minimumPhotons }) => model === id && decoder === 'merge' && minimumPhotons === 50)
  const crowded = mine.filter(({ movie }) => movie === 'MT0').toSorted((a, b) => (a.nominal_perUm2 ?? 0) - (b.nominal_perUm2 ?? 0))
  const lone = mine.find(({ movie }) => movie === 'lone emitters')
  const sentences: string[] = []
  const known = crowded.filter(({ scores }) => scores.recall !== null)
  if (known.length > 0) {
    const list = (values: readonly string[]): string => values.join(', ')
    sentences.push(`Of molecules that lie close together it misses some: ${list(known.map(({ scores }) => (100 * (1 - scores.recall!)).toFixed(0)))} % at nominal densities of ${list(known.map(({ nominal_perUm2 }) => String(nominal_perUm2)))} per µm², on the challenge's microtubules.`)
  }
  const worst = crowded.at(-1)
  if (worst?.sigma.x && worst.sigma.x.robustDeviation > 1.15) {
    sentences.push(`In crowded frames lateral errors are larger than stated: by a factor of ${worst.sigma.x.robustDeviation.toFixed(1)} at a nominal density of ${worst.nominal_perUm2} per µm².`)
  }
  if (lone?.sigma.x && lone.sigma.x.robustDeviation < 0.85) sentences.push(`On lone molecules its lateral uncertainties are stated too large: errors are ${lone.sigma.x.robustDeviation.toFixed(2)} of what is stated.`)
  if (lone?.crlb) sentences.push(`On lone molecules its lateral error is ${lone.crlb.lateral.toFixed(2)} times the Cramér–Rao bound of the three frames it sees, and ${(100 * (1 - (lone.scores.recall ?? 0))).toFixed(0)} % of them are missed.`)
  return sentences
}

/** The study's arm that a network belongs to, or was trained as. */
export interface StudyArm {
  arm: string
  level: string
}

/** Shipped networks as the study's arms: those of 20,000 and 1,000 photons are its networks, those of 5,000 photons were trained longer. */
export const studyArms: Readonly<Record<string, StudyArm>> = {
  'csr-5000-50': { arm: 'csr-count', level: '5000-50' }, 'microtubules-5000-50': { arm: 'microtubules', level: '5000-50' },
  'csr-1000-10': { arm: 'csr-nominal', level: '1000-10' }, 'microtubules-1000-10': { arm: 'microtubules', level: '1000-10' },
  'csr-20000-200': { arm: 'csr-nominal', level: '20000-200' }, 'microtubules-20000-200': { arm: 'microtubules', level: '20000-200' },
}

/** What the study's final networks of an arm say of where its training misleads; nothing where the arm is not in the study yet. */
export function studyFailures(results: readonly NetworkResult[], { arm, level }: StudyArm): string[] {
  const view = new ResultView(results)
  const selection = { level, targets: Math.max(0, ...view.lengths(level)) }
  const reference = arm === 'csr-nominal' ? undefined : 'csr-nominal'
  if (view.seeds(selection, reference === undefined ? [arm] : [arm, reference]).length === 0) return []
  const mean = (of: string, movie: MovieResult, statistic: Statistic): number => view.mean(selection, of, [movie.name], statistic)!.value
  const against = (movie: MovieResult, statistic: Statistic, decimals: number): string =>
    mean(arm, movie, statistic).toFixed(decimals) + (reference === undefined ? '' : ` (${mean(reference, movie, statistic).toFixed(decimals)})`)
  const sentences: string[] = []

  const lines = view.movies(selection, 'pairs').find((movie) => movie.lines?.distance === 100)
  if (lines) sentences.push(`Two parallel lines 100 nm apart are drawn ${against(lines, lineValue((sums) => shiftInwards(sums, binOf(100))), 0)} nm towards each other.`)
  const bin = 50 / pairBin
  const pairs: Statistic = (movie) => (movie.pairs ? movie.pairs.detections[bin] / movie.pairs.truth[bin] : NaN)
  const random = view.movies(selection, 'structures').find(({ shows }) => shows === 'csr')
  const microtubules = view.movies(selection, 'main').find(({ nominal_perUm2 }) => nominal_perUm2 === random?.nominal_perUm2)
  if (random && microtubules) {
    sentences.push(`Pairs of molecules 50 to 100 nm apart are reported ${against(random, pairs, 1)} times as often as there are among random molecules, ${against(microtubules, pairs, 1)} times on the challenge's microtubules, both at ${random.nominal_perUm2} per µm².`)
  }
  const others = view.movies(selection, 'structures')
  if (arm === 'microtubules' && others.length > 0) {
    const list = others.map((movie) => `${movie.shows === 'csr' ? 'random molecules' : movie.shows} ${against(movie, scoreOf('efficiency3d'), 0)}`)
    sentences.push(`3D efficiency on what it was not trained on, %: ${list.join(', ')}.`)
  }
  if (sentences.length === 0) return []
  const seeds = view.seeds(selection, [arm]).length
  return [`By the study (${seeds} ${seeds === 1 ? 'network' : 'networks'} of ${selection.targets.toLocaleString('en')} targets${reference === undefined ? '' : '; in brackets: trained on random molecules as crowded'}): ${sentences.map((sentence, i) => (i === 0 ? sentence[0].toLowerCase() + sentence.slice(1) : sentence)).join(' ')}`]
}
