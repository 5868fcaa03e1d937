// Where the 3D view is looked at from: sides, turns, moves, and what they make of places and lengths on the screen.
import type vtkCamera from '@kitware/vtk.js/Rendering/Core/Camera'
import type vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer'
import { planes, type Bounds, type Plane, type Projection } from './view-math.ts'

/** Where the camera stands. */
export interface Standpoint {
  position: [number, number, number]
  focalPoint: [number, number, number]
  viewUp: [number, number, number]
  parallelScale: number
}

export interface CameraListener {
  /** It stands elsewhere: a picture is due. */
  placed(): void
  /** It made a step of a movement that may go on. */
  stepped(): void
}

export class SceneCamera {
  readonly #renderer: vtkRenderer
  readonly #canvas: HTMLCanvasElement
  readonly #tell: CameraListener
  /** What is to be in sight, nm. */
  box: Bounds = [-1, 1, -1, 1, -1, 1]

  constructor(renderer: vtkRenderer, canvas: HTMLCanvasElement, tell: CameraListener) {
    this.#renderer = renderer
    this.#canvas = canvas
    this.#tell = tell
  }

  get #camera(): vtkCamera {
    return this.#renderer.getActiveCamera()
  }

  /** Looks along an axis, everything in sight. */
  look(plane: Plane): void {
    const { direction, up } = planes[plane]
    const focus = this.#camera.getFocalPoint()
    this.#camera.setPosition(focus[0] - direction[0], focus[1] - direction[1], focus[2] - direction[2])
    this.#camera.setViewUp(...up)
    this.fit()
  }

  /** A view from aside and above. */
  lookAslant(): void {
    this.look('xy')
    this.#camera.elevation(-50)
    this.#camera.orthogonalizeViewUp()
    this.turn(25)
    this.fit()
  }

  /** Turns about the depth axis, degrees. */
  turn(angle: number): void {
    const camera = this.#camera
    const [fx, fy] = camera.getFocalPoint()
    const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
    const [px, py, pz] = camera.getPosition()
    const [ux, uy, uz] = camera.getViewUp()
    camera.setPosition(fx + c * (px - fx) - s * (py - fy), fy + s * (px - fx) + c * (py - fy), pz)
    camera.setViewUp(c * ux - s * uy, s * ux + c * uy, uz)
    this.#tell.stepped()
  }

  /** Turns as dragging does: about the vertical and the horizontal of the screen, degrees. */
  orbit(across: number, up: number): void {
    this.#camera.azimuth(across)
    this.#camera.elevation(up)
    this.#camera.orthogonalizeViewUp()
    this.#tell.stepped()
  }

  /** Moves what is seen by shares of the view's height. */
  pan(right: number, down: number): void {
    const camera = this.#camera
    const nm = this.#canvas.clientHeight / this.pixelsPerNm()
    const [d, u] = [camera.getDirectionOfProjection(), camera.getViewUp()]
    const across = [d[1] * u[2] - d[2] * u[1], d[2] * u[0] - d[0] * u[2], d[0] * u[1] - d[1] * u[0]]
    const by = [0, 1, 2].map((i) => nm * (down * u[i] - right * across[i]))
    const moved = (place: number[]): [number, number, number] => [place[0] + by[0], place[1] + by[1], place[2] + by[2]]
    camera.set({ position: moved(camera.getPosition()), focalPoint: moved(camera.getFocalPoint()) })
    this.#tell.stepped()
  }

  /** Nearer by a factor. */
  zoom(factor: number): void {
    if (this.parallel) this.#camera.setParallelScale(this.#camera.getParallelScale() / factor)
    else this.#camera.dolly(factor)
    this.#tell.stepped()
  }

  /** Everything in sight, from the same side. */
  fit(): void {
    this.#renderer.resetCamera([...this.box])
    // vtk.js fits to the height alone.
    const { clientWidth: width, clientHeight: height } = this.#canvas
    if (width < height && width > 0) {
      this.#camera.setParallelScale((this.#camera.getParallelScale() * height) / width)
      if (!this.parallel) this.#camera.dolly(width / height)
    }
    this.#tell.placed()
  }

  /** Has the depths of the box drawn, and no more. */
  fitDepth(): void {
    this.#renderer.resetCameraClippingRange([...this.box])
  }

  get standpoint(): Standpoint {
    const camera = this.#camera
    return { position: [...camera.getPosition()], focalPoint: [...camera.getFocalPoint()], viewUp: [...camera.getViewUp()], parallelScale: camera.getParallelScale() }
  }

  set standpoint(standpoint: Standpoint) {
    this.#camera.set({ ...standpoint })
    this.#tell.placed()
  }

  get parallel(): boolean {
    return this.#camera.getParallelProjection()
  }

  set parallel(parallel: boolean) {
    this.#camera.setParallelProjection(parallel)
    this.#tell.placed()
  }

  /** In CSS pixels. */
  projection(): Projection {
    const { clientWidth: width, clientHeight: height } = this.#canvas
    return { matrix: this.#camera.getCompositeProjectionMatrix(width / height, -1, 1), width, height }
  }

  /** Screen pixels per nm at the focal point. */
  pixelsPerNm(): number {
    const height = this.#canvas.clientHeight
    if (this.parallel) return height / (2 * this.#camera.getParallelScale())
    return height / (2 * Math.tan((this.#camera.getViewAngle() * Math.PI) / 360) * this.#camera.getDistance())
  }

  /** Screen pixels that 1 nm has at a distance of 1, where clip coordinates' w is 1 in a parallel and the distance in a perspective view. */
  pixelsPerNmAtOne(): number {
    return this.pixelsPerNm() * (this.parallel ? 1 : this.#camera.getDistance())
  }
}
