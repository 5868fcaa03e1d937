// Are the stated uncertainties true? The errors of matched pairs divided by their σ should be standard normal.
import type { EmitterTable, LocalizationTable } from '../localizations/table.ts'
import { erf } from '../psf/erf.ts'
import type { Matching } from './matching.ts'

export interface Calibration {
  pairs: number
  /** Mean and standard deviation of error/σ: 0 and 1 if calibrated. */
  mean: number
  deviation: number
  /** 1.4826 · median |error/σ − median|: the deviation without the tails. */
  robustDeviation: number
  /** Largest distance of the distribution of error/σ from the standard normal (Kolmogorov–Smirnov). */
  ksDistance: number
  /** Share of errors within 1σ and 1.96σ: 0.683 and 0.95 if calibrated. */
  within1: number
  within196: number
}

export const calibratedColumns = ['x', 'y', 'z', 'photons'] as const
export type CalibratedColumn = (typeof calibratedColumns)[number]

const normalDistribution = (x: number): number => 0.5 * (1 + erf(x * Math.SQRT1_2))

/** Calibration of each column over matched pairs; null without pairs that state a σ. */
export function calibration(found: LocalizationTable, truth: EmitterTable, matching: Pick<Matching, 'detection' | 'truth'>): Record<CalibratedColumn, Calibration | null> {
  const of = (column: CalibratedColumn): Calibration | null => {
    const sigma = found[`sigma_${column}`]
    const ratios: number[] = []
    matching.detection.forEach((d, i) => {
      if (sigma[d] > 0) ratios.push((found[column][d] - truth[column][matching.truth[i]]) / sigma[d])
    })
    return ratios.length === 0 ? null : summarize(Float64Array.from(ratios).sort())
  }
  return { x: of('x'), y: of('y'), z: of('z'), photons: of('photons') }
}

function summarize(sorted: Float64Array): Calibration {
  const pairs = sorted.length
  const mean = sorted.reduce((sum, value) => sum + value, 0) / pairs
  const deviation = Math.sqrt(sorted.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, pairs - 1))
  const median = sorted[pairs >> 1]
  const deviations = sorted.map((value) => Math.abs(value - median)).sort()
  const within = (limit: number): number => sorted.filter((value) => Math.abs(value) <= limit).length / pairs
  let ksDistance = 0
  sorted.forEach((value, i) => {
    const expected = normalDistribution(value)
    ksDistance = Math.max(ksDistance, (i + 1) / pairs - expected, expected - i / pairs)
  })
  return { pairs, mean, deviation, robustDeviation: 1.4826 * deviations[pairs >> 1], ksDistance, within1: within(1), within196: within(1.96) }
}
