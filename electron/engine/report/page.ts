// The demo's report: one page that needs nothing beside itself.
import { basename } from 'node:path'
import type { ModelCard } from '../../../core/model/card.ts'
import { programVersion } from '../localize/provenance.ts'
import { demoAcquisition, demoSize_px } from './demo-movies.ts'
import type { DemoOutcome, MovieOutcome } from './outcome.ts'
import { errorMaps } from './error-maps.ts'
import { count, fixed } from './figures.ts'
import { html, trusted, type Markup } from './markup.ts'
import { shortName } from './names.ts'
import { depthLegend, pictureRow } from './pictures.ts'
import { scoreTable } from './score-table.ts'
import { style } from './style.ts'
import { subpixelCharts, trustTable } from './subpixel.ts'
import { trainingCurves } from './training-curves.ts'

const { photons, background, pixelSize } = demoAcquisition

/** The page as text. */
export function reportPage(outcome: DemoOutcome): string {
  const { cards, movies, seconds } = outcome
  const localizations = movies.flatMap(({ byModel }) => byModel).reduce((sum, one) => sum + one.localizations.frame.length, 0)
  return html`<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>StructLoc demo: two training samplings compared</title><style>${trusted(style)}</style></head>
<body><main>
<h1>Does a network localize better when it was trained on structures?</h1>
<p class="lead">Two networks, alike in everything but the molecules they were trained on, localize the same simulated movies. One saw complete spatial randomness, the other randomly generated microtubules.</p>
<dl class="facts">${facts([
    ['movies', String(movies.length)], ['frames each', count(movies[0]?.frames ?? 0)], ['frame size', `${demoSize_px}×${demoSize_px} px of ${pixelSize} nm`],
    ['photons / background', `${count(photons)} / ${background[0]}`], ['localizations', count(localizations)], ['time taken', `${fixed(seconds, 0)} s`],
  ])}</dl>

<h2>Scores</h2>
<p>${verdict(outcome)} The two networks had the same number of molecules per area in training. On structures these lie much closer together, so the second one trained on harder frames; this demo cannot tell that apart from the effect of the structures.</p>
${scoreTable(movies)}
<p class="note">Detections and true emitters are paired frame by frame, nearest first, within 250 nm laterally and 500 nm axially; both are left out within 450 nm of the border. The better value of each pair is bold. A single movie a sample says little about small differences.</p>
${terms()}

<h2>Reconstructions</h2>
<p>Each localization is drawn as a Gaussian as wide as the network's own uncertainty, in the colour of its depth. The square marks the detail below it.</p>
${depthLegend()}
${movies.map((one) => html`<section><h3>${one.movie.title}</h3><p>${one.movie.about} ${crowding(one)}</p>${pictureRow(one)}</section>`)}

<h2>Where the errors are</h2>
<p>Root-mean-square error of the matched detections in cells of 200 nm. Cells with fewer than three matches are grey; the number below each map is the error over the whole movie.</p>
${movies.map((one) => html`<section><h3>${one.movie.title}</h3>${errorMaps(one)}</section>`)}

<h2>Pixel grid and uncertainties</h2>
${trustTable(movies)}
<p class="note">Grid error: how far the mean error depends on where in its camera pixel a molecule lies (0 where it does not). Error / σ: spread of the errors over the uncertainty that the network itself states; below 1 it is more precise than it says, above 1 less.</p>
<p>Molecules do not know the camera's pixel grid, and good detections follow the grey line: the true positions of the molecules that were found. Peaks at the pixel's centre or edges beside it would show in pictures as a checkerboard.</p>
${keys(cards, true)}
${movies.map((one) => subpixelCharts(one))}

<h2>How the networks learned</h2>
<p>From the models' own records: loss and scores on validation windows of each model's own training sampling, so the curves of the two are not measured on the same samples.</p>
${keys(cards, false)}
${trainingCurves(cards)}
${modelFacts(cards)}

<p class="foot">StructLoc ${programVersion()}. Tables of every movie lie beside this page: the truth in <code>truth.csv</code>, and for each model a ThunderSTORM csv, the same as Arrow, and a record of how it came about (${cards.map(({ id }, i) => html`${i > 0 ? ', ' : ''}<code>${id}.csv</code>`)}, in ${movies.map(({ movie }, i) => html`${i > 0 ? ', ' : ''}<code>${basename(outcome.folder)}/${movie.id}</code>`)}). The movies have fixed seeds; the same version gives the same scores.</p>
</main></body></html>
`.markup
}

function facts(rows: readonly (readonly [string, string])[]): readonly Markup[] {
  return rows.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)
}

/** Which network scores better here, in words. */
function verdict({ cards, movies }: DemoOutcome): string {
  const wins = cards.map((_, i) => movies.filter(({ byModel }) => {
    const [own, other] = [byModel[i].evaluation.efficiency3d, byModel[1 - i].evaluation.efficiency3d]
    return own !== null && (other === null || own > other)
  }).length)
  if (wins[0] === wins[1]) return 'Neither network has the higher 3D efficiency on more movies than the other.'
  const best = wins[0] > wins[1] ? 0 : 1
  const how = shortName(cards[best]).replace(/^T/, 't')
  return `The network ${how} has the higher 3D efficiency on ${wins[best] === movies.length ? 'every movie' : `${wins[best]} of ${movies.length} movies`}.`
}

function crowding({ emittersPerFrame, movie }: MovieOutcome): string {
  const nominal = 'nominal_perUm2' in movie.density ? ` (as crowded as ${movie.density.nominal_perUm2} per µm² at random)` : ''
  return `On average ${fixed(emittersPerFrame)} emitters a frame${nominal}.`
}

function keys(cards: readonly ModelCard[], withTruth: boolean): Markup {
  return html`<ul class="keys">${withTruth ? html`<li><span class="key"></span>Truth of what was found</li>` : undefined}${cards.map((card, i) => html`<li><span class="key ${i === 0 ? 'first' : 'second'}"></span>${shortName(card)}</li>`)}</ul>`
}

function terms(): Markup {
  return html`<dl class="terms">
<dt>Jaccard</dt><dd>share of correct pairs among all that was there or was reported: found / (found + missed + false)</dd>
<dt>Recall, precision</dt><dd>found / (found + missed), found / (found + false)</dd>
<dt>RMSE</dt><dd>root-mean-square distance between a detection and its molecule, in the plane and in depth</dd>
<dt>3D efficiency</dt><dd>Jaccard and error in one number (100 is perfect, negative is possible), mean of lateral and axial, as the 2016 SMLM Challenge defines it</dd></dl>`
}

function modelFacts(cards: readonly ModelCard[]): Markup {
  const row = (name: string, value: (card: ModelCard) => string): Markup => html`<tr><th scope="row">${name}</th>${cards.map((card) => html`<td class="number">${value(card)}</td>`)}</tr>`
  return html`<div class="scroll"><table><thead><tr><th scope="col">Model</th>${cards.map(({ id }, i) => html`<th scope="col" class="number"><span class="key ${i === 0 ? 'first' : 'second'}"></span>${id}</th>`)}</tr></thead><tbody>
${row('Parameters', ({ architecture }) => count(architecture.parameters))}
${row('Training frames', ({ training }) => count(training.targets))}
${row('Training time (minutes)', ({ training }) => fixed(training.seconds / 60, 0))}
${row('Emitters per µm² in training', ({ density_perUm2: [low, high] }) => `${low} … ${high}`)}
${row('Detection threshold', ({ decoding }) => String(decoding.threshold))}
</tbody></table></div>`
}
