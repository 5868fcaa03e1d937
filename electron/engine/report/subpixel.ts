// Where inside the camera pixel detections lie, against where the molecules they belong to lie: a network that prefers some
// positions gives a checkerboard.
import { checkerboard, type Checkerboard, type PhaseBias } from '../../../core/evaluation/checkerboard.ts'
import { calibration, type Calibration } from '../../../core/evaluation/calibration.ts'
import { demoAcquisition } from './demo-movies.ts'
import { lineChart, type Series } from './charts.ts'
import { fixed, percent } from './figures.ts'
import { html, type Markup } from './markup.ts'
import { shortName } from './names.ts'
import type { ModelOnMovie, MovieOutcome } from './outcome.ts'

/** Cells a side of the checkerboard's histograms. */
const BINS = 10

function grid({ truth }: MovieOutcome, { localizations, evaluation }: ModelOnMovie): Checkerboard | null {
  return checkerboard(localizations, truth, evaluation.matching, demoAcquisition.pixelSize)
}

/** Share of the positions (%) in each tenth of a pixel along one axis, from the counts of the 10 × 10 cells. */
function along(axis: 'x' | 'y', cells: readonly number[]): number[] {
  const bins = new Array<number>(BINS).fill(0)
  cells.forEach((count, cell) => { bins[axis === 'x' ? cell % BINS : Math.floor(cell / BINS)] += count })
  const total = bins.reduce((sum, count) => sum + count, 0)
  return bins.map((count) => (100 * count) / total)
}

/** A histogram's outline, from pixel edge to pixel edge. */
function outline(role: Series['role'], bins: readonly number[]): Series {
  return { role, steps: true, points: [...bins.map((value, i) => [i / BINS, value] as const), [1, bins[BINS - 1]]] }
}

/** Histograms of x and y inside the pixel, of both models and their matched truth. Nothing where too little was found. */
export function subpixelCharts(outcome: MovieOutcome): Markup {
  const boards = outcome.byModel.map((one) => grid(outcome, one))
  const known = boards.find((board) => board !== null)
  if (!known) return html`<p class="note">${outcome.movie.title}: too few matches for histograms.</p>`
  return html`<div class="charts">${(['x', 'y'] as const).map((axis) => {
    const found = boards.flatMap((board, i) => (board ? [outline(i === 0 ? 'first' : 'second', along(axis, board.detected))] : []))
    const series = [outline('truth', along(axis, known.truth)), ...found]
    const highest = Math.max(...series.flatMap(({ points }) => points.map(([, share]) => share)))
    return lineChart({
      title: `${outcome.movie.title}: ${axis} inside the pixel`, xLabel: 'position inside the pixel (pixels)', yLabel: 'share of detections (%)',
      series, xRange: [0, 1], yRange: [0, Math.max(20, highest * 1.05)],
      description: `Histogram of the position in ${axis} inside the camera pixel: truth and both models`,
    })
  })}</div>`
}

/** How large the grid's part of the error is, and whether the stated uncertainties are true. */
export function trustTable(movies: readonly MovieOutcome[]): Markup {
  const amplitude = (bias: PhaseBias | undefined): Markup => (bias ? html`${fixed(bias.amplitude)} <small>(${fixed(bias.interval[0])} … ${fixed(bias.interval[1])})</small>` : html`–`)
  const width = (of: Calibration | null): string => fixed(of?.robustDeviation ?? null, 2)
  return html`<div class="scroll"><table><thead><tr><th scope="col">Movie and model</th>
<th scope="col" class="number">Grid error in x<small>nm (95 % interval)</small></th><th scope="col" class="number">Grid error in y<small>nm (95 % interval)</small></th>
<th scope="col" class="number">Error / σ in x<small>1 is true</small></th><th scope="col" class="number">Error / σ in y<small>1 is true</small></th><th scope="col" class="number">Error / σ in z<small>1 is true</small></th>
<th scope="col" class="number">x within 1.96 σ<small>%, 95 is true</small></th></tr></thead>
${movies.map((outcome) => html`<tbody><tr class="group"><th scope="rowgroup" colspan="7">${outcome.movie.title}</th></tr>${outcome.byModel.map((one, i) => {
    const board = grid(outcome, one)
    const { x, y, z } = calibration(one.localizations, outcome.truth, one.evaluation.matching)
    return html`<tr><th scope="row"><span class="key ${i === 0 ? 'first' : 'second'}"></span>${shortName(one.card)}</th>
<td class="number">${amplitude(board?.x)}</td><td class="number">${amplitude(board?.y)}</td><td class="number">${width(x)}</td><td class="number">${width(y)}</td><td class="number">${width(z)}</td><td class="number">${percent(x?.within196 ?? null)}</td></tr>`
  })}</tbody>`)}</table></div>`
}
