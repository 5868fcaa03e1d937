// A study's results as the document asks for them: estimates of scores, of differences between arms on the same movies and seeds, at the
// threshold or at equal recall.
import { metric, pooled, type Metric, type Sums } from './blocks.ts'
import { estimate, type Estimate, type Pick } from './intervals.ts'
import type { MovieResult, NetworkResult } from './network-result.ts'
import { atRecall, commonRecall } from './recall-curve.ts'

/** A value of a movie at a network, from the blocks that are picked. */
export type Statistic = (movie: MovieResult, pick: Pick) => number

export interface Selection {
  level: string
  /** Length of the trainings. */
  targets: number
}

export class ResultView {
  readonly #results: readonly NetworkResult[]

  constructor(results: readonly NetworkResult[]) {
    this.#results = results
  }

  network({ level, targets }: Selection, arm: string, seed: number): NetworkResult | undefined {
    return this.#results.find((one) => one.level === level && one.arm === arm && one.seed === seed && one.targets === targets)
  }

  /** Seeds for which all of the arms have a network of this length. */
  seeds(selection: Selection, arms: readonly string[]): number[] {
    const all = [...new Set(this.#results.map(({ seed }) => seed))].toSorted((a, b) => a - b)
    return all.filter((seed) => arms.every((arm) => this.network(selection, arm, seed)))
  }

  /** Arms, of those given, that have a network of this length. */
  arms(selection: Selection, arms: readonly string[]): string[] {
    return arms.filter((arm) => this.seeds(selection, [arm]).length > 0)
  }

  /** Lengths at which any network of a level was scored. */
  lengths(level: string): number[] {
    return [...new Set(this.#results.filter((one) => one.level === level).map(({ targets }) => targets))].toSorted((a, b) => a - b)
  }

  /** The movies of a family, as the first network of the selection has them. */
  movies({ level, targets }: Selection, family: string): MovieResult[] {
    return this.#results.find((one) => one.level === level && one.targets === targets)?.movies.filter((movie) => movie.family === family) ?? []
  }

  /** The mean over movies of a statistic of an arm; undefined without a network. */
  mean(selection: Selection, arm: string, movies: readonly string[], statistic: Statistic): Estimate | undefined {
    const seeds = this.seeds(selection, [arm])
    if (seeds.length === 0 || movies.length === 0) return undefined
    return estimate(seeds.length, (i, pick) => this.#over(selection, arm, seeds[i], movies, statistic, pick))
  }

  /** The mean over movies of what one arm has more than the other, seed by seed; undefined without a pair. */
  difference(selection: Selection, [arm, other]: readonly [string, string], movies: readonly string[], statistic: Statistic): Estimate | undefined {
    const seeds = this.seeds(selection, [arm, other])
    if (seeds.length === 0 || movies.length === 0) return undefined
    return estimate(seeds.length, (i, pick) =>
      this.#over(selection, arm, seeds[i], movies, statistic, pick) - this.#over(selection, other, seeds[i], movies, statistic, pick))
  }

  /** As `difference`, as a share (%) of the other arm's mean. */
  relative(selection: Selection, [arm, other]: readonly [string, string], movies: readonly string[], statistic: Statistic): Estimate | undefined {
    const seeds = this.seeds(selection, [arm, other])
    if (seeds.length === 0 || movies.length === 0) return undefined
    return estimate(seeds.length, (i, pick) => {
      const [own, reference] = [arm, other].map((name) => this.#over(selection, name, seeds[i], movies, statistic, pick))
      return (100 * (own - reference)) / reference
    })
  }

  /** As `difference`, both arms (and the further ones named) at the highest recall that all of them reach on a movie. */
  differenceAtRecall(selection: Selection, [arm, other]: readonly [string, string], movies: readonly string[], name: Metric): Estimate | undefined {
    const seeds = this.seeds(selection, [arm, other])
    if (seeds.length === 0 || movies.length === 0) return undefined
    return estimate(seeds.length, (i, pick) => {
      const values = movies.map((movie) => {
        const curves = [arm, other].map((one) => curveOf(this.#movie(selection, one, seeds[i], movie), pick))
        const recall = commonRecall(curves)
        return atRecall(name, curves[0], recall) - atRecall(name, curves[1], recall)
      })
      return average(values)
    })
  }

  #over(selection: Selection, arm: string, seed: number, movies: readonly string[], statistic: Statistic, pick: Pick): number {
    return average(movies.map((movie) => statistic(this.#movie(selection, arm, seed, movie), pick)))
  }

  #movie(selection: Selection, arm: string, seed: number, name: string): MovieResult {
    const movie = this.network(selection, arm, seed)!.movies.find((one) => one.name === name)
    if (!movie) throw new Error(`the result of ${arm}, seed ${seed}, lacks the movie ${name}`)
    return movie
  }
}

const average = (values: readonly number[]): number => values.reduce((sum, value) => sum + value, 0) / values.length

/** A score at the network's threshold. */
export const scoreOf = (name: Metric): Statistic => (movie, pick) => metric(name, pooled(movie.blocks, pick(movie.name, movie.blocks.length)))

/** A score of rows of at least 500 photons; NaN for movies on which they were not counted. */
export const brightScoreOf = (name: Metric): Statistic => (movie, pick) =>
  (movie.bright ? metric(name, pooled(movie.bright, pick(movie.name, movie.bright.length))) : NaN)

/** What follows from the sums of parallel or crossing lines. */
export const lineValue = (value: (sums: Sums) => number): Statistic => (movie, pick) =>
  (movie.lines ? value(pooled(movie.lines.blocks, pick(movie.name, movie.lines.blocks.length))) : NaN)

/** Share (%) of triples of detections on a line, less that of the same emitters' true positions. */
export const lineSurplus: Statistic = (movie, pick) => {
  if (!movie.triples) return NaN
  const [all, truth, found] = pooled(movie.triples, pick(movie.name, movie.triples.length))
  return (100 * (found - truth)) / all
}

function curveOf(movie: MovieResult, pick: Pick): number[][] {
  return (movie.thresholds ?? []).map(({ blocks }) => pooled(blocks, pick(movie.name, blocks.length)))
}
