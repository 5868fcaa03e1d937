// The 3D view without a graphics card: a worker draws it. vtk.js has the camera and what the mouse does to it.
import type vtkGenericRenderWindow from '@kitware/vtk.js/Rendering/Misc/GenericRenderWindow'
import type { Cloud } from './cloud.ts'
import type { Drawer, PointScale } from './drawer.ts'
import type { PlainView } from './plain-scene.ts'
import type { Bounds, Projection } from './view-math.ts'

export type PlainMessage =
  | { what: 'start'; canvas: OffscreenCanvas }
  | { what: 'cloud'; name: string; cloud: Pick<Cloud, 'places' | 'radii' | 'colours'> | undefined }
  | { what: 'view'; view: PlainView & { moving: boolean; number: number } }
  | { what: 'picture' }

export type PlainNews = { what: 'drawn'; number: number; whole: boolean } | { what: 'picture'; picture: ImageBitmap } | { what: 'failed'; message: string }

export interface PlainAsks {
  /** In CSS pixels, of this canvas. */
  projection(): Projection
  scale(): PointScale
  drawn(): void
  failed(message: string): void
}

export class PlainDrawer implements Drawer {
  readonly canvas = document.createElement('canvas')
  readonly #worker = new Worker(new URL('./plain-worker.ts', import.meta.url), { type: 'module' })
  readonly #asks: PlainAsks
  readonly #asked: PromiseWithResolvers<ImageBitmap>[] = []
  #clip: Bounds | undefined
  #box: Bounds | undefined
  #moving = false
  /** Number of the last view, and of the last one with all points. */
  #number = 0
  #whole = -1

  constructor(window: vtkGenericRenderWindow, asks: PlainAsks) {
    this.#asks = asks
    const [view] = window.getRenderWindow().getViews()
    window.getRenderWindow().removeView(view)
    window.getInteractor().set({ enableRender: false })
    // vtk.js finds the mouse by its own canvas, which stays where it is, unseen.
    const container = window.getContainer()
    Object.assign(container.querySelector('canvas')!.style, { visibility: 'hidden', height: '100%' })
    Object.assign(this.canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' })
    container.prepend(this.canvas)
    const fail = (message: string): void => {
      for (const { reject } of this.#asked.splice(0)) reject(new Error(message))
      asks.failed(message)
    }
    this.#worker.addEventListener('message', ({ data }: MessageEvent<PlainNews>) => {
      if (data.what === 'failed') return fail(data.message)
      if (data.what === 'picture') return this.#asked.shift()?.resolve(data.picture)
      if (data.whole) this.#whole = data.number
      asks.drawn()
    })
    this.#worker.addEventListener('error', ({ message }) => fail(message))
    const offscreen = this.canvas.transferControlToOffscreen()
    this.#post({ what: 'start', canvas: offscreen }, [offscreen])
  }

  get whole(): boolean {
    return this.#whole === this.#number
  }

  setCloud(name: string, cloud: Cloud | undefined): void {
    this.#number++
    this.#post({ what: 'cloud', name, cloud: cloud && { places: cloud.places, radii: cloud.radii, colours: cloud.colours } })
  }

  setClip(box: Bounds | undefined): void {
    this.#clip = box
  }

  setBox(box: Bounds): void {
    this.#box = box
  }

  setMoving(moving: boolean): void {
    this.#moving = moving
  }

  draw(): false {
    const { matrix, width, height } = this.#asks.projection()
    const ratio = window.devicePixelRatio || 1
    const projection = { matrix: Array.from(matrix), width: Math.round(width * ratio), height: Math.round(height * ratio) }
    this.#post({ what: 'view', view: { projection, clip: this.#clip, box: this.#box, scale: this.#asks.scale(), moving: this.#moving, number: ++this.#number } })
    return false
  }

  picture(): Promise<ImageBitmap> {
    const asked = Promise.withResolvers<ImageBitmap>()
    this.#asked.push(asked)
    this.draw()
    this.#post({ what: 'picture' })
    return asked.promise
  }

  delete(): void {
    this.#worker.terminate()
    this.canvas.remove()
  }

  #post(message: PlainMessage, transfer: Transferable[] = []): void {
    this.#worker.postMessage(message, transfer)
  }
}
