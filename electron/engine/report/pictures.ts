// The report's pictures: truth and both reconstructions of a movie, in the colours of depth.
import { hawaii } from '../../../core/rendering/colour-map.ts'
import { saturation, sumByDepth, toPicture, type RenderPoints } from '../../../core/rendering/depth-image.ts'
import type { View } from '../../../core/rendering/image.ts'
import { colourLegend } from '../../../core/rendering/legend.ts'
import { scaleBar } from '../../../core/rendering/scale.ts'
import { demoAcquisition, fieldOfView } from './demo-movies.ts'
import type { MovieOutcome } from './outcome.ts'
import { count } from './figures.ts'
import { html, trusted, type Markup } from './markup.ts'
import { shortName } from './names.ts'
import { pngUri } from './png.ts'

/** Edge of a picture's pixel, nm, for the whole field and for the detail. */
const PIXEL = { whole: 12.5, detail: 5 }
const DETAIL = 1600
/** True emitters are drawn as if known to this σ, nm. */
const TRUTH_SIGMA = 10
const whole: View = { x: [0, fieldOfView.width], y: [0, fieldOfView.height], pixel: PIXEL.whole }

/** Truth, first model, second model: the whole field and a detail of it. */
export function pictureRow({ movie, truth, byModel }: MovieOutcome): Markup {
  const detail = detailView(truth)
  const columns: { title: string; role: string; points: RenderPoints; note: string }[] = [
    { title: 'Truth', role: 'truth', points: truth, note: `${count(truth.frame.length)} emitter appearances, drawn with σ = ${TRUTH_SIGMA} nm` },
    ...byModel.map(({ card, localizations }, i) => ({
      title: shortName(card), role: i === 0 ? 'first' : 'second', points: localizations,
      note: `${count(localizations.frame.length)} localizations, each drawn with its own σ`,
    })),
  ]
  return html`<div class="trio">${columns.map(({ title, role, points, note }) => html`<figure class="picture">
<figcaption><span class="key ${role}"></span><b>${title}</b></figcaption>
${frame(points, whole, `${movie.title}: ${title}`, detail)}
${frame(points, detail, `${movie.title}: ${title}, detail`)}
<p class="note">${note}</p></figure>`)}</div>`
}

function frame(points: RenderPoints, view: View, alt: string, marked?: View): Markup {
  const sums = sumByDepth(points, { view, zRange: demoAcquisition.zRange, sigma: TRUTH_SIGMA, sigmaLimits: [view.pixel / 2, 60] })
  const bar = scaleBar(view.x[1] - view.x[0])
  const share = (value: number): string => `${(100 * value).toFixed(2)}%`
  const width = view.x[1] - view.x[0]
  return html`<div class="frame"><img src="${pngUri(toPicture(sums, saturation(sums.density)))}" alt="${alt}">
${marked && html`<span class="mark" style="left:${share((marked.x[0] - view.x[0]) / width)};top:${share((marked.y[0] - view.y[0]) / width)};width:${share((marked.x[1] - marked.x[0]) / width)};height:${share((marked.y[1] - marked.y[0]) / width)}"></span>`}
<span class="bar" style="width:${share(bar.share)}"><span>${bar.label}</span></span></div>`
}

/** The square of the field that has most emitters, kept away from the border. */
function detailView({ x, y }: RenderPoints): View {
  const [cells, step] = [Math.floor((fieldOfView.width - DETAIL) / 400) + 1, 400]
  let best = { count: -1, left: 0, top: 0 }
  for (let row = 1; row < cells - 1; row++) {
    for (let column = 1; column < cells - 1; column++) {
      const [left, top] = [column * step, row * step]
      let inside = 0
      for (let i = 0; i < x.length; i++) if (x[i] >= left && x[i] < left + DETAIL && y[i] >= top && y[i] < top + DETAIL) inside++
      if (inside > best.count) best = { count: inside, left, top }
    }
  }
  return { x: [best.left, best.left + DETAIL], y: [best.top, best.top + DETAIL], pixel: PIXEL.detail }
}

/** The scale of depth below the pictures. */
export function depthLegend(): Markup {
  const { colours, ticks } = colourLegend(hawaii, demoAcquisition.zRange)
  return legend(colours.map((colour) => `rgb(${colour.join(' ')})`), ticks.map(({ value, position }) => ({ position, text: `${value > 0 ? '+' : value < 0 ? '−' : ''}${Math.abs(value)}` })), 'depth z (nm, 0 at focus)')
}

/** A horizontal colour scale. */
export function legend(colours: readonly string[], marks: readonly { position: number; text: string }[], title: string): Markup {
  return html`<div class="legend"><div class="legend-bar" style="background:${trusted(`linear-gradient(to right, ${colours.join(', ')})`)}"></div>
<div class="legend-ticks">${marks.map(({ position, text }) => html`<span style="left:${(100 * position).toFixed(2)}%">${text}</span>`)}</div>
<div class="legend-title">${title}</div></div>`
}
