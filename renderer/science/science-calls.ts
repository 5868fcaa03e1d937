// What the worker that scores can be asked: tables are kept there by name, so that only what changed crosses over.
import type { Checkerboard } from '../../core/evaluation/checkerboard.ts'
import type { CrlbRatio } from '../../core/evaluation/crlb-ratio.ts'
import { checkerboard } from '../../core/evaluation/checkerboard.ts'
import { distributions, upperEnd, type Distributions } from '../../core/evaluation/distributions.ts'
import { atEqualRecall, type AtRecall } from '../../core/evaluation/equal-recall.ts'
import { errorColumns, type ErrorColumns } from '../../core/evaluation/error-columns.ts'
import { nominalDensity } from '../../core/evaluation/nominal-density.ts'
import { influenceSummary, priorInfluence, type InfluenceOptions, type InfluenceSummary, type PriorInfluence } from '../../core/evaluation/prior-influence.ts'
import type { Scores } from '../../core/evaluation/scores.ts'
import { scoreParts, type ScoreParts } from '../../core/evaluation/score-parts.ts'
import { inFrames, quickScores, ratioToBound, type Compared, type Light, type QuickScores, type Region, type ScoringRules } from '../../core/evaluation/table-scores.ts'
import { influenceCells, type InfluenceCells } from '../../core/rendering/influence-cells.ts'
import type { View } from '../../core/rendering/image.ts'
import { selectRows, type EmitterTable, type LocalizationTable } from '../../core/localizations/table.ts'

/** Where tables stand: the roles of the window. */
export type Place = 'a' | 'b' | 'truth'

export interface ScienceCalls {
  keep(place: Place, table: LocalizationTable | EmitterTable | undefined): void
  /** A column of a large table; `keepColumns` takes them together. */
  column(place: Place, name: string, values: Float32Array | Int32Array): void
  keepColumns(place: Place): void
  /** Scores of a place's rows against the truth; the calls below go on from the matching. */
  scores(place: 'a' | 'b', rows: Uint32Array | undefined, rules: ScoringRules): QuickScores
  parts(place: 'a' | 'b'): ScoreParts
  checkerboard(place: 'a' | 'b', pixelSize: number): Checkerboard | null
  crlbRatio(place: 'a' | 'b', light: Light): CrlbRatio | null
  nominalDensity(rules: ScoringRules): number | null
  /** Of both at the recall that the weaker reaches with all its detections; null where they were not scored on the same frames. */
  equalRecall(rules: ScoringRules): EqualRecall | null
  errors(place: 'a' | 'b', rules: ScoringRules): ErrorColumns
  influence(subject: 'a' | 'b', options: InfluenceOptions): PriorInfluence
  /** Of what `influence` found last, over a place's rows in a region, and the same by cells of the view. */
  influenceBy(place: 'a' | 'b', limit: number, rows: Uint32Array | undefined, region: Region | undefined, view: View): InfluenceBy
  /** Of both tables, with shared axes. */
  distributions(rows: Partial<Record<'a' | 'b', Uint32Array | undefined>>, pixelSize: number, region: Region | undefined): Partial<Record<'a' | 'b', Distributions>>
}

export interface InfluenceBy {
  summary: InfluenceSummary
  cells: InfluenceCells
  /** Rows by distance: bins of half a σ from 0 to 10, the last with all beyond; rows without a partner are not among them. */
  counts: number[]
}

function influenceCounts(values: Float32Array, rows: Uint32Array | undefined): number[] {
  const counts = Array.from({ length: 21 }, () => 0)
  for (const value of rows ? Float32Array.from(rows, (row) => values[row]) : values) if (Number.isFinite(value)) counts[Math.min(20, Math.floor(value * 2))]++
  return counts
}

export type EqualRecall = Record<'a' | 'b', Pick<Scores, 'recall' | 'rmseLateral' | 'rmseAxial' | 'rmseVolumetric'> & { threshold: number }>

/** The calls, with the tables they keep. */
export function scienceCalls(): ScienceCalls {
  const tables: Partial<Record<Place, LocalizationTable | EmitterTable>> = {}
  const columns: Partial<Record<Place, Record<string, Float32Array | Int32Array>>> = {}
  const compared: Partial<Record<'a' | 'b', Compared>> = {}
  let distances: Partial<Record<'a' | 'b', Float32Array>> = {}
  const found = (place: 'a' | 'b'): LocalizationTable => tables[place] as LocalizationTable
  const truth = (): EmitterTable => tables.truth as EmitterTable
  const known = (place: 'a' | 'b'): Compared => {
    const one = compared[place]
    if (!one) throw new Error(`Scores of ${place.toUpperCase()} are not there yet.`)
    return one
  }
  const keep = (place: Place, table: LocalizationTable | EmitterTable | undefined): void => {
    tables[place] = table
    columns[place] = undefined
    if (place === 'truth') compared.a = compared.b = undefined
    else {
      compared[place] = undefined
      distances = {}
    }
  }
  return {
    keep,
    column(place, name, values) {
      columns[place] = { ...columns[place], [name]: values }
    },
    keepColumns: (place) => keep(place, columns[place] as unknown as LocalizationTable | EmitterTable | undefined),
    scores(place, rows, rules) {
      const result = quickScores(rows ? selectRows(found(place), rows) : found(place), truth(), rules)
      compared[place] = result.compared
      return result.scores
    },
    parts: (place) => scoreParts(known(place)),
    checkerboard(place, pixelSize) {
      const { found, truth, matching } = known(place)
      return checkerboard(found, truth, matching, pixelSize)
    },
    crlbRatio: (place, light) => ratioToBound(known(place), light),
    nominalDensity: ({ frames, fieldOfView }) => (fieldOfView ? nominalDensity(inFrames(truth(), frames), fieldOfView) : null),
    equalRecall(rules) {
      const { a, b } = compared
      // What was taken off each table is off already; a region would cut pairs.
      if (!a || !b || rules.region || a.truth.frame.length !== b.truth.frame.length) return null
      const [own, other] = atEqualRecall([a.found, b.found], a.truth, { ...rules, removeOffset: false })
      const part = (one: AtRecall): EqualRecall['a'] => ({ recall: one.recall, rmseLateral: one.rmseLateral, rmseAxial: one.rmseAxial, rmseVolumetric: one.rmseVolumetric, threshold: one.threshold })
      return own && other ? { a: part(own), b: part(other) } : null
    },
    errors: (place, rules) => errorColumns(found(place), truth(), rules),
    influence(subject, options) {
      const other = subject === 'a' ? 'b' : 'a'
      const result = priorInfluence(found(subject), found(other), options)
      // The result itself is given away.
      distances = { [subject]: result.subject.slice(), [other]: result.reference.slice() }
      return result
    },
    influenceBy(place, limit, passing, region, view) {
      const values = distances[place]
      if (!values) throw new Error(`Prior influence of ${place.toUpperCase()} is not there yet.`)
      const rows = rowsIn(found(place), passing, region)
      return { summary: influenceSummary(values, limit, rows), cells: influenceCells(found(place), values, view, { limit, rows }), counts: influenceCounts(values, rows) }
    },
    distributions(rows, pixelSize, region) {
      const places = (['a', 'b'] as const).filter((place) => tables[place])
      const columns = (name: 'sigma_x' | 'sigma_y' | 'sigma_z' | 'photons'): Float32Array[] => places.map((place) => found(place)[name])
      const ranges = { lateral: upperEnd([...columns('sigma_x'), ...columns('sigma_y')], 1), axial: upperEnd(columns('sigma_z'), 1), photons: upperEnd(columns('photons'), 10) }
      return Object.fromEntries(places.map((place) => [place, distributions(found(place), rowsIn(found(place), rows[place], region), pixelSize, ranges)]))
    },
  }
}

/** Those of the rows (all where absent) in the region; undefined: all. */
export function rowsIn({ x, y }: { x: Float32Array; y: Float32Array }, rows: Uint32Array | undefined, region: Region | undefined): Uint32Array | undefined {
  if (!region) return rows
  const inside = (row: number): boolean => x[row] >= region.x0 && x[row] < region.x1 && y[row] >= region.y0 && y[row] < region.y1
  return rows ? rows.filter(inside) : Uint32Array.from(x.keys()).filter(inside)
}
