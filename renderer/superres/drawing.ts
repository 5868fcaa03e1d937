// The window's side of drawing: hands scenes and points to a worker that draws on a canvas.
import { CanvasWorker, type CanvasListener } from '../graphics/index.ts'
import type { Scene } from './loop.ts'
import type { DifferenceColours, LayerColour, LayerPoints } from './painter.ts'
import type { SuperresPoints } from './points.ts'

/** A layer as the window knows it; its arrays are handed over, so that each is sent once. */
export interface LayerPicture {
  points: SuperresPoints
  values: Float32Array
  colour: LayerColour
}

/** What differs from the scene before: the sums, or only how they are toned. */
export type Change = 'sums' | 'tones'

export interface DrawingStart {
  colours: DifferenceColours
  /** Whether the graphics card draws. */
  byCard: boolean
}

export type DrawingMessage =
  | { what: 'layer'; id: string; layer: (Pick<LayerPoints, 'count' | 'colour'> & Partial<LayerPoints>) | undefined }
  | { what: 'show'; scene: Scene; change: Change }

/** The picture is whole. */
export type DrawingNews = 'settled'

export class Drawing {
  readonly #worker: CanvasWorker<DrawingStart, DrawingMessage, DrawingNews>
  readonly #layers = new Map<string, LayerPicture>()

  /** Takes the canvas over for good. */
  constructor(canvas: HTMLCanvasElement, start: DrawingStart, listener: CanvasListener<DrawingNews>) {
    this.#worker = new CanvasWorker(new Worker(new URL('./drawing-worker.ts', import.meta.url), { type: 'module' }), canvas, start, listener)
  }

  /** What a layer shows; undefined: nothing any more. */
  setLayer(id: string, picture: LayerPicture | undefined): void {
    const before = this.#layers.get(id)
    if (picture === before) return
    if (!picture) {
      this.#layers.delete(id)
      return this.#worker.tell({ what: 'layer', id, layer: undefined })
    }
    this.#layers.set(id, picture)
    const { points: { count, geometry }, values, colour } = picture
    const fresh = { ...(before?.points !== picture.points && { geometry }), ...(before?.values !== values && { values }) }
    this.#worker.tell({ what: 'layer', id, layer: { count, colour, ...fresh } }, Object.values(fresh).map(({ buffer }) => buffer))
  }

  show(scene: Scene, change: Change): void {
    this.#worker.tell({ what: 'show', scene, change })
  }

  /** The scene with all its points. */
  picture(): Promise<ImageBitmap> {
    return this.#worker.picture()
  }

  end(): void {
    this.#worker.end()
  }
}
