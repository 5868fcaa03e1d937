// How both models learned, from their cards.
import type { ModelCard } from '../../../core/model/card.ts'
import { lineChart, rangeFromZero, type Series } from './charts.ts'
import { html, type Markup } from './markup.ts'

type Point = ModelCard['training']['curve'][number]
type Measure = 'loss' | 'jaccard' | 'rmseLateral' | 'rmseAxial'

const charts: { measure: Measure; title: string; label: string; factor: number }[] = [
  { measure: 'loss', title: 'Loss', label: 'validation loss', factor: 1 },
  { measure: 'jaccard', title: 'Jaccard index', label: 'Jaccard index (%)', factor: 100 },
  { measure: 'rmseLateral', title: 'Lateral error', label: 'lateral RMSE (nm)', factor: 1 },
  { measure: 'rmseAxial', title: 'Axial error', label: 'axial RMSE (nm)', factor: 1 },
]

/** Loss and validation scores over the number of windows seen. */
export function trainingCurves(cards: readonly ModelCard[]): Markup {
  const most = Math.max(1, ...cards.map(({ training }) => training.targets))
  return html`<div class="charts">${charts.map(({ measure, title, label, factor }) => {
    const series = cards.map((card, i): Series => ({
      role: i === 0 ? 'first' : 'second',
      points: card.training.curve.flatMap((point: Point) => (point[measure] === null ? [] : [[point.targets / 1000, factor * point[measure]] as const])),
    }))
    const values = series.flatMap(({ points }) => points.map(([, y]) => y))
    const lowest = Math.min(0, ...values)
    const yRange = measure === 'jaccard' ? [0, 100] as const : [lowest * 1.1, rangeFromZero(values)[1]] as const
    return lineChart({ title, xLabel: 'training frames seen (thousands)', yLabel: label, series, xRange: [0, most / 1000], yRange, description: `${title} of both models during training` })
  })}</div>`
}
