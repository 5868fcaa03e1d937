// Draws beside the window, which is not held up by it.
import { CardPainter } from './card-painter.ts'
import type { DrawingMessage, DrawingNews } from './drawing.ts'
import { SuperresLoop } from './loop.ts'
import type { LayerPoints, Painter } from './painter.ts'
import { PlainPainter } from './plain-painter.ts'

const tell = (news: DrawingNews, transfer: Transferable[] = []): void => { self.postMessage(news, { transfer }) }

let canvas: OffscreenCanvas
let painter: Painter | undefined
let loop: SuperresLoop | undefined
const layers = new Map<string, LayerPoints>()

self.addEventListener('message', ({ data }: MessageEvent<DrawingMessage>) => {
  void obey(data).catch((error: unknown) => tell({ what: 'failed', message: error instanceof Error ? error.message : String(error) }))
})

async function obey(message: DrawingMessage): Promise<void> {
  switch (message.what) {
    case 'start':
      canvas = message.canvas
      painter = newPainter(message)
      loop = new SuperresLoop(painter, () => tell({ what: 'settled' }))
      break
    case 'layer': setLayer(message); break
    case 'show': loop?.show(message.scene, message.change); break
    case 'picture': {
      loop?.finish()
      const picture = await createImageBitmap(canvas)
      tell({ what: 'picture', picture }, [picture])
    }
  }
}

/** The processor draws, too, where the card refuses (as many views have it as it bears). */
function newPainter({ byCard, colours }: DrawingMessage & { what: 'start' }): Painter {
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
  if (layer) {
    const points = { geometry: layer.geometry ?? before!.geometry, values: layer.values ?? before!.values, count: layer.count, colour: layer.colour }
    layers.set(id, points)
    painter?.setLayer(id, points)
  } else {
    layers.delete(id)
    painter?.setLayer(id, undefined)
  }
}
