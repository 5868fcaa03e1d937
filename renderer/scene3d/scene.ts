// The vtk.js side of the 3D view: clouds of points in a box, a picture whenever one is due, fewer points while the view moves. Plain objects
// outside Vue; `delete` frees them.
import '@kitware/vtk.js/Rendering/Profiles/Geometry'
import vtkPolyData from '@kitware/vtk.js/Common/DataModel/PolyData'
import vtkActor from '@kitware/vtk.js/Rendering/Core/Actor'
import vtkMapper from '@kitware/vtk.js/Rendering/Core/Mapper'
import vtkGenericRenderWindow from '@kitware/vtk.js/Rendering/Misc/GenericRenderWindow'
import type { Cloud } from './cloud.ts'
import { CloudPieces, type PointScale } from './cloud-pieces.ts'
import { Detail } from './detail.ts'
import { SceneCamera } from './scene-camera.ts'
import type { Bounds } from './view-math.ts'

/** What making new pieces may take before the next picture, ms. */
const piecesTime_ms = 25
/** A movement in steps has ended when this long no step came. */
const rest_ms = 250

/** 'pixel': every point as large on the screen. 'sigma': as large as its uncertainty in the sample. */
export type PointSize = 'pixel' | 'sigma'

export class Scene {
  readonly #window = vtkGenericRenderWindow.newInstance({ background: [0.043, 0.055, 0.071], listenWindowResize: false })
  readonly camera: SceneCamera
  readonly #parts = new Map<string, CloudPieces>()
  readonly #box: { actor: ReturnType<typeof vtkActor.newInstance>; data: ReturnType<typeof vtkPolyData.newInstance>; mapper: ReturnType<typeof vtkMapper.newInstance> }
  readonly #cleanups: (() => void)[] = []
  #clip: Bounds | undefined
  readonly #detail = new Detail()
  /** Pieces that are sent at once. */
  #portion = 2
  #stirred: ReturnType<typeof setTimeout> | undefined
  #dragged = false
  #size: PointSize = 'pixel'
  #pixels = 2
  #asked = false
  /** Called after each picture. */
  onRender: () => void = () => undefined

  constructor(container: HTMLElement, onLost: () => void) {
    this.#window.setContainer(container)
    const data = vtkPolyData.newInstance()
    const mapper = vtkMapper.newInstance({ scalarVisibility: false })
    mapper.setInputData(data)
    const actor = vtkActor.newInstance()
    actor.setMapper(mapper)
    actor.getProperty().setColor(0.55, 0.6, 0.66)
    actor.getProperty().setLighting(false)
    actor.setPickable(false)
    this.#window.getRenderer().addActor(actor)
    this.#box = { actor, data, mapper }
    const interactor = this.#window.getInteractor()
    const start = interactor.onStartAnimation(() => {
      this.#dragged = true
      this.#move()
    })
    const end = interactor.onEndAnimation(() => {
      this.#dragged = false
      this.#rest()
    })
    const drawn = interactor.onAnimation(() => this.#detail.drew())
    this.#cleanups.push(() => start.unsubscribe(), () => end.unsubscribe(), () => drawn.unsubscribe(), () => clearTimeout(this.#stirred))
    const canvas = this.canvas
    this.camera = new SceneCamera(this.#window.getRenderer(), canvas, { placed: () => this.render(), stepped: () => this.#stir() })
    const lost = (event: Event): void => {
      event.preventDefault()
      onLost()
    }
    canvas.addEventListener('webglcontextlost', lost)
    this.#cleanups.push(() => canvas.removeEventListener('webglcontextlost', lost))
    const changed = this.#window.getRenderer().getActiveCamera().onModified(() => this.onRender())
    this.#cleanups.push(() => changed.unsubscribe())
  }

  get canvas(): HTMLCanvasElement {
    return this.#window.getContainer().querySelector('canvas')!
  }

  /** Shows a cloud under a name, in place of the one before. */
  setCloud(name: string, cloud: Cloud | undefined): void {
    this.#parts.get(name)?.delete()
    this.#parts.delete(name)
    if (cloud && cloud.rows.length > 0) this.#parts.set(name, new CloudPieces(cloud, this.#window.getRenderer(), () => this.#scale(), this.#clip))
    this.render()
  }

  setPointSize(size: PointSize, pixels: number): void {
    this.#size = size
    this.#pixels = pixels
    this.render()
  }

  /** Only what is inside is shown; undefined: all. */
  setClip(box: Bounds | undefined): void {
    this.#clip = box
    for (const part of this.#parts.values()) part.setClip(box)
    this.#stir()
  }

  /** The box drawn around everything, nm. */
  setBox([x0, x1, y0, y1, z0, z1]: Bounds): void {
    const corners: number[] = []
    for (const z of [z0, z1]) for (const y of [y0, y1]) for (const x of [x0, x1]) corners.push(x, y, z)
    const edges = [[0, 1], [2, 3], [4, 5], [6, 7], [0, 2], [1, 3], [4, 6], [5, 7], [0, 4], [1, 5], [2, 6], [3, 7]]
    this.#box.data.getPoints().setData(Float32Array.from(corners), 3)
    this.#box.data.getLines().setData(Uint32Array.from(edges.flatMap(([a, b]) => [2, a, b])))
    this.#box.data.modified()
    this.render()
  }

  resize(): void {
    this.#window.resize()
    this.onRender()
  }

  /** One picture at the next chance, however often it is asked for. */
  render(): void {
    if (this.#asked) return
    this.#asked = true
    requestAnimationFrame(() => {
      this.#asked = false
      if (this.#window.isDeleted()) return
      const start = performance.now()
      const fresh = this.#choosePieces()
      this.#detail.drew()
      this.#window.getRenderer().resetCameraClippingRange()
      this.#window.getRenderWindow().render()
      this.onRender()
      if (fresh === 0) return
      this.#portion = Math.max(1, Math.min(64, Math.floor((fresh * piecesTime_ms) / Math.max(1, performance.now() - start))))
      this.render()
    })
  }

  /** Draws all points at once: for pictures. */
  renderNow(): void {
    const { moving } = this.#detail
    this.#detail.moving = false
    this.#choosePieces(Infinity)
    this.#detail.moving = moving
    this.#window.getRenderer().resetCameraClippingRange()
    this.#window.getRenderWindow().render()
  }

  delete(): void {
    for (const cleanup of this.#cleanups) cleanup()
    for (const part of this.#parts.values()) part.delete()
    this.#box.actor.delete()
    this.#box.mapper.delete()
    this.#box.data.delete()
    this.#window.setContainer(null as unknown as HTMLElement)
    this.#window.delete()
  }

  #scale(): PointScale {
    const ratio = window.devicePixelRatio || 1
    return { perNm: this.#size === 'sigma' ? this.camera.pixelsPerNmAtOne() * ratio : 0, least: this.#pixels * ratio }
  }

  /**
   * The first pieces of every cloud: all at rest, as many as come fluently while the view moves, but of those that the card has not got yet only a
   * few. How many of these are shown for the first time.
   */
  #choosePieces(most = this.#portion): number {
    const share = this.#detail.moving ? Math.min(1, this.#detail.points / Math.max(1, this.#total)) : 1
    let fresh = 0
    for (const part of this.#parts.values()) fresh += part.show(share, most - fresh)
    return fresh
  }

  /** It stands still, and the card has all points. */
  get whole(): boolean {
    return !this.#detail.moving && [...this.#parts.values()].every((part) => part.sent)
  }

  get #total(): number {
    return [...this.#parts.values()].reduce((sum, { cloud }) => sum + cloud.rows.length, 0)
  }

  /** The view begins to move. */
  #move(): void {
    clearTimeout(this.#stirred)
    if (this.#detail.moving) return
    this.#detail.begin()
    this.#choosePieces(0)
    const next = (now: number): void => {
      if (!this.#detail.moving || this.#window.isDeleted()) return
      if (this.#detail.frame(now, this.#total)) this.#choosePieces()
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  }

  /** It stands still: the whole picture. */
  #rest(): void {
    if (this.#dragged) return
    this.#detail.end()
    this.render()
  }

  /** A step of a movement that nobody says the end of: keys, spin, sliders. */
  #stir(): void {
    this.#move()
    this.#stirred = setTimeout(() => this.#rest(), rest_ms)
    this.render()
  }
}
