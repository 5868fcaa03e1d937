// Draws beside the window, which is not held up by it.
import { CardPainter } from './card-painter.ts'
import type { DrawingMessage, DrawingNews } from './drawing.ts'
import { SuperresLoop } from './loop.ts'
import type { LayerPoints, Painter } from './painter.ts'
import { PlainPainter } from './plain-painter.ts'

const tell = (news: DrawingNews, transfer: Transferable[] = []): void => { self.postMessage(news, { transfer }) }

let canvas: OffscreenCanvas
let painter: Painter
let loop: SuperresLoop
const layers = new Map<string, LayerPoints>()

self.addEventListener('message', ({ data }: MessageEvent<DrawingMessage>) => {
  void obey(data).catch((error: unknown) => tell({ what: 'failed', message: error instanceof Error ? error.message : String(error) }))
})

async function obey(message: DrawingMessage): Promise<void> {
  switch (message.what) {
    case 'start':
      canvas = message.canvas
      painter = message.byCard ? new CardPainter(canvas, message.colours, () => loop.again()) : new PlainPainter(canvas, message.colours)
      loop = new SuperresLoop(painter, () => tell({ what: 'settled' }))
      break
    case 'layer': setLayer(message); break
    case 'show': loop.show(message.scene, message.change); break
    case 'picture': {
      loop.finish()
      const picture = await createImageBitmap(canvas)
      tell({ what: 'picture', picture }, [picture])
    }
  }
}

/** Arrays that are left out are as before. */
function setLayer({ id, layer }: DrawingMessage & { what: 'layer' }): void {
  const before = layers.get(id)
  if (layer) {
    const points = { geometry: layer.geometry ?? before!.geometry, values: layer.values ?? before!.values, count: layer.count, colour: layer.colour }
    layers.set(id, points)
    painter.setLayer(id, points)
  } else {
    layers.delete(id)
    painter.setLayer(id, undefined)
  }
}
