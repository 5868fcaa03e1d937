// The 3D view as a picture to be saved: with the axes' numbers, the scale bar and the colours' meaning, as on the screen.
import { drawLegend, drawScaleBar, type Colouring } from '../superres/index.ts'
import { marks } from '../ui/index.ts'
import { pngOf } from '../ui/png-of.ts'
import { axisLabels } from './axis-labels.ts'
import type { Bounds, Projection } from './view-math.ts'

export interface Shown {
  projection: Projection
  bounds: Bounds
  bar: { width: number; label: string }
  /** The picked localization, on the screen. */
  ring: readonly [number, number] | undefined
  /** Undefined: each table in its own colour. */
  colouring: { colouring: Colouring; range: readonly [number, number] } | undefined
}

const margin = 14
const legendWidth = 150

/** @param drawn with the pixels of the screen */
export async function scenePicture(drawn: CanvasImageSource & { width: number; height: number }, { projection, bounds, bar, ring, colouring }: Shown): Promise<Uint8Array> {
  const picture = document.createElement('canvas')
  picture.width = drawn.width
  picture.height = drawn.height
  const ctx = picture.getContext('2d')!
  ctx.drawImage(drawn, 0, 0)
  const { width, height } = projection
  ctx.scale(drawn.width / width, drawn.height / height)
  ctx.textAlign = 'center'
  ctx.textBaseline = 'middle'
  for (const { x, y, text, title } of axisLabels(projection, bounds)) {
    ctx.font = `${title ? '600 ' : ''}11px system-ui, sans-serif`
    ctx.fillStyle = title ? '#ffffff' : '#c9d1d9'
    ctx.fillText(text, x, y)
  }
  ctx.textBaseline = 'alphabetic'
  drawScaleBar(ctx, { right: margin + bar.width, bottom: height - margin }, bar.width, bar.label)
  if (colouring) drawLegend(ctx, { left: width - margin - legendWidth, top: height - margin - 22 }, colouring)
  if (ring) {
    ctx.strokeStyle = marks.selected.colour
    ctx.lineWidth = 2
    ctx.beginPath()
    ctx.arc(...ring, 8, 0, 2 * Math.PI)
    ctx.stroke()
  }
  return pngOf(picture)
}
