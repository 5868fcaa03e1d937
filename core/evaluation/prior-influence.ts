// Prior influence: where two networks that saw different samplings in training disagree on the same movie. Both see the same photons,
// so what differs beyond the stated uncertainties comes from what each expects, its training prior.
// The measure is the distance of a localization to its partner in the other table (matched per frame as against truth), each axis
// divided by the combined uncertainty √(σ² + σ'²): the Mahalanobis distance. For independent errors it has a χ distribution with
// three degrees of freedom; errors that come from the same photons are correlated, which makes it smaller, not larger.
import type { LocalizationTable } from '../localizations/table.ts'
import { erf } from '../psf/erf.ts'
import { shifted } from './evaluate.ts'
import { challengeMatching, match, type Matching } from './matching.ts'

export interface InfluenceOptions {
  /** Largest lateral and axial distance of partners, nm. */
  gate?: number
  axialGate?: number
  /** Frames [first, end), from 0, that both tables cover; rows outside have no value (NaN). */
  frames?: { first: number; end: number } | undefined
  /** Take the mean offset of the pairs off first: PSF models differ in their origin. */
  removeOffset?: boolean
}

export interface PriorInfluence {
  /** A value a row: distance in units of the combined σ, Infinity without a partner, NaN where no σ is stated or the other table does not cover the frame. */
  subject: Float32Array
  reference: Float32Array
  /** Row of the partner in the other table; -1 without one. */
  partner: Int32Array
  /** Subject minus reference, mean over the pairs, nm; null without a pair. */
  offset: { x: number; y: number; z: number } | null
}

/** The distances of both tables' rows to each other. Lengths nm. */
export function priorInfluence(subject: LocalizationTable, reference: LocalizationTable, options: InfluenceOptions = {}): PriorInfluence {
  const { gate = challengeMatching.gate, axialGate = challengeMatching.axialGate, frames, removeOffset = false } = options
  const rules = { ...challengeMatching, gate, axialGate }
  let moved = subject
  let pairs = match(moved, reference, rules)
  const offset = meanOffset(subject, reference, pairs)
  if (removeOffset && offset) {
    moved = shifted(subject, offset)
    pairs = match(moved, reference, rules)
  }
  const result: PriorInfluence = {
    subject: empty(subject.frame, frames), reference: empty(reference.frame, frames), partner: new Int32Array(subject.frame.length).fill(-1), offset,
  }
  pairs.detection.forEach((s, i) => {
    const r = pairs.truth[i]
    result.partner[s] = r
    if (Number.isNaN(result.subject[s])) return
    const squares = (['x', 'y', 'z'] as const).map((axis) => (moved[axis][s] - reference[axis][r]) ** 2 / combined(subject, s, reference, r, axis))
    result.subject[s] = result.reference[r] = Math.sqrt(squares[0] + squares[1] + squares[2])
  })
  return result
}

/** σ² + σ'² of an axis; NaN where one of them states none. */
function combined(a: LocalizationTable, i: number, b: LocalizationTable, j: number, axis: 'x' | 'y' | 'z'): number {
  const [own, other] = [a[`sigma_${axis}`][i], b[`sigma_${axis}`][j]]
  return own > 0 && other > 0 ? own ** 2 + other ** 2 : NaN
}

function empty(frame: Int32Array, frames: InfluenceOptions['frames']): Float32Array {
  const values = new Float32Array(frame.length).fill(Infinity)
  if (frames) frame.forEach((number, row) => { if (number < frames.first || number >= frames.end) values[row] = NaN })
  return values
}

function meanOffset(a: LocalizationTable, b: LocalizationTable, { detection, truth }: Matching): PriorInfluence['offset'] {
  if (detection.length === 0) return null
  const mean = (axis: 'x' | 'y' | 'z'): number => detection.reduce((sum, row, i) => sum + a[axis][row] - b[axis][truth[i]], 0) / detection.length
  return { x: mean('x'), y: mean('y'), z: mean('z') }
}

export interface InfluenceSummary {
  /** Rows with a value, a partner or none. */
  rows: number
  matched: number
  unmatched: number
  /** Matched, but farther apart than the limit. */
  beyond: number
  /** (unmatched + beyond) / rows: where the prior speaks; null without rows. */
  share: number | null
  /** Median distance of the matched, in σ; null without one. */
  median: number | null
}

/** Counts over the rows given (all where absent). @param limit distance in σ from which on the priors disagree */
export function influenceSummary(values: Float32Array, limit: number, rows?: ArrayLike<number>): InfluenceSummary {
  const distances: number[] = []
  let [unmatched, beyond] = [0, 0]
  const length = rows ? rows.length : values.length
  for (let i = 0; i < length; i++) {
    const value = values[rows ? rows[i] : i]
    if (value === Infinity) unmatched++
    else if (!Number.isNaN(value)) {
      distances.push(value)
      if (value > limit) beyond++
    }
  }
  const counted = distances.length + unmatched
  const sorted = Float64Array.from(distances).sort()
  return {
    rows: counted, matched: distances.length, unmatched, beyond,
    share: counted > 0 ? (unmatched + beyond) / counted : null,
    median: sorted.length === 0 ? null : (sorted[(sorted.length - 1) >> 1] + sorted[sorted.length >> 1]) / 2,
  }
}

/** Share of pairs with independent, rightly stated, normal errors that lies beyond `limit` σ: 1 − F of χ with three degrees of freedom. */
export function independentShareBeyond(limit: number): number {
  return 1 - erf(limit * Math.SQRT1_2) + Math.sqrt(2 / Math.PI) * limit * Math.exp((-limit * limit) / 2)
}
