// Charts with Observable Plot: lines and steps of A, B and truth over one axis. Plot's own style element is taken out, since the page
// allows no inline styles; what it says is set as attributes.
import * as Plot from '@observablehq/plot'
import { csvText } from '../ui/csv-text.ts'

export type SeriesName = 'a' | 'b' | 'truth' | 'chance'

export interface Series {
  name: SeriesName
  /** null y: a gap. */
  points: readonly { x: number; y: number | null }[]
  steps?: boolean
  dots?: boolean
}

export interface Chart {
  id: string
  title: string
  x: string
  y: string
  series: readonly Series[]
  xDomain?: readonly [number, number]
  yDomain?: readonly [number, number]
  /** Values on the x axis by name, in order, in place of numbers. */
  bands?: readonly string[]
  /** Level to compare with. */
  level?: number
  /** For readers that cannot see it. */
  about: string
}

export interface Look {
  width: number
  height: number
  dark: boolean
}

/** Light enough for dark pages, dark enough for light ones (3:1 and more). */
const colours = {
  dark: { a: '#e69f00', b: '#56b4e9', truth: '#ffffff', chance: '#9aa5b1' },
  light: { a: '#a86f00', b: '#1c78b0', truth: '#30363c', chance: '#6b7580' },
} as const
const dashes = { a: undefined, b: '6 3', truth: '2 3', chance: '1 4' } as const

export function drawChart(chart: Chart, { width, height, dark }: Look): SVGSVGElement {
  const palette = colours[dark ? 'dark' : 'light']
  const text = dark ? '#d7dde3' : '#30363c'
  const marks = chart.series.flatMap(({ name, points, steps, dots }) => {
    const data = points.map(({ x, y }) => ({ x: chart.bands ? chart.bands[x] : x, y: y ?? NaN }))
    const line = Plot.line(data, { x: 'x', y: 'y', stroke: palette[name], strokeWidth: 1.8, strokeDasharray: dashes[name], curve: steps ? 'step-after' : 'linear' })
    return dots ? [line, Plot.dot(data, { x: 'x', y: 'y', fill: palette[name], r: 2.6, symbol: name === 'b' ? 'square' : 'circle' })] : [line]
  })
  const figure = Plot.plot({
    width, height, marginLeft: 52, marginBottom: chart.bands ? 68 : 40, marginTop: 14, marginRight: 14,
    style: { background: 'transparent', color: text, fontSize: '11px', fontFamily: 'system-ui, sans-serif', overflow: 'visible' },
    x: { label: chart.x, labelAnchor: 'center', labelArrow: 'none', ...(chart.bands ? { type: 'point' as const, domain: [...chart.bands] } : chart.xDomain ? { domain: [...chart.xDomain] } : {}), ...(chart.bands ? { tickRotate: -40, labelOffset: 62 } : { ticks: Math.max(3, Math.floor(width / 80)) }) },
    y: { label: chart.y, labelAnchor: 'center', labelArrow: 'none', grid: true, ...(chart.yDomain ? { domain: [...chart.yDomain] } : {}), nice: true, ticks: 5 },
    marks: [...(chart.level === undefined ? [] : [Plot.ruleY([chart.level], { stroke: palette.chance, strokeDasharray: '1 4' })]), ...marks],
  }) as SVGSVGElement
  figure.querySelector('style')?.remove()
  // The chart as a whole has a name; its groups need none.
  for (const node of figure.querySelectorAll('[aria-label],[aria-description]')) for (const name of ['aria-label', 'aria-description']) node.removeAttribute(name)
  figure.setAttribute('role', 'img')
  figure.setAttribute('aria-label', `${chart.title}. ${chart.about}`)
  return figure
}

/** The chart as a file of its own: white, with its title and what the lines are. */
export function chartSvg(chart: Chart, names: Partial<Record<SeriesName, string>>, size = { width: 560, height: 320 }): string {
  const figure = drawChart(chart, { ...size, dark: false })
  const space = 'http://www.w3.org/2000/svg'
  const svg = document.createElementNS(space, 'svg')
  const [head, width, height] = [40, size.width, size.height + 40]
  svg.setAttribute('xmlns', space)
  svg.setAttribute('width', String(width))
  svg.setAttribute('height', String(height))
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  svg.setAttribute('font-family', 'system-ui, sans-serif')
  const add = (parent: Element, name: string, attributes: Record<string, string | number>, content = ''): Element => {
    const node = document.createElementNS(space, name)
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value))
    node.textContent = content
    return parent.appendChild(node)
  }
  add(svg, 'rect', { width, height, fill: '#ffffff' })
  add(svg, 'text', { x: 10, y: 17, 'font-size': 13, 'font-weight': 600, fill: '#1b2025' }, chart.title)
  let left = 10
  for (const { name } of chart.series) {
    const label = names[name] ?? name
    add(svg, 'line', { x1: left, x2: left + 22, y1: 32, y2: 32, stroke: colours.light[name], 'stroke-width': 2, ...(dashes[name] ? { 'stroke-dasharray': dashes[name] } : {}) })
    add(svg, 'text', { x: left + 27, y: 36, 'font-size': 11, fill: '#30363c' }, label)
    left += 45 + 6.2 * label.length
  }
  figure.setAttribute('y', String(head))
  figure.removeAttribute('style')
  figure.setAttribute('color', '#30363c')
  figure.setAttribute('font-size', '11')
  svg.append(figure)
  return new XMLSerializer().serializeToString(svg)
}

/** The chart's numbers: a line a point, in full; empty where there is none. */
export function chartCsv({ x, y, bands, series }: Chart, names: Partial<Record<SeriesName, string>>): string {
  const lines = series.flatMap(({ name, points }) => points.map((point) => [names[name] ?? name, bands ? bands[point.x] ?? '' : point.x, point.y]))
  return csvText([['series', x, y], ...lines])
}

export const seriesColours = colours
