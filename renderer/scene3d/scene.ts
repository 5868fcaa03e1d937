// The 3D view: clouds of points in a box, a camera that vtk.js moves by the mouse, a picture whenever one is due. Plain objects outside Vue;
// `delete` frees them.
import { CardDrawer } from './card-drawer.ts'
import type { Cloud } from './cloud.ts'
import type { Drawer, PointScale } from './drawer.ts'
import { PlainDrawer } from './plain-drawer.ts'
import { SceneCamera } from './scene-camera.ts'
import type { Bounds } from './view-math.ts'
import { VtkView } from './vtk-view.ts'

/** A movement in steps has ended when this long no step came. */
const rest_ms = 250

/** 'pixel': every point as large on the screen. 'sigma': as large as its uncertainty in the sample. */
export type PointSize = 'pixel' | 'sigma'

export interface SceneListener {
  /** There is another picture. */
  drawn(): void
  /** It is looked at from elsewhere: what stands on it has other places. */
  placed(): void
  /** The graphics card is gone. */
  lost(): void
  failed(message: string): void
}

export class Scene {
  readonly #view: VtkView
  readonly #drawer: Drawer
  readonly #listener: SceneListener
  readonly camera: SceneCamera
  readonly #cleanups: (() => void)[] = []
  #stirred: ReturnType<typeof setTimeout> | undefined
  #dragged = false
  #size: PointSize = 'pixel'
  #pixels = 2
  #asked = false

  /** @param byCard whether the graphics card draws, or the processor by itself */
  constructor(container: HTMLElement, byCard: boolean, listener: SceneListener) {
    this.#listener = listener
    this.#view = new VtkView(container, byCard)
    const { renderer, interactor } = this.#view
    this.#drawer = byCard
      ? new CardDrawer(this.#view, () => this.#scale(), () => listener.lost())
      : new PlainDrawer(this.#view, { projection: () => this.camera.projection(), scale: () => this.#scale(), drawn: () => listener.drawn(), failed: (message) => listener.failed(message) })
    this.camera = new SceneCamera(renderer, this.canvas, { placed: () => this.render(), stepped: () => this.#stir() })
    const start = interactor.onStartAnimation(() => {
      this.#dragged = true
      this.#move()
    })
    const end = interactor.onEndAnimation(() => {
      this.#dragged = false
      this.#rest()
    })
    const changed = renderer.getActiveCamera().onModified(() => {
      listener.placed()
      if (!byCard) this.render()
    })
    const drawn = interactor.onRenderEvent(() => { if (byCard) listener.drawn() })
    this.#cleanups.push(...[start, end, changed, drawn].map((one) => () => one.unsubscribe()), () => clearTimeout(this.#stirred))
  }

  get canvas(): HTMLCanvasElement {
    return this.#drawer.canvas
  }

  /** It stands still, and all points are drawn. */
  get whole(): boolean {
    return this.#drawer.whole
  }

  /** Shows a cloud under a name, in place of the one before. */
  setCloud(name: string, cloud: Cloud | undefined): void {
    this.#drawer.setCloud(name, cloud)
    this.render()
  }

  setPointSize(size: PointSize, pixels: number): void {
    this.#size = size
    this.#pixels = pixels
    this.render()
  }

  /** Only what is inside is shown; undefined: all. */
  setClip(box: Bounds | undefined): void {
    this.#drawer.setClip(box)
    this.#stir()
  }

  /** The box drawn around everything, nm. */
  setBox(box: Bounds): void {
    this.camera.box = box
    this.#drawer.setBox(box)
    this.render()
  }

  resize(): void {
    this.#view.resize()
    this.render()
    this.#listener.placed()
  }

  /** One picture at the next chance, however often it is asked for. */
  render(): void {
    if (this.#asked) return
    this.#asked = true
    requestAnimationFrame(() => {
      this.#asked = false
      if (this.#view.deleted) return
      this.camera.fitDepth()
      const more = this.#drawer.draw()
      this.#listener.placed()
      if (more) this.render()
    })
  }

  /** The picture of all points, as wide and high as the canvas. */
  picture(): ReturnType<Drawer['picture']> {
    this.camera.fitDepth()
    return this.#drawer.picture()
  }

  delete(): void {
    for (const cleanup of this.#cleanups) cleanup()
    this.#drawer.delete()
    this.#view.delete()
  }

  #scale(): PointScale {
    const ratio = window.devicePixelRatio || 1
    return { perNm: this.#size === 'sigma' ? this.camera.pixelsPerNmAtOne() * ratio : 0, least: this.#pixels * ratio }
  }

  /** The view begins to move. */
  #move(): void {
    clearTimeout(this.#stirred)
    this.#drawer.setMoving(true)
  }

  /** It stands still: the whole picture. */
  #rest(): void {
    if (this.#dragged) return
    this.#drawer.setMoving(false)
    this.render()
  }

  /** A step of a movement that nobody says the end of: keys, spin, sliders. */
  #stir(): void {
    this.#move()
    this.#stirred = setTimeout(() => this.#rest(), rest_ms)
    this.render()
  }
}
