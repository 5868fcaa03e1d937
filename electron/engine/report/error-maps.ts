// Where in the field of view a model errs, laterally and axially.
import { lipari } from '../../../core/rendering/colour-map.ts'
import { errorCells } from '../../../core/rendering/error-cells.ts'
import { viewSize, type View } from '../../../core/rendering/image.ts'
import { colourLegend } from '../../../core/rendering/legend.ts'
import { renderValues } from '../../../core/rendering/value-image.ts'
import { fieldOfView } from './demo-movies.ts'
import type { ModelOnMovie, MovieOutcome } from './outcome.ts'
import { fixed } from './figures.ts'
import { html, type Markup } from './markup.ts'
import { shortName } from './names.ts'
import { legend } from './pictures.ts'
import { pngUri } from './png.ts'

const cells: View = { x: [0, fieldOfView.width], y: [0, fieldOfView.height], pixel: 200 }
/** Errors (nm) of the last colour. */
const FULL = { lateral: 80, axial: 150 } as const
const directions = ['lateral', 'axial'] as const

/** Both models, both directions. */
export function errorMaps(outcome: MovieOutcome): Markup {
  return html`<div class="maps">${directions.map((direction) => html`<div class="map-pair">
<h4>${direction === 'lateral' ? 'Lateral error' : 'Axial error'}</h4>
<div class="duo">${outcome.byModel.map((one, i) => map(outcome, one, direction, i))}</div>
${scale(direction)}</div>`)}</div>`
}

function map({ movie, truth }: MovieOutcome, { card, localizations, evaluation }: ModelOnMovie, direction: 'lateral' | 'axial', index: number): Markup {
  const { matching, rmseLateral, rmseAxial } = evaluation
  const values = errorCells({ found: localizations, truth, detection: matching.detection, target: matching.truth }, cells, direction)
  const { width, height } = viewSize(cells)
  const name = shortName(card)
  return html`<figure class="map"><img class="cells" src="${pngUri(renderValues(values, width, height, [0, FULL[direction]], lipari))}" alt="${direction} error of ${movie.title}, ${name}">
<figcaption><span class="key ${index === 0 ? 'first' : 'second'}"></span>${name}: <b>${fixed(direction === 'lateral' ? rmseLateral : rmseAxial, 0)} nm</b></figcaption></figure>`
}

function scale(direction: 'lateral' | 'axial'): Markup {
  const { colours, ticks } = colourLegend(lipari, [0, FULL[direction]])
  return legend(colours.map((colour) => `rgb(${colour.join(' ')})`), ticks.map(({ value, position }) => ({ position, text: value === FULL[direction] ? `≥ ${value}` : String(value) })), 'root-mean-square error (nm)')
}
