// Which charts there are: scores by frames, depth and crowding; σ, photons and places inside the pixel; distances between the models.
import type { BinScores } from '../../core/evaluation/breakdown.ts'
import type { Distributions, Histogram } from '../../core/evaluation/distributions.ts'
import type { Influence, RoleScores } from '../science/index.ts'
import type { Chart, Series } from './chart.ts'

type Sides<T> = Partial<Record<'a' | 'b', T>>
const sides = ['a', 'b'] as const

export const partMeasures = {
  jaccard: { title: 'Jaccard index', axis: 'Jaccard index (%)', of: ({ jaccard }: BinScores): number | null => (jaccard === null ? null : 100 * jaccard), domain: [0, 100] },
  rmseLateral: { title: 'RMSE lateral', axis: 'RMSE lateral (nm)', of: (bin: BinScores): number | null => bin.rmseLateral },
  rmseAxial: { title: 'RMSE axial', axis: 'RMSE axial (nm)', of: (bin: BinScores): number | null => bin.rmseAxial },
  efficiency3d: { title: '3D efficiency', axis: '3D efficiency (%)', of: (bin: BinScores): number | null => bin.efficiency3d },
  recall: { title: 'Recall', axis: 'Recall (%)', of: ({ recall }: BinScores): number | null => (recall === null ? null : 100 * recall), domain: [0, 100] },
} as const satisfies Record<string, { title: string; axis: string; of: (bin: BinScores) => number | null; domain?: readonly [number, number] }>
export type PartMeasure = keyof typeof partMeasures

/** Scores of parts: three charts. */
export function partCharts(scores: Sides<RoleScores>, measure: PartMeasure): Chart[] {
  const one = partMeasures[measure]
  const series = (name: 'frames' | 'depth' | 'crowding', x: (bin: BinScores, i: number) => number): Series[] => sides.flatMap((side): Series[] => {
    const bins = scores[side]?.parts?.[name]
    return bins ? [{ name: side, dots: true, points: bins.map((bin, i) => ({ x: x(bin, i), y: one.of(bin) })) }] : []
  })
  const bands = (scores.a ?? scores.b)?.parts?.crowding.map(({ low, high }) => (Number.isFinite(high) ? `${low}–${high}` : `${low} +`))
  const common = { y: one.axis, ...('domain' in one ? { yDomain: one.domain } : {}) }
  return [
    { id: `${measure}-frames`, title: `${one.title} by frame`, x: 'Frame', about: 'Blocks of frames.', ...common, series: series('frames', ({ low, high }) => (low + 1 + high) / 2) },
    { id: `${measure}-depth`, title: `${one.title} by depth`, x: 'True z (nm)', about: 'Bins of the true depth.', ...common, series: series('depth', ({ low, high }) => (low + high) / 2) },
    { id: `${measure}-crowding`, title: `${one.title} by local density`, x: 'Distance to the next emitter (nm)', about: 'From crowded on the left to lone on the right.', ...common, bands, series: series('crowding', (_, i) => i) },
  ]
}

/** The share of rows in each bin, as an outline. */
function outline({ edges, counts, total }: Histogram): Series['points'] {
  const share = (count: number): number => (total > 0 ? (100 * count) / total : 0)
  return [...counts.map((count, i) => ({ x: edges[i], y: share(count) })), { x: edges.at(-1)!, y: share(counts.at(-1) ?? 0) }]
}

export function spreadCharts(spread: Sides<Distributions>, truth: Sides<{ x: number[]; y: number[] }> = {}): Chart[] {
  const both = (of: (one: Distributions) => Series['points']): Series[] => sides.flatMap((side) => (spread[side] ? [{ name: side, steps: true, points: of(spread[side]) }] : []))
  const histogram = (id: 'sigma_x' | 'sigma_y' | 'sigma_z' | 'photons', title: string, x: string): Chart =>
    ({ id, title, x, y: 'Share (%)', about: 'Histogram of the rows that pass the filters.', series: both((one) => outline(one[id])).filter(({ points }) => points.some(({ y }) => y)) })
  const steps = (shares: readonly number[]): Series['points'] => [...shares.map((share, i) => ({ x: i / shares.length, y: 100 * share })), { x: 1, y: 100 * (shares.at(-1) ?? 0) }]
  const inside = (axis: 'x' | 'y'): Chart => {
    const known = truth.a ?? truth.b
    return {
      id: `pixel-${axis}`, title: `Place in the pixel, ${axis}`, x: `${axis} inside the camera pixel (px)`, y: 'Share (%)', level: 10, yDomain: [0, Math.max(20, ...sides.flatMap((side) => (spread[side]?.inPixel[axis] ?? []).map((share) => 105 * share)))],
      about: 'Molecules do not know the pixel grid: a wave that the truth does not have is an artefact.',
      series: [...(known ? [{ name: 'truth', steps: true, points: steps(known[axis]) } as const] : []), ...both((one) => steps(one.inPixel[axis]))],
    }
  }
  return [
    { id: 'counts', title: 'Localizations a frame', x: 'Frame', y: 'Localizations a frame', about: 'Means over blocks of frames.', series: both((one) => one.perFrame.map(({ frame, mean }) => ({ x: frame + 1, y: mean }))).map((one) => ({ ...one, steps: false })) },
    histogram('sigma_x', 'Uncertainty σ of x', 'σ of x (nm)'), histogram('sigma_y', 'Uncertainty σ of y', 'σ of y (nm)'), histogram('sigma_z', 'Uncertainty σ of z', 'σ of z (nm)'),
    histogram('photons', 'Photons', 'Photons'), inside('x'), inside('y'),
  ]
}

const halfSigma = 0.5

/** Distances of matched pairs in σ, beside those of independent errors (χ with three degrees of freedom). */
export function influenceChart({ by, subject }: Influence): Chart {
  const counts = by[subject]?.counts ?? []
  const total = counts.reduce((sum, count) => sum + count, 0)
  const density = (r: number): number => Math.sqrt(2 / Math.PI) * r * r * Math.exp((-r * r) / 2)
  return {
    id: 'influence', title: 'Distance to the match', x: 'Distance (combined σ); the last bin holds all beyond', y: 'Share of the matched (%)', xDomain: [0, 10.5],
    about: 'Dotted: what independent errors of the stated size would give.',
    series: [
      { name: subject, steps: true, points: [...counts.map((count, i) => ({ x: i * halfSigma, y: total > 0 ? (100 * count) / total : 0 })), { x: counts.length * halfSigma, y: total > 0 ? (100 * (counts.at(-1) ?? 0)) / total : 0 }] },
      { name: 'chance', points: Array.from({ length: 53 }, (_, i) => ({ x: i * 0.2, y: 100 * density(i * 0.2) * halfSigma })) },
    ],
  }
}
