// Where inside the camera pixel detections lie, against where the molecules they belong to lie: a network that prefers some
// positions gives a checkerboard.
import { demoAcquisition } from './demo-movies.ts'
import { lineChart, type Series } from './charts.ts'
import type { MovieOutcome } from './outcome.ts'
import { html, type Markup } from './markup.ts'

const BINS = 10

/** Share of the positions (%) in each tenth of a pixel. */
function phases(values: Float32Array, rows: Int32Array): number[] {
  const bins = new Array<number>(BINS).fill(0)
  for (const row of rows) {
    const phase = values[row] / demoAcquisition.pixelSize
    bins[Math.min(BINS - 1, Math.floor(BINS * (phase - Math.floor(phase))))] += 100 / rows.length
  }
  return bins
}

/** A histogram's outline, from pixel edge to pixel edge. */
function outline(role: Series['role'], bins: number[]): Series {
  return { role, steps: true, points: [...bins.map((value, i) => [i / BINS, value] as const), [1, bins[BINS - 1]]] }
}

/** Histograms of x and y inside the pixel, of both models and their matched truth. */
export function subpixelCharts({ movie, truth, byModel }: MovieOutcome): Markup {
  return html`<div class="charts">${(['x', 'y'] as const).map((axis) => {
    const found = byModel.map(({ localizations, evaluation }, i) =>
      outline(i === 0 ? 'first' : 'second', phases(localizations[axis], evaluation.matching.detection)))
    const series = [outline('truth', phases(truth[axis], byModel[0].evaluation.matching.truth)), ...found]
    const highest = Math.max(...series.flatMap(({ points }) => points.map(([, share]) => share)))
    return lineChart({
      title: `${movie.title}: ${axis} inside the pixel`, xLabel: 'position inside the pixel (pixels)', yLabel: 'share of detections (%)',
      series, xRange: [0, 1], yRange: [0, Math.max(20, highest * 1.05)],
      description: `Histogram of the position in ${axis} inside the camera pixel: truth and both models`,
    })
  })}</div>`
}
