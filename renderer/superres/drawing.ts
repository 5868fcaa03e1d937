// The window's side of drawing: hands scenes and points to a worker that draws on a canvas.
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

export type DrawingMessage =
  | { what: 'start'; canvas: OffscreenCanvas; colours: DifferenceColours; byCard: boolean }
  | { what: 'layer'; id: string; layer: (Pick<LayerPoints, 'count' | 'colour'> & Partial<LayerPoints>) | undefined }
  | { what: 'show'; scene: Scene; change: Change }
  | { what: 'picture' }

export type DrawingNews = { what: 'settled' } | { what: 'picture'; picture: ImageBitmap } | { what: 'failed'; message: string }

export interface DrawingListener {
  /** The picture is whole. */
  settled(): void
  failed(message: string): void
}

export class Drawing {
  readonly #worker = new Worker(new URL('./drawing-worker.ts', import.meta.url), { type: 'module' })
  readonly #layers = new Map<string, LayerPicture>()
  #asked: PromiseWithResolvers<ImageBitmap>[] = []

  /** Takes the canvas over for good. */
  constructor(canvas: HTMLCanvasElement, colours: DifferenceColours, byCard: boolean, listener: DrawingListener) {
    const fail = (message: string): void => {
      for (const { reject } of this.#asked.splice(0)) reject(new Error(message))
      listener.failed(message)
    }
    this.#worker.addEventListener('message', ({ data }: MessageEvent<DrawingNews>) => {
      if (data.what === 'settled') listener.settled()
      else if (data.what === 'failed') fail(data.message)
      else this.#asked.shift()?.resolve(data.picture)
    })
    this.#worker.addEventListener('error', ({ message }) => fail(message))
    const offscreen = canvas.transferControlToOffscreen()
    this.#post({ what: 'start', canvas: offscreen, colours, byCard }, [offscreen])
  }

  /** What a layer shows; undefined: nothing any more. */
  setLayer(id: string, picture: LayerPicture | undefined): void {
    const before = this.#layers.get(id)
    if (picture === before) return
    if (!picture) {
      this.#layers.delete(id)
      return this.#post({ what: 'layer', id, layer: undefined })
    }
    this.#layers.set(id, picture)
    const { points: { count, geometry }, values, colour } = picture
    const fresh = { ...(before?.points !== picture.points && { geometry }), ...(before?.values !== values && { values }) }
    this.#post({ what: 'layer', id, layer: { count, colour, ...fresh } }, Object.values(fresh).map(({ buffer }) => buffer as ArrayBuffer))
  }

  show(scene: Scene, change: Change): void {
    this.#post({ what: 'show', scene, change })
  }

  /** The scene with all its points. */
  picture(): Promise<ImageBitmap> {
    const asked = Promise.withResolvers<ImageBitmap>()
    this.#asked.push(asked)
    this.#post({ what: 'picture' })
    return asked.promise
  }

  end(): void {
    this.#worker.terminate()
  }

  #post(message: DrawingMessage, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer)
  }
}
