// The 3D view by vtk.js on the graphics card. It gets large clouds over several pictures, and draws fewer points while the view moves.
import vtkPolyData from '@kitware/vtk.js/Common/DataModel/PolyData'
import vtkActor from '@kitware/vtk.js/Rendering/Core/Actor'
import vtkMapper from '@kitware/vtk.js/Rendering/Core/Mapper'
import { boxEdges } from './box-edges.ts'
import type { Cloud } from './cloud.ts'
import { CloudPieces } from './cloud-pieces.ts'
import { Detail } from './detail.ts'
import { boxColour, type Drawer, type PointScale } from './drawer.ts'
import type { Bounds } from './view-math.ts'
import type { VtkView } from './vtk-view.ts'

/** What making new pieces may take before the next picture, ms. */
const piecesTime_ms = 25

export class CardDrawer implements Drawer {
  readonly #view: VtkView
  readonly #scale: () => PointScale
  readonly #parts = new Map<string, CloudPieces>()
  readonly #box: { actor: vtkActor; data: vtkPolyData; mapper: vtkMapper }
  readonly #detail = new Detail()
  readonly #cleanups: (() => void)[] = []
  #clip: Bounds | undefined
  /** Pieces that are sent at once. */
  #portion = 2

  constructor(view: VtkView, scale: () => PointScale, onLost: () => void) {
    this.#view = view
    this.#scale = scale
    const data = vtkPolyData.newInstance()
    const mapper = vtkMapper.newInstance({ scalarVisibility: false })
    mapper.setInputData(data)
    const actor = vtkActor.newInstance()
    actor.setMapper(mapper)
    actor.getProperty().setColor(...boxColour)
    actor.getProperty().setLighting(false)
    actor.setPickable(false)
    view.renderer.addActor(actor)
    this.#box = { actor, data, mapper }
    const { canvas } = this
    const lost = (event: Event): void => {
      event.preventDefault()
      onLost()
    }
    canvas.addEventListener('webglcontextlost', lost)
    const drawn = view.interactor.onAnimation(() => this.#detail.drew())
    this.#cleanups.push(() => canvas.removeEventListener('webglcontextlost', lost), () => drawn.unsubscribe())
  }

  get canvas(): HTMLCanvasElement {
    return this.#view.canvas
  }

  get whole(): boolean {
    return !this.#detail.moving && [...this.#parts.values()].every((part) => part.sent)
  }

  setCloud(name: string, cloud: Cloud | undefined): void {
    this.#parts.get(name)?.delete()
    this.#parts.delete(name)
    if (cloud && cloud.rows.length > 0) this.#parts.set(name, new CloudPieces(cloud, this.#view.renderer, this.#scale, this.#clip))
  }

  setClip(box: Bounds | undefined): void {
    this.#clip = box
    for (const part of this.#parts.values()) part.setClip(box)
  }

  setBox(box: Bounds): void {
    const { corners, edges } = boxEdges(box)
    const { data } = this.#box
    data.getPoints().setData(Float32Array.from(corners.flat()), 3)
    data.getLines().setData(Uint32Array.from(edges.flatMap((edge) => [2, ...edge])))
    data.modified()
  }

  setMoving(moving: boolean): void {
    if (moving === this.#detail.moving) return
    if (!moving) return this.#detail.end()
    this.#detail.begin()
    this.#choosePieces(0)
    const next = (now: number): void => {
      if (!this.#detail.moving || this.#view.deleted) return
      if (this.#detail.frame(now, this.#total)) this.#choosePieces()
      requestAnimationFrame(next)
    }
    requestAnimationFrame(next)
  }

  draw(): boolean {
    const start = performance.now()
    const fresh = this.#choosePieces()
    this.#detail.drew()
    this.#view.render()
    if (fresh > 0) this.#portion = Math.max(1, Math.min(64, Math.floor((fresh * piecesTime_ms) / Math.max(1, performance.now() - start))))
    return fresh > 0
  }

  async picture(): Promise<HTMLCanvasElement> {
    const { moving } = this.#detail
    this.#detail.moving = false
    this.#choosePieces(Infinity)
    this.#detail.moving = moving
    this.#view.render()
    return this.canvas
  }

  delete(): void {
    for (const cleanup of this.#cleanups) cleanup()
    for (const part of this.#parts.values()) part.delete()
    this.#box.actor.delete()
    this.#box.mapper.delete()
    this.#box.data.delete()
  }

  get #total(): number {
    return [...this.#parts.values()].reduce((sum, { cloud }) => sum + cloud.rows.length, 0)
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
}
