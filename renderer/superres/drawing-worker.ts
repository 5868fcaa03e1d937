// Draws beside the window, which is not held up by it.
import { serveCanvas } from '../graphics/serve-canvas.ts'
import { CardPainter } from './card-painter.ts'
import type { DrawingMessage, DrawingNews, DrawingStart } from './drawing.ts'
import { SuperresLoop } from './loop.ts'
import type { LayerPoints, Painter } from './painter.ts'
import { PlainPainter } from './plain-painter.ts'

let painter: Painter | undefined
let loop: SuperresLoop | undefined
const layers = new Map<string, LayerPoints>()

const tell = serveCanvas<DrawingStart, DrawingMessage, DrawingNews>({
  start(canvas, start) {
    painter = newPainter(canvas, start)
    loop = new SuperresLoop(painter, () => tell('settled'))
  },
  hear(message) {
    if (message.what === 'layer') setLayer(message)
    else loop?.show(message.scene, message.change)
  },
  finish: () => loop?.finish(),
})

/** The processor draws, too, where the card refuses (as many views have it as it bears). */
function newPainter(canvas: OffscreenCanvas, { byCard, colours }: DrawingStart): Painter {
  try {
    if (byCard) return new CardPainter(canvas, colours, () => loop?.again())
  } catch (error) {
    console.error(`Super-resolution views are drawn by the processor: ${String(error)}`)
  }
  return new PlainPainter(canvas, colours)
}

/** Arrays that are left out are as before. */
function setLayer({ id, layer }: DrawingMessage & { what: 'layer' }): void {
  const before = layers.get(id)
  const points = layer && { geometry: layer.geometry ?? before!.geometry, values: layer.values ?? before!.values, count: layer.count, colour: layer.colour }
  if (points) layers.set(id, points)
  else layers.delete(id)
  painter?.setLayer(id, points)
}
