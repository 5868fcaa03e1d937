// Figures of a study as SVG: panels with points, lines and intervals. They carry their own style, so they can be shown anywhere.
import { scaleBar, ticks } from '../rendering/scale.ts'

export interface Point {
  x: number
  y: number
  interval?: readonly [number, number] | null | undefined
}

export interface Series {
  label: string
  colour: string
  dashed?: boolean
  /** No line between the points. */
  loose?: boolean
  points: readonly Point[]
}

export interface Panel {
  title: string
  xLabel: string
  yLabel: string
  series: readonly Series[]
  xScale?: 'log'
  /** Names in place of numbers at x = 0, 1, 2 …. */
  names?: readonly string[]
  /** A line at this height. */
  level?: number
  yRange?: readonly [number, number]
}

const [width, height] = [300, 230]
const margin = { left: 50, right: 12, top: 26, bottom: 44 }

/** Panels in rows of `columns`, with one legend. */
export function figure(panels: readonly Panel[], columns: number, description: string): string {
  const rows = Math.ceil(panels.length / columns)
  const legend = new Map(panels.flatMap(({ series }) => series.map((one) => [one.label, one] as const)))
  const total = { width: columns * width, height: rows * height + 24 * Math.ceil(legend.size / (columns > 1 ? 4 : 2)) }
  const perRow = columns > 1 ? 4 : 2
  const keys = [...legend.values()].map(({ label, colour, dashed }, i) => {
    const [x, y] = [margin.left + (i % perRow) * ((total.width - margin.left) / perRow), rows * height + 16 + 24 * Math.floor(i / perRow)]
    return `<path d="M${n(x)} ${y - 4}h22" stroke="${colour}" stroke-width="2"${dashed ? ' stroke-dasharray="5 3"' : ''}/><text x="${n(x + 28)}" y="${y}">${escaped(label)}</text>`
  })
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" width="${total.width}" height="${total.height}" role="img" aria-label="${escaped(description)}" font-family="sans-serif" font-size="11" fill="#222">
<rect width="100%" height="100%" fill="#fff"/>
${panels.map((panel, i) => `<g transform="translate(${(i % columns) * width} ${Math.floor(i / columns) * height})">\n${drawn(panel)}\n</g>`).join('\n')}
${keys.join('\n')}
</svg>
`
}

function drawn(panel: Panel): string {
  const { title, xLabel, yLabel, series, xScale, names, level } = panel
  const [left, right, top, bottom] = [margin.left, width - margin.right, margin.top, height - margin.bottom]
  const points = series.flatMap((one) => one.points).filter(({ x, y }) => Number.isFinite(x) && Number.isFinite(y))
  const caption = `<text x="${left}" y="16" font-weight="bold">${escaped(title)}</text>`
  if (points.length === 0) return `${caption}<text x="${(left + right) / 2}" y="${(top + bottom) / 2}" text-anchor="middle" fill="#777">not measured</text>`
  const along = xScale === 'log' ? Math.log10 : (value: number): number => value
  const [x0, x1] = names ? [-0.5, names.length - 0.5] : padded(extremes(points.map(({ x }) => along(x))), 0.04)
  const ends = points.flatMap(({ y, interval }) => [y, ...(interval ?? [])])
  const [y0, y1] = panel.yRange ?? padded(extremes(level === undefined ? ends : [...ends, level]), 0.08)
  const x = (value: number): number => left + ((along(value) - x0) / (x1 - x0)) * (right - left)
  const y = (value: number): number => bottom - ((Math.min(y1, Math.max(y0, value)) - y0) / (y1 - y0)) * (bottom - top)
  const yTicks = ticks([y0, y1], 6).map((value) => `<path d="M${left} ${n(y(value))}H${right}" stroke="#e4e4e4"/><text x="${left - 6}" y="${n(y(value) + 4)}" text-anchor="end">${shown(value)}</text>`)
  const xTicks = names
    ? names.map((label, i) => `<text x="${n(x(i))}" y="${bottom + 16}" text-anchor="middle" font-size="10">${escaped(label)}</text>`)
    : xValues(points, xScale, [x0, x1]).map((value) => `<path d="M${n(x(value))} ${bottom}v4" stroke="#222"/><text x="${n(x(value))}" y="${bottom + 16}" text-anchor="middle">${shown(value)}</text>`)
  const marks = series.map(({ points: all, colour, dashed, loose }) => {
    const own = all.filter((point) => Number.isFinite(point.x) && Number.isFinite(point.y))
    const line = loose || own.length < 2 ? '' : `<path d="${own.map((point, i) => `${i === 0 ? 'M' : 'L'}${n(x(point.x))} ${n(y(point.y))}`).join('')}" fill="none" stroke="${colour}" stroke-width="1.6"${dashed ? ' stroke-dasharray="5 3"' : ''}/>`
    const bars = own.map(({ x: at, interval }) => (interval ? `<path d="M${n(x(at))} ${n(y(interval[0]))}V${n(y(interval[1]))}" stroke="${colour}"/>` : '')).join('')
    return `${line}${bars}${own.map((point) => `<circle cx="${n(x(point.x))}" cy="${n(y(point.y))}" r="2.6" fill="${colour}"/>`).join('')}`
  })
  return `${caption}
${yTicks.join('')}
${level === undefined ? '' : `<path d="M${left} ${n(y(level))}H${right}" stroke="#888"/>`}
${marks.join('\n')}
<path d="M${left} ${top}V${bottom}H${right}" fill="none" stroke="#222"/>${xTicks.join('')}
<text x="${(left + right) / 2}" y="${height - 10}" text-anchor="middle">${escaped(xLabel)}</text>
<text transform="rotate(-90)" x="${-(top + bottom) / 2}" y="13" text-anchor="middle">${escaped(yLabel)}</text>`
}

function xValues(points: readonly Point[], scale: Panel['xScale'], range: readonly [number, number]): number[] {
  if (scale !== 'log') return ticks(range, 6)
  const found = [1, 2, 5].flatMap((digit) => [-2, -1, 0, 1, 2, 3, 4, 5, 6].map((power) => digit * 10 ** power))
  const inside = found.filter((value) => Math.log10(value) >= range[0] && Math.log10(value) <= range[1]).toSorted((a, b) => a - b)
  return inside.length > 1 ? inside : [...new Set(points.map(({ x }) => x))]
}

/** A reconstruction from above: x, y, z (nm) one after another, coloured by depth. */
export interface Picture {
  title: string
  places: readonly number[]
}

/** Reconstructions in rows of two or three, with a scale bar and the colours of the depths. @param colours from the lowest depth to the highest */
export function reconstructions(pictures: readonly Picture[], size_nm: number, zRange: readonly [number, number], colours: readonly string[], description: string): string {
  const [side, gap, caption] = [300, 10, 24]
  const columns = pictures.length === 2 || pictures.length === 4 ? 2 : 3
  const rows = Math.ceil(pictures.length / columns)
  const total = { width: columns * (side + gap) - gap, height: rows * (side + caption + gap) + 34 }
  const scale = side / size_nm
  const bar = scaleBar(size_nm)
  const drawnOne = ({ places }: Picture): string => colours.map((colour, k) => {
    const dots: string[] = []
    for (let i = 0; i + 2 < places.length; i += 3) {
      const bin = Math.min(colours.length - 1, Math.max(0, Math.floor(((places[i + 2] - zRange[0]) / (zRange[1] - zRange[0])) * colours.length)))
      if (bin === k) dots.push(`M${n(places[i] * scale)} ${n(places[i + 1] * scale)}h0`)
    }
    return `<path d="${dots.join('')}" stroke="${colour}"/>`
  }).join('')
  const depths = colours.map((colour, k) => `<rect x="${110 + k * 16}" y="6" width="16" height="12" fill="${colour}"/>`).join('')
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${total.width} ${total.height}" width="${total.width}" height="${total.height}" role="img" aria-label="${escaped(description)}" font-family="sans-serif" font-size="12" fill="#222">
<rect width="100%" height="100%" fill="#fff"/>
${pictures.map((picture, i) => `<g transform="translate(${(i % columns) * (side + gap)} ${Math.floor(i / columns) * (side + caption + gap)})"><text x="2" y="15">${escaped(picture.title)}</text><svg y="22" width="${side}" height="${side}"><rect width="100%" height="100%" fill="#000"/><g stroke-width="1.3" stroke-linecap="round">${drawnOne(picture)}</g><path d="M${n(side - 12 - bar.length * scale)} ${side - 12}H${side - 12}" stroke="#fff" stroke-width="3"/><text x="${n(side - 12 - (bar.length * scale) / 2)}" y="${side - 20}" text-anchor="middle" fill="#fff">${bar.label}</text></svg></g>`).join('\n')}
<g transform="translate(0 ${rows * (side + caption + gap)})"><text x="104" y="16" text-anchor="end">z = ${shown(zRange[0])} nm</text>${depths}<text x="${116 + colours.length * 16}" y="16">${shown(zRange[1])} nm</text></g>
</svg>
`
}

function extremes(values: readonly number[]): [number, number] {
  return [Math.min(...values), Math.max(...values)]
}

function padded([low, high]: readonly [number, number], share: number): [number, number] {
  const by = (high - low) * share || Math.abs(high) * share || 1
  return [low - by, high + by]
}

const n = (value: number): string => String(Number(value.toFixed(1)))
const shown = (value: number): string => (value >= 10_000 ? `${value / 1000}k` : String(value)).replace(/^-/, '−')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
