// The rows of the score table: what each measure is called, where its number stands, what it means.
import type { EqualRecall, RoleScores } from '../science/index.ts'
import { csvText } from '../ui/csv-text.ts'
import { counted, fixed } from '../ui/numbers.ts'

/** What is not of a table alone. */
export interface Further {
  nominal: number | null | undefined
  equalRecall: EqualRecall['a'] | null | undefined
}

export interface Measure {
  id: string
  group: string
  title: string
  unit: string
  decimals: number
  /** What would be better: bold in the table. 'one': nearer to 1; 'zero': nearer to 0; none: not a quality. */
  better?: 'higher' | 'lower' | 'one' | 'zero'
  about: string
  /** Undefined: not there yet; null: cannot be had. */
  of: (scores: RoleScores, further: Further) => number | null | undefined
}

const times100 = (share: number | null): number | null => (share === null ? null : 100 * share)
const quick = (key: 'rmseLateral' | 'rmseAxial' | 'rmseVolumetric' | 'efficiencyLateral' | 'efficiencyAxial' | 'efficiency3d' | 'offsetX' | 'offsetY' | 'offsetZ') =>
  ({ quick }: RoleScores): number | null => quick[key]

const rmse = 'Root mean square distance of matched pairs'
const efficiency = '100 − √((100 − JI)² + α²·RMSE²), α = 1 nm⁻¹ laterally, 0.5 nm⁻¹ axially; 100 is perfect'
const calibrated = 'Standard deviation of error/σ over the matched pairs: 1 if the stated uncertainties are right, above 1 if they are too small'

export const measures: readonly Measure[] = [
  { id: 'jaccard', group: 'Detection', title: 'Jaccard index', unit: '%', decimals: 1, better: 'higher', about: 'Matched / (matched + false + missed)', of: ({ quick }) => times100(quick.jaccard) },
  { id: 'recall', group: 'Detection', title: 'Recall', unit: '%', decimals: 1, better: 'higher', about: 'Matched / (matched + missed)', of: ({ quick }) => times100(quick.recall) },
  { id: 'precision', group: 'Detection', title: 'Precision', unit: '%', decimals: 1, better: 'higher', about: 'Matched / (matched + false)', of: ({ quick }) => times100(quick.precision) },
  { id: 'tp', group: 'Detection', title: 'Matched', unit: '', decimals: 0, about: 'Pairs of a detection and a true emitter', of: ({ quick }) => quick.tp },
  { id: 'fp', group: 'Detection', title: 'False', unit: '', decimals: 0, better: 'lower', about: 'Detections without a true emitter', of: ({ quick }) => quick.fp },
  { id: 'fn', group: 'Detection', title: 'Missed', unit: '', decimals: 0, better: 'lower', about: 'True emitters without a detection', of: ({ quick }) => quick.fn },
  { id: 'rmseLateral', group: 'Localization', title: 'RMSE lateral', unit: 'nm', decimals: 1, better: 'lower', about: `${rmse} in x and y`, of: quick('rmseLateral') },
  { id: 'rmseAxial', group: 'Localization', title: 'RMSE axial', unit: 'nm', decimals: 1, better: 'lower', about: `${rmse} in z`, of: quick('rmseAxial') },
  { id: 'rmseVolumetric', group: 'Localization', title: 'RMSE volumetric', unit: 'nm', decimals: 1, better: 'lower', about: `${rmse} in space, not divided by the number of axes`, of: quick('rmseVolumetric') },
  { id: 'efficiencyLateral', group: 'Efficiency', title: 'Lateral', unit: '%', decimals: 1, better: 'higher', about: efficiency, of: quick('efficiencyLateral') },
  { id: 'efficiencyAxial', group: 'Efficiency', title: 'Axial', unit: '%', decimals: 1, better: 'higher', about: efficiency, of: quick('efficiencyAxial') },
  { id: 'efficiency3d', group: 'Efficiency', title: '3D', unit: '%', decimals: 1, better: 'higher', about: 'Mean of the lateral and the axial efficiency', of: quick('efficiency3d') },
  ...([['Recall', 'recall', '%', 'Share of the emitters that the weaker of the two finds; of the other, the most probable detections that reach it'], ['RMSE lateral', 'rmseLateral', 'nm', `${rmse} in x and y, at that recall`], ['RMSE axial', 'rmseAxial', 'nm', `${rmse} in z, at that recall`]] as const).map(([title, key, unit, about]): Measure => ({
    id: `equal_${key}`, group: 'At equal recall', title, unit, decimals: 1, about, ...(key === 'recall' ? {} : { better: 'lower' as const }),
    of: (_, { equalRecall }) => (equalRecall ? (key === 'recall' ? times100(equalRecall.recall) : equalRecall[key]) : equalRecall),
  })),
  { id: 'crlbLateral', group: 'Bound', title: 'RMSE / CRLB lateral', unit: '', decimals: 2, better: 'lower', about: 'Over emitters without a neighbour within 1.5 µm, against the joint bound of the three frames the network sees; 1 is the limit', of: ({ crlbRatio }) => (crlbRatio ? crlbRatio.lateral : crlbRatio) },
  { id: 'crlbAxial', group: 'Bound', title: 'RMSE / CRLB axial', unit: '', decimals: 2, better: 'lower', about: 'The same of the error in z; 1 is the limit', of: ({ crlbRatio }) => (crlbRatio ? crlbRatio.axial : crlbRatio) },
  { id: 'crlbEmitters', group: 'Bound', title: 'Lone emitters', unit: '', decimals: 0, about: 'Matched emitters that the ratio is taken over: bright, and no other within 1.5 µm; few of them say little', of: ({ crlbRatio }) => (crlbRatio ? crlbRatio.emitters : crlbRatio) },
  ...(['x', 'y', 'z', 'photons'] as const).map((axis): Measure => ({
    id: `calibration_${axis}`, group: 'Uncertainty', title: `Error / σ of ${axis}`, unit: '', decimals: 2, better: 'one', about: calibrated, of: ({ quick }) => quick.calibration[axis]?.deviation ?? null,
  })),
  ...(['x', 'y'] as const).map((axis): Measure => ({
    id: `checkerboard_${axis}`, group: 'Pixel grid', title: `Grid error in ${axis}`, unit: 'nm', decimals: 2, better: 'lower', about: 'How far the mean error depends on the place in the camera pixel: root mean square over tenths of a pixel, less what chance gives',
    of: ({ checkerboard }) => (checkerboard ? checkerboard[axis].amplitude : checkerboard),
  })),
  { id: 'variation', group: 'Pixel grid', title: 'Variation in the pixel', unit: '', decimals: 3, better: 'lower', about: 'Coefficient of variation of detected / true positions over 10 × 10 cells of the pixel; chance alone gives at most what the tooltip of the value says', of: ({ checkerboard }) => (checkerboard ? checkerboard.variation : checkerboard) },
  ...(['X', 'Y', 'Z'] as const).map((axis): Measure => ({
    id: `offset${axis}`, group: 'Offset', title: `Mean offset in ${axis.toLowerCase()}`, unit: 'nm', decimals: 1, better: 'zero', about: 'Mean of detection minus truth; PSF models differ in their origin', of: quick(`offset${axis}`),
  })),
  { id: 'localizations', group: 'Movie', title: 'Localizations', unit: '', decimals: 0, about: 'Rows of the table that pass the filters', of: ({ quick }) => quick.localizations },
  { id: 'emitters', group: 'Movie', title: 'True emitters', unit: '', decimals: 0, about: 'Rows of the truth in the frames that were localized', of: ({ quick }) => quick.emitters },
  { id: 'density', group: 'Movie', title: 'Density', unit: 'µm⁻²', decimals: 2, about: 'True emitters per µm² and frame that has any', of: ({ quick }) => quick.density_perUm2 },
  { id: 'nominal', group: 'Movie', title: 'Nominal density', unit: 'µm⁻²', decimals: 2, about: 'Density of complete spatial randomness with the same mean distance to the nearest neighbour', of: (_, { nominal }) => nominal },
]

/** Which of the two is better; undefined where neither is, or it is no quality. */
export function betterOf({ better }: Pick<Measure, 'better'>, a: number | null | undefined, b: number | null | undefined): 'a' | 'b' | undefined {
  if (better === undefined || typeof a !== 'number' || typeof b !== 'number') return undefined
  const worth = (value: number): number => ({ higher: value, lower: -value, one: -Math.abs(Math.log(Math.max(value, 1e-9))), zero: -Math.abs(value) }[better])
  const [own, other] = [worth(a), worth(b)]
  return own === other ? undefined : own > other ? 'a' : 'b'
}

/** A number as it stands in the table. */
export function shown(value: number | null | undefined, decimals: number): string {
  if (value === undefined) return '…'
  if (value === null || Number.isNaN(value)) return '–'
  return decimals === 0 ? counted(Math.round(value)) : fixed(value, decimals)
}

export interface ScoreRow {
  measure: Measure
  a: number | null | undefined
  b: number | null | undefined
  /** A minus B. */
  difference: number | null
  better: 'a' | 'b' | undefined
}

export function scoreRows(scores: Partial<Record<'a' | 'b', RoleScores>>, nominal: Partial<Record<'a' | 'b', number | null>>, equalRecall: EqualRecall | null | undefined): ScoreRow[] {
  return measures.map((measure) => {
    const of = (side: 'a' | 'b'): number | null | undefined => (scores[side] ? measure.of(scores[side], { nominal: nominal[side], equalRecall: equalRecall && equalRecall[side] }) : null)
    const [a, b] = [of('a'), of('b')]
    return { measure, a, b, difference: typeof a === 'number' && typeof b === 'number' ? a - b : null, better: betterOf(measure, a, b) }
  })
}

/** The table as csv: numbers in full, empty where there is none. */
export function scoresCsv(rows: readonly ScoreRow[], names: { a: string; b: string }): string {
  const lines = rows.map(({ measure: { id, group, title, unit }, a, b, difference }) => [id, `${group}: ${title}`, unit, a, b, difference])
  return csvText([['measure', 'title', 'unit', `A: ${names.a}`, `B: ${names.b}`, 'A - B'], ...lines])
}
