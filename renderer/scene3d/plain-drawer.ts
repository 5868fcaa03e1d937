// The 3D view without a graphics card: a worker draws it. vtk.js has the camera and what the mouse does to it.
import { CanvasWorker } from '../graphics/index.ts'
import { turns } from '../ui/turns.ts'
import type { Cloud } from './cloud.ts'
import type { Drawer, PointScale } from './drawer.ts'
import type { PlainView } from './plain-scene.ts'
import type { Bounds, Projection } from './view-math.ts'
import type { VtkView } from './vtk-view.ts'

export type PlainMessage =
  /** Room for points, which follow; undefined: none any more. */
  | { what: 'cloud'; name: string; count: number | undefined }
  | { what: 'points'; name: string; first: number; points: PlainPoints }
  | { what: 'view'; view: PlainView & { moving: boolean; number: number } }

export type PlainPoints = Pick<Cloud, 'places' | 'radii' | 'colours'>

/** A view was drawn. */
export interface PlainNews {
  number: number
  /** With all points. */
  whole: boolean
}

export interface PlainAsks {
  /** In CSS pixels, of this canvas. */
  projection(): Projection
  scale(): PointScale
  drawn(): void
  failed(message: string): void
}

/** Points that are sent at a time: a millisecond or so. */
const piece = 2 ** 16

export class PlainDrawer implements Drawer {
  readonly canvas = document.createElement('canvas')
  readonly #worker: CanvasWorker<undefined, PlainMessage, PlainNews>
  readonly #asks: PlainAsks
  readonly #sending = new Map<string, { stop: AbortController; sent: Promise<void> }>()
  #clip: Bounds | undefined
  #box: Bounds | undefined
  #moving = false
  /** Number of the last view, and of the last one with all points. */
  #number = 0
  #whole = -1

  constructor({ container, canvas }: VtkView, asks: PlainAsks) {
    this.#asks = asks
    Object.assign(canvas.style, { visibility: 'hidden', height: '100%' })
    Object.assign(this.canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' })
    container.prepend(this.canvas)
    const heard = ({ number, whole }: PlainNews): void => {
      if (whole) this.#whole = number
      asks.drawn()
    }
    this.#worker = new CanvasWorker(new Worker(new URL('./plain-worker.ts', import.meta.url), { type: 'module' }), this.canvas, undefined, { heard, failed: asks.failed })
  }

  get whole(): boolean {
    return this.#whole === this.#number
  }

  setCloud(name: string, cloud: Cloud | undefined): void {
    this.#sending.get(name)?.stop.abort()
    this.#sending.delete(name)
    this.#worker.tell({ what: 'cloud', name, count: cloud?.rows.length })
    if (!cloud) return
    const stop = new AbortController()
    const sent = this.#send(name, cloud, stop.signal).catch((error: unknown) => { if (!stop.signal.aborted) throw error })
    this.#sending.set(name, { stop, sent })
  }

  /** In pieces and turns: many points at once would hold the window up. */
  async #send(name: string, { places, radii, colours }: Cloud, signal: AbortSignal): Promise<void> {
    const turn = turns(signal)
    for (let first = 0; first < radii.length && !signal.aborted; first += piece) {
      const end = first + piece
      const points = { places: places.slice(3 * first, 3 * end), radii: radii.slice(first, end), colours: colours.slice(3 * first, 3 * end) }
      this.#worker.tell({ what: 'points', name, first, points }, Object.values(points).map(({ buffer }) => buffer))
      await turn()
    }
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
    this.#worker.tell({ what: 'view', view: { projection, clip: this.#clip, box: this.#box, scale: this.#asks.scale(), moving: this.#moving, number: ++this.#number } })
    return false
  }

  async picture(): Promise<ImageBitmap> {
    await Promise.all([...this.#sending.values()].map(({ sent }) => sent))
    this.draw()
    return this.#worker.picture()
  }

  delete(): void {
    for (const { stop } of this.#sending.values()) stop.abort()
    this.#worker.end()
    this.canvas.remove()
  }
}
