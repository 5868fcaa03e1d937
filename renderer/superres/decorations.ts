// What stands on the picture: names of the panes, scale bar, colour bar, region, picked localization. The same on the screen and in
// saved pictures. CSS pixels, white on black.
import { colourLegend } from '../../core/rendering/legend.ts'
import { scaleBar } from '../../core/rendering/scale.ts'
import { marks } from '../ui/index.ts'
import { written } from '../ui/numbers.ts'
import type { Arrangement, Pane, ViewMode } from './arrangement.ts'
import type { Colouring } from './colours.ts'
import { noPartner } from './value-map.ts'
import { seen, toPane, type Place, type Region, type Size } from './place.ts'

export interface Decorated {
  size: Size
  mode: ViewMode
  arrangement: Arrangement
  place: Place
  /** Names by role. */
  names: Readonly<Record<string, string>>
  colouring: { colouring: Colouring; range: readonly [number, number] } | 'model'
  /** nm */
  field: Region | undefined
  region: Region | undefined
  picked: { x: number; y: number } | undefined
  /** Share of the width left of the divider, in swipe. */
  swipe: number
}

const font = '12px system-ui, sans-serif'
const margin = 12

interface Corner {
  left: number
  top: number
}

/** Draws over the picture. The context counts CSS pixels. */
export function drawDecorations(ctx: CanvasRenderingContext2D, scene: Decorated): void {
  ctx.font = font
  ctx.textBaseline = 'alphabetic'
  for (const pane of scene.arrangement.panes) {
    ctx.save()
    ctx.beginPath()
    ctx.rect(pane.left, pane.top, pane.width, pane.height)
    ctx.clip()
    ctx.translate(pane.left, pane.top)
    const size = { width: pane.width, height: pane.height }
    if (scene.field) frame(ctx, scene.field, scene.place, size, 'rgba(255,255,255,0.28)', [])
    if (scene.region) frame(ctx, scene.region, scene.place, size, marks.selected.colour, [6, 4])
    if (scene.picked) ring(ctx, scene.picked, scene.place, size)
    ctx.restore()
    title(ctx, pane, scene)
  }
  const { panes } = scene.arrangement
  const [first, last] = [panes[0], panes.at(-1)]
  if (!first || !last) return
  bar(ctx, scene, last)
  // In a grid with an empty place it stands there, else at the lower left.
  const corner = { left: (last.left < first.left + first.width && panes.length > 2 ? first.left + first.width : 0) + margin, top: scene.size.height - margin - 22 }
  if (scene.mode === 'difference' && first.roles.length > 1) differenceLegend(ctx, corner, scene, first)
  else if (scene.colouring !== 'model') drawLegend(ctx, corner, scene.colouring)
}

/** Text with a dark rim, readable on anything. */
function write(ctx: CanvasRenderingContext2D, text: string, x: number, y: number, align: CanvasTextAlign = 'left', colour = '#ffffff'): void {
  ctx.textAlign = align
  ctx.lineJoin = 'round'
  ctx.lineWidth = 3
  ctx.strokeStyle = 'rgba(0,0,0,0.85)'
  ctx.strokeText(text, x, y)
  ctx.fillStyle = colour
  ctx.fillText(text, x, y)
}

function frame(ctx: CanvasRenderingContext2D, { x0, y0, x1, y1 }: Region, place: Place, size: Size, colour: string, dash: number[]): void {
  const [from, to] = [toPane(place, size, { x: x0, y: y0 }), toPane(place, size, { x: x1, y: y1 })]
  ctx.setLineDash(dash)
  ctx.lineWidth = 1
  ctx.strokeStyle = colour
  ctx.strokeRect(Math.round(from.x) - 0.5, Math.round(from.y) - 0.5, Math.round(to.x - from.x) + 1, Math.round(to.y - from.y) + 1)
  ctx.setLineDash([])
}

function ring(ctx: CanvasRenderingContext2D, point: { x: number; y: number }, place: Place, size: Size): void {
  const { x, y } = toPane(place, size, point)
  for (const [colour, width] of [['rgba(0,0,0,0.8)', 4], [marks.selected.colour, 2]] as const) {
    ctx.beginPath()
    ctx.arc(x, y, 9, 0, 2 * Math.PI)
    ctx.lineWidth = width
    ctx.strokeStyle = colour
    ctx.stroke()
  }
}

function title(ctx: CanvasRenderingContext2D, pane: Pane, { names, mode, swipe }: Decorated): void {
  const name = (role: string): string => fitted(ctx, names[role] ?? role, (pane.roles.length > 1 ? 0.45 : 0.9) * pane.width)
  const [first, second] = pane.roles
  if (first === undefined) return
  const y = pane.top + margin + 9
  if (second === undefined) return write(ctx, name(first), pane.left + margin, y, 'left', marks[first].colour)
  if (mode === 'difference') {
    write(ctx, `${name(first)} − ${name(second)}`, pane.left + margin, y)
    return
  }
  write(ctx, name(first), pane.left + margin, y, 'left', marks[first].colour)
  write(ctx, name(second), pane.left + pane.width - margin, y, 'right', marks[second].colour)
  if (mode !== 'swipe') return
  const x = Math.round(pane.left + swipe * pane.width)
  ctx.fillStyle = 'rgba(255,255,255,0.85)'
  ctx.fillRect(x - 0.5, pane.top, 1, pane.height)
}

function fitted(ctx: CanvasRenderingContext2D, text: string, width: number): string {
  if (ctx.measureText(text).width <= width) return text
  let end = text.length
  while (end > 1 && ctx.measureText(`${text.slice(0, end)}…`).width > width) end--
  return `${text.slice(0, end)}…`
}

function bar(ctx: CanvasRenderingContext2D, { place }: Decorated, pane: Pane): void {
  const region = seen(place, pane)
  const { length, label } = scaleBar(region.x1 - region.x0, 0.25)
  const width = length * place.scale
  // Above the legend where both do not fit beside each other.
  const crowded = pane.left === 0 && pane.width < 2 * legendWidth + width
  drawScaleBar(ctx, { right: pane.left + pane.width - margin, bottom: pane.top + pane.height - margin - (crowded ? 46 : 0) }, width, label)
}

export function drawScaleBar(ctx: CanvasRenderingContext2D, { right, bottom: y }: { right: number; bottom: number }, width: number, label: string): void {
  ctx.font = font
  const x = right - width
  ctx.fillStyle = 'rgba(0,0,0,0.7)'
  ctx.fillRect(x - 1, y - 5, width + 2, 6)
  ctx.fillStyle = '#ffffff'
  ctx.fillRect(x, y - 4, width, 4)
  write(ctx, label, x + width / 2, y - 9, 'center')
}

const legendWidth = 150

/** The colours of a column with their values; the 'no match' of prior influence above. */
export function drawLegend(ctx: CanvasRenderingContext2D, { left, top }: Corner, { colouring, range }: { colouring: Colouring; range: readonly [number, number] }): void {
  ctx.font = font
  const { colours, ticks } = colourLegend(colouring.map, range, legendWidth, 4)
  colours.forEach(([red, green, blue], i) => {
    ctx.fillStyle = `rgb(${red},${green},${blue})`
    ctx.fillRect(left + i, top, 1, 8)
  })
  write(ctx, colouring.unit ? `${colouring.title} (${colouring.unit})` : colouring.title, left, top - 5)
  for (const { value, position } of ticks) write(ctx, written(value), left + position * legendWidth, top + 21, position < 0.05 ? 'left' : position > 0.95 ? 'right' : 'center')
  if (colouring.column !== 'prior_influence') return
  ctx.fillStyle = `rgb(${noPartner.map((share) => Math.round(255 * share)).join(',')})`
  ctx.fillRect(left, top - 31, 14, 8)
  write(ctx, 'no match', left + 20, top - 23)
}

function differenceLegend(ctx: CanvasRenderingContext2D, { left, top }: Corner, { names }: Decorated, { roles: [first, second] }: Pane): void {
  for (let i = 0; i < legendWidth; i++) {
    const share = (2 * i) / (legendWidth - 1) - 1
    ctx.globalAlpha = Math.abs(share)
    ctx.fillStyle = share > 0 ? marks[first].colour : marks[second].colour
    ctx.fillRect(left + i, top, 1, 8)
  }
  ctx.globalAlpha = 1
  write(ctx, 'More localizations in', left, top - 5)
  write(ctx, short(names[second]), left, top + 21, 'left', marks[second].colour)
  write(ctx, '0', left + legendWidth / 2, top + 21, 'center')
  write(ctx, short(names[first]), left + legendWidth, top + 21, 'right', marks[first].colour)
}

const short = (name: string | undefined): string => (name ?? '').split(' · ')[0]
