// Small charts as SVG: lines over two axes. Colours come from the page's style sheet by class, so they follow light and dark.
import { ticks } from '../../../core/rendering/scale.ts'
import { html, type Markup } from './markup.ts'

export interface Series {
  /** Class that colours the series: 'truth', 'first' or 'second'. */
  role: 'truth' | 'first' | 'second'
  points: readonly (readonly [x: number, y: number])[]
  /** Steps between the points (a histogram's outline) in place of straight lines. */
  steps?: boolean
}

export interface ChartOptions {
  title: string
  xLabel: string
  yLabel: string
  series: readonly Series[]
  xRange: readonly [number, number]
  yRange: readonly [number, number]
  xFormat?: (value: number) => string
  yFormat?: (value: number) => string
  /** For readers that cannot see it. */
  description: string
}

const [WIDTH, HEIGHT] = [420, 260]
const MARGIN = { left: 52, right: 14, top: 30, bottom: 44 }

/** A chart that scales with the width it is given. */
export function lineChart(options: ChartOptions): Markup {
  const { title, xLabel, yLabel, series, xRange, yRange, xFormat = String, yFormat = String, description } = options
  const [left, right, top, bottom] = [MARGIN.left, WIDTH - MARGIN.right, MARGIN.top, HEIGHT - MARGIN.bottom]
  const x = (value: number): number => left + ((value - xRange[0]) / (xRange[1] - xRange[0])) * (right - left)
  const y = (value: number): number => bottom - ((value - yRange[0]) / (yRange[1] - yRange[0])) * (bottom - top)
  const n = (value: number): string => value.toFixed(1)
  const path = ({ points, steps }: Series): string => points
    .map(([px, py], i) => (i === 0 ? `M${n(x(px))} ${n(y(py))}` : steps ? `H${n(x(px))}V${n(y(py))}` : `L${n(x(px))} ${n(y(py))}`)).join('')
  return html`<svg class="chart" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${description}">
<text class="chart-title" x="${left}" y="16">${title}</text>
${ticks(yRange, 6).map((value) => html`<line class="grid" x1="${left}" x2="${right}" y1="${n(y(value))}" y2="${n(y(value))}"/><text class="tick" x="${left - 8}" y="${n(y(value) + 4)}" text-anchor="end">${yFormat(value)}</text>`)}
${ticks(xRange, 6).map((value) => html`<line class="grid" y1="${bottom}" y2="${bottom + 4}" x1="${n(x(value))}" x2="${n(x(value))}"/><text class="tick" x="${n(x(value))}" y="${bottom + 18}" text-anchor="middle">${xFormat(value)}</text>`)}
<line class="axis" x1="${left}" x2="${right}" y1="${bottom}" y2="${bottom}"/>
<text class="label" x="${(left + right) / 2}" y="${HEIGHT - 6}" text-anchor="middle">${xLabel}</text>
<text class="label" transform="rotate(-90)" x="${-(top + bottom) / 2}" y="13" text-anchor="middle">${yLabel}</text>
${series.filter(({ points }) => points.length > 0).map((one) => html`<path class="series ${one.role}" d="${path(one)}"/>`)}
</svg>`
}

/** The smallest range from 0 that holds all values, a little above the highest. */
export function rangeFromZero(values: readonly number[], least = 1): readonly [number, number] {
  return [0, Math.max(least, ...values.filter(Number.isFinite)) * 1.05]
}
