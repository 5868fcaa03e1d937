// What a network did on a movie: from its detections above the lowest threshold to the sums that a result file keeps.
import { calibration } from '../../../core/evaluation/calibration.ts'
import { checkerboard, type PhaseBias } from '../../../core/evaluation/checkerboard.ts'
import { crlbRatio } from '../../../core/evaluation/crlb-ratio.ts'
import { evaluate, type Evaluation } from '../../../core/evaluation/evaluate.ts'
import { meanNearestNeighbour, neighbourDistances } from '../../../core/evaluation/nominal-density.ts'
import { selectRows, type EmitterTable, type LocalizationTable } from '../../../core/localizations/table.ts'
import { createPsf } from '../../../core/psf/create.ts'
import { scoreBlocks } from '../../../core/study/blocks.ts'
import { lineTriples, pairCounts } from '../../../core/study/neighbourhood.ts'
import type { MovieResult } from '../../../core/study/network-result.ts'
import type { StudyMovie } from '../../../core/study/test-movies.ts'
import { lineBlocks, profile } from '../../../core/study/two-lines.ts'

/** Thresholds of the curves over recall. */
const curveThresholds: readonly number[] = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8]
/** Truth rows with fewer photons are left out of the scores of bright ones. */
const brightPhotons = 500

const above = (table: LocalizationTable, threshold: number): LocalizationTable =>
  selectRows(table, Int32Array.from(table.probability.keys()).filter((row) => table.probability[row] > threshold))

/** Size of the field of view of a movie, nm. */
export function fieldOfView({ spec }: Pick<StudyMovie, 'spec'>): { width: number; height: number } {
  return { width: spec.width_px * spec.acquisition.pixelSize, height: spec.height_px * spec.acquisition.pixelSize }
}

export interface MovieScoring {
  threshold: number
  /** Frames of a block. */
  blockFrames: number
  /** Frames that the network makes a localization from. */
  framesSeen: 1 | 3
}

/** @param all detections above the lowest threshold */
export function scoreMovie(movie: StudyMovie, truth: EmitterTable, all: LocalizationTable, { threshold, blockFrames, framesSeen }: MovieScoring): MovieResult {
  const { family, name, shows, nominal_perUm2, spec } = movie
  const options = { fieldOfView: fieldOfView(movie) }
  const blocksOf = (table: LocalizationTable, { matching }: Evaluation): ReturnType<typeof scoreBlocks> => scoreBlocks(table, truth, matching, spec.frames, blockFrames)
  const found = above(all, threshold)
  const whole = evaluate(found, truth, options)
  const { matching } = whole
  const rounded = (value: number): number => Number(value.toPrecision(5))
  const result: MovieResult = {
    family, name, shows, nominal_perUm2, seed: spec.seed, frames: spec.frames,
    emittersPerFrame: rounded(truth.frame.length / spec.frames),
    crowding: crowding(truth),
    blocks: blocksOf(found, whole),
  }
  if (family === 'main' || family === 'independent') {
    result.thresholds = curveThresholds.map((at) => {
      const kept = above(all, at)
      return { threshold: at, blocks: blocksOf(kept, evaluate(kept, truth, options)) }
    })
    const sigma = calibration(found, truth, matching)
    const of = (axis: 'x' | 'y' | 'z'): NonNullable<MovieResult['sigma']>['x'] => {
      const one = sigma[axis]
      return one && { deviation: rounded(one.deviation), robustDeviation: rounded(one.robustDeviation), within1: rounded(one.within1), within196: rounded(one.within196) }
    }
    result.sigma = { x: of('x'), y: of('y'), z: of('z') }
    result.bright = blocksOf(found, evaluate(found, truth, { ...options, minimumPhotons: brightPhotons }))
  }
  if (family === 'lone') {
    const ratio = crlbRatio(createPsf(spec.acquisition.psf, spec.acquisition.pixelSize), spec.acquisition.camera, found, truth, matching,
      { background_photons: spec.acquisition.background[0], isolation: 1500, minimumPhotons: 200, framesSeen })
    result.crlb = ratio && { emitters: ratio.emitters, lateral: rounded(ratio.lateral), axial: rounded(ratio.axial), boundLateral: rounded(ratio.boundLateral), boundAxial: rounded(ratio.boundAxial) }
  }
  if (family === 'grid' || family === 'lone') {
    const grid = checkerboard(found, truth, matching, spec.acquisition.pixelSize)
    const phase = ({ amplitude, interval: [low, high] }: PhaseBias): { amplitude: number; interval: [number, number] } => ({ amplitude: rounded(amplitude), interval: [rounded(low), rounded(high)] })
    result.grid = grid && { x: phase(grid.x), y: phase(grid.y), variation: rounded(grid.variation), chance: rounded(grid.chance) }
  }
  if (family === 'main' || family === 'structures') result.pairs = { detections: pairCounts(found), truth: pairCounts(truth) }
  if (shows === 'csr') result.triples = lineTriples(found, truth, matching, spec.frames, blockFrames)
  if (movie.pictured) result.picture = { detections: placesOf(found), truth: placesOf(truth) }
  if (movie.lines) {
    const { distance, angle } = movie.lines
    const asDetections = { ...found, frame: truth.frame, x: truth.x, y: truth.y } as LocalizationTable
    result.lines = {
      distance, angle_deg: rounded((angle * 180) / Math.PI),
      blocks: lineBlocks(movie.lines, found, truth, matching, spec.frames, blockFrames),
      profile: { detections: profile(movie.lines, found), truth: profile(movie.lines, asDetections) },
    }
  }
  return result
}

function placesOf({ x, y, z }: Pick<EmitterTable, 'x' | 'y' | 'z'>): number[] {
  return [...x.keys()].flatMap((row) => [Math.round(x[row]), Math.round(y[row]), Math.round(z[row])])
}

function crowding(truth: EmitterTable): MovieResult['crowding'] {
  const distances = neighbourDistances(truth)
  const mean = meanNearestNeighbour(truth)
  return {
    meanDistance: Number.isFinite(mean) ? Number(mean.toPrecision(4)) : null,
    shareUnder100: Number((distances.filter((distance) => distance < 100).length / Math.max(1, distances.length)).toPrecision(3)),
  }
}
