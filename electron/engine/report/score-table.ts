// The scores of both models on every movie.
import type { Evaluation } from '../../../core/evaluation/evaluate.ts'
import type { MovieOutcome } from './outcome.ts'
import { count, fixed, percent } from './figures.ts'
import { html, type Markup } from './markup.ts'
import { shortName } from './names.ts'

interface Column {
  title: string
  unit: string
  show: (of: Evaluation) => string
  /** Larger is better: 1; smaller is better: −1; neither: 0. */
  better: 1 | -1 | 0
  value: (of: Evaluation) => number | null
}

const columns: readonly Column[] = [
  { title: 'Jaccard', unit: '%', better: 1, value: (e) => e.jaccard, show: (e) => percent(e.jaccard) },
  { title: 'Recall', unit: '%', better: 1, value: (e) => e.recall, show: (e) => percent(e.recall) },
  { title: 'Precision', unit: '%', better: 1, value: (e) => e.precision, show: (e) => percent(e.precision) },
  { title: 'Lateral RMSE', unit: 'nm', better: -1, value: (e) => e.rmseLateral, show: (e) => fixed(e.rmseLateral) },
  { title: 'Axial RMSE', unit: 'nm', better: -1, value: (e) => e.rmseAxial, show: (e) => fixed(e.rmseAxial) },
  { title: '3D efficiency', unit: '%', better: 1, value: (e) => e.efficiency3d, show: (e) => fixed(e.efficiency3d) },
  { title: 'Found', unit: '', better: 0, value: (e) => e.tp, show: (e) => count(e.tp) },
  { title: 'Missed', unit: '', better: 0, value: (e) => e.fn, show: (e) => count(e.fn) },
  { title: 'False', unit: '', better: 0, value: (e) => e.fp, show: (e) => count(e.fp) },
]

/** One group of rows a movie, the better value of each column in bold. */
export function scoreTable(movies: readonly MovieOutcome[]): Markup {
  return html`<div class="scroll"><table>
<thead><tr><th scope="col">Movie and model</th>${columns.map(({ title, unit }) => html`<th scope="col" class="number">${title}${unit && html`<small>${unit}</small>`}</th>`)}</tr></thead>
${movies.map(({ movie, byModel }) => html`<tbody><tr class="group"><th scope="rowgroup" colspan="${columns.length + 1}">${movie.title}</th></tr>
${byModel.map(({ card, evaluation }, i) => html`<tr><th scope="row"><span class="key ${i === 0 ? 'first' : 'second'}"></span>${shortName(card)}</th>${columns.map((column) => html`<td class="number${isBest(column, i, byModel.map((one) => one.evaluation)) ? ' best' : ''}">${column.show(evaluation)}</td>`)}</tr>`)}</tbody>`)}
</table></div>`
}

/** Whether this model's value, as shown, beats every other. */
function isBest({ better, value, show }: Column, index: number, all: readonly Evaluation[]): boolean {
  const own = value(all[index])
  if (better === 0 || own === null) return false
  return all.every((other, i) => {
    const theirs = value(other)
    return i === index || theirs === null || (show(other) !== show(all[index]) && better * (own - theirs) > 0)
  })
}
