// The vtk.js side of the 3D view: clouds of points, a box with axes, the camera. Plain objects outside Vue; `delete` frees them.
import '@kitware/vtk.js/Rendering/Profiles/Geometry'
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray'
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane'
import vtkPolyData from '@kitware/vtk.js/Common/DataModel/PolyData'
import vtkActor from '@kitware/vtk.js/Rendering/Core/Actor'
import vtkMapper from '@kitware/vtk.js/Rendering/Core/Mapper'
import vtkGenericRenderWindow from '@kitware/vtk.js/Rendering/Misc/GenericRenderWindow'
import type { Cloud } from './cloud.ts'
import { Detail } from './detail.ts'
import { planes, type Bounds, type Plane, type Projection } from './view-math.ts'

/** Clouds are drawn in pieces of this many points, so that the card gets a large one over several pictures. */
const pieceSize = 50_000
/** What making new pieces may take before the next picture, ms. */
const piecesTime_ms = 25
/** A movement in steps has ended when this long no step came. */
const rest_ms = 250

interface Piece {
  data: ReturnType<typeof vtkPolyData.newInstance>
  actor: ReturnType<typeof vtkActor.newInstance>
  mapper: ReturnType<typeof vtkMapper.newInstance>
}

interface Part {
  cloud: Cloud
  /** Those that were shown once: the card has them. */
  pieces: Piece[]
}

/** Where the camera stands. */
export interface Standpoint {
  position: [number, number, number]
  focalPoint: [number, number, number]
  viewUp: [number, number, number]
  parallelScale: number
}

/** 'pixel': every point as large on the screen. 'sigma': as large as its uncertainty in the sample. */
export type PointSize = 'pixel' | 'sigma'

export class Scene {
  readonly #window = vtkGenericRenderWindow.newInstance({ background: [0.043, 0.055, 0.071], listenWindowResize: false })
  readonly #parts = new Map<string, Part>()
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
    const lost = (event: Event): void => {
      event.preventDefault()
      onLost()
    }
    canvas.addEventListener('webglcontextlost', lost)
    this.#cleanups.push(() => canvas.removeEventListener('webglcontextlost', lost))
    const camera = this.#window.getRenderer().getActiveCamera()
    const changed = camera.onModified(() => this.onRender())
    this.#cleanups.push(() => changed.unsubscribe())
  }

  get canvas(): HTMLCanvasElement {
    return this.#window.getContainer().querySelector('canvas')!
  }

  /** Shows a cloud under a name, in place of the one before. */
  setCloud(name: string, cloud: Cloud | undefined): void {
    const before = this.#parts.get(name)
    if (before) this.#remove(name, before)
    if (cloud && cloud.rows.length > 0) this.#add(name, cloud)
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
    for (const { pieces } of this.#parts.values()) for (const piece of pieces) this.#clipPiece(piece)
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

  /** Looks along an axis, everything in sight. */
  look(plane: Plane): void {
    const renderer = this.#window.getRenderer()
    const camera = renderer.getActiveCamera()
    const { direction, up } = planes[plane]
    const focus = camera.getFocalPoint()
    camera.setPosition(focus[0] - direction[0], focus[1] - direction[1], focus[2] - direction[2])
    camera.setViewUp(...up)
    this.#frame()
    this.render()
  }

  /** A view from aside and above. */
  lookAslant(): void {
    this.look('xy')
    const camera = this.#window.getRenderer().getActiveCamera()
    camera.elevation(-50)
    camera.orthogonalizeViewUp()
    this.turn(25)
    this.#frame()
    this.render()
  }

  /** Turns about the depth axis, degrees. */
  turn(angle: number): void {
    const camera = this.#window.getRenderer().getActiveCamera()
    const [fx, fy] = camera.getFocalPoint()
    const [c, s] = [Math.cos((angle * Math.PI) / 180), Math.sin((angle * Math.PI) / 180)]
    const [px, py, pz] = camera.getPosition()
    const [ux, uy, uz] = camera.getViewUp()
    camera.setPosition(fx + c * (px - fx) - s * (py - fy), fy + s * (px - fx) + c * (py - fy), pz)
    camera.setViewUp(c * ux - s * uy, s * ux + c * uy, uz)
    this.#stir()
  }

  /** Turns as dragging does: about the vertical and the horizontal of the screen, degrees. */
  orbit(across: number, up: number): void {
    const camera = this.#window.getRenderer().getActiveCamera()
    camera.azimuth(across)
    camera.elevation(up)
    camera.orthogonalizeViewUp()
    this.#stir()
  }

  /** Moves what is seen by shares of the view's height. */
  pan(right: number, down: number): void {
    const camera = this.#window.getRenderer().getActiveCamera()
    const nm = this.canvas.clientHeight / this.pixelsPerNm()
    const [d, u] = [camera.getDirectionOfProjection(), camera.getViewUp()]
    const across = [d[1] * u[2] - d[2] * u[1], d[2] * u[0] - d[0] * u[2], d[0] * u[1] - d[1] * u[0]]
    const by = [0, 1, 2].map((i) => nm * (down * u[i] - right * across[i]))
    const moved = (place: number[]): [number, number, number] => [place[0] + by[0], place[1] + by[1], place[2] + by[2]]
    camera.set({ position: moved(camera.getPosition()), focalPoint: moved(camera.getFocalPoint()) })
    this.#stir()
  }

  /** Nearer by a factor. */
  zoom(factor: number): void {
    const camera = this.#window.getRenderer().getActiveCamera()
    if (camera.getParallelProjection()) camera.setParallelScale(camera.getParallelScale() / factor)
    else camera.dolly(factor)
    this.#stir()
  }

  /** Everything in sight, from the same side. */
  fit(): void {
    this.#frame()
    this.render()
  }

  /** vtk.js fits to the height alone. */
  #frame(): void {
    const renderer = this.#window.getRenderer()
    renderer.resetCamera()
    const { clientWidth: width, clientHeight: height } = this.canvas
    if (width >= height || width === 0) return
    const camera = renderer.getActiveCamera()
    camera.setParallelScale((camera.getParallelScale() * height) / width)
    if (!camera.getParallelProjection()) camera.dolly(width / height)
  }

  get standpoint(): Standpoint {
    const camera = this.#window.getRenderer().getActiveCamera()
    return { position: [...camera.getPosition()], focalPoint: [...camera.getFocalPoint()], viewUp: [...camera.getViewUp()], parallelScale: camera.getParallelScale() }
  }

  set standpoint(standpoint: Standpoint) {
    this.#window.getRenderer().getActiveCamera().set({ ...standpoint })
    this.render()
  }

  setParallel(parallel: boolean): void {
    this.#window.getRenderer().getActiveCamera().setParallelProjection(parallel)
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

  /** In CSS pixels. */
  projection(): Projection {
    const { clientWidth: width, clientHeight: height } = this.canvas
    const camera = this.#window.getRenderer().getActiveCamera()
    return { matrix: camera.getCompositeProjectionMatrix(width / height, -1, 1), width, height }
  }

  /** Screen pixels per nm at the focal point. */
  pixelsPerNm(): number {
    const camera = this.#window.getRenderer().getActiveCamera()
    const height = this.canvas.clientHeight
    if (camera.getParallelProjection()) return height / (2 * camera.getParallelScale())
    return height / (2 * Math.tan((camera.getViewAngle() * Math.PI) / 360) * camera.getDistance())
  }

  delete(): void {
    for (const cleanup of this.#cleanups) cleanup()
    for (const [name, part] of this.#parts) this.#remove(name, part)
    this.#box.actor.delete()
    this.#box.mapper.delete()
    this.#box.data.delete()
    this.#window.setContainer(null as unknown as HTMLElement)
    this.#window.delete()
  }

  #add(name: string, cloud: Cloud): void {
    this.#parts.set(name, { cloud, pieces: [] })
  }

  #piece(cloud: Cloud, first: number): Piece {
    const points = Math.min(pieceSize, cloud.rows.length - first)
    const data = vtkPolyData.newInstance()
    data.getPoints().setData(cloud.places.subarray(3 * first, 3 * (first + points)), 3)
    data.getVerts().setData(Uint32Array.from({ length: points + 1 }, (_, i) => (i === 0 ? points : i - 1)))
    data.getPointData().setScalars(vtkDataArray.newInstance({ name: 'colour', values: cloud.colours.subarray(3 * first, 3 * (first + points)), numberOfComponents: 3 }))
    data.getPointData().addArray(vtkDataArray.newInstance({ name: 'radius', values: cloud.radii.subarray(first, first + points) }))
    const mapper = vtkMapper.newInstance({ scalarVisibility: true })
    mapper.setColorModeToDirectScalars()
    mapper.setCustomShaderAttributes(['radius'])
    mapper.setInputData(data)
    const actor = vtkActor.newInstance()
    actor.setMapper(mapper)
    actor.getProperty().setLighting(false)
    const piece: Piece = { data, actor, mapper }
    this.#shade(piece)
    this.#clipPiece(piece)
    this.#window.getRenderer().addActor(actor)
    return piece
  }

  /** Round points; their size from a uniform, so that neither zooming nor another size uploads anything. */
  #shade({ mapper }: Piece): void {
    const replace = (type: 'Vertex' | 'Fragment', original: string, replacement: string) => ({ shaderType: type, originalValue: original, replaceFirst: false, replacementValue: replacement, replaceAll: false })
    const properties = mapper.getViewSpecificProperties() as Record<string, unknown>
    properties.OpenGL = {
      ShaderReplacements: [
        replace('Vertex', '//VTK::PositionVC::Dec', '//VTK::PositionVC::Dec\nattribute float radiusMC;\nuniform float radiusScale;\nuniform float leastSize;'),
        replace('Vertex', '//VTK::Picking::Impl', '//VTK::Picking::Impl\n  gl_PointSize = clamp(2.0 * radiusMC * radiusScale / gl_Position.w, leastSize, 256.0);'),
        replace('Fragment', '//VTK::Color::Impl', '//VTK::Color::Impl\n  if (length(gl_PointCoord - vec2(0.5)) > 0.5) discard;'),
      ],
    }
    properties.ShadersCallbacks = [{
      userData: undefined,
      callback: (_: unknown, cells: { getProgram(): { isUniformUsed(name: string): boolean; setUniformf(name: string, value: number): void } }) => {
        const program = cells.getProgram()
        const ratio = window.devicePixelRatio || 1
        const camera = this.#window.getRenderer().getActiveCamera()
        // Clip coordinates' w is 1 in a parallel and the distance in a perspective view.
        const perNm = this.pixelsPerNm() * ratio * (camera.getParallelProjection() ? 1 : camera.getDistance())
        if (program.isUniformUsed('radiusScale')) program.setUniformf('radiusScale', this.#size === 'sigma' ? perNm : 0)
        if (program.isUniformUsed('leastSize')) program.setUniformf('leastSize', this.#pixels * ratio)
      },
    }]
  }

  #clipPiece({ mapper }: Piece): void {
    mapper.removeAllClippingPlanes()
    const box = this.#clip
    if (!box) return
    for (const axis of [0, 1, 2] as const) {
      for (const side of [0, 1] as const) {
        const origin: [number, number, number] = [0, 0, 0]
        const normal: [number, number, number] = [0, 0, 0]
        origin[axis] = box[2 * axis + side]
        normal[axis] = side === 0 ? 1 : -1
        mapper.addClippingPlane(vtkPlane.newInstance({ origin, normal }))
      }
    }
  }

  /**
   * The first pieces of every cloud (points are in random order): all at rest, as many as come fluently while the view moves, but of
   * those that the card has not got yet only a few. How many of these are shown for the first time.
   */
  #choosePieces(most = this.#portion): number {
    const total = this.#total
    const share = this.#detail.moving ? Math.min(1, this.#detail.points / Math.max(1, total)) : 1
    let fresh = 0
    for (const { cloud, pieces } of this.#parts.values()) {
      const wanted = Math.max(1, Math.ceil((share * cloud.rows.length) / pieceSize))
      for (; pieces.length < wanted && fresh < most; fresh++) pieces.push(this.#piece(cloud, pieces.length * pieceSize))
      pieces.forEach((piece, i) => setVisible(piece, i < wanted))
    }
    return fresh
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

  #remove(name: string, { pieces }: Part): void {
    this.#parts.delete(name)
    for (const { actor, mapper, data } of pieces) {
      this.#window.getRenderer().removeActor(actor)
      actor.delete()
      mapper.delete()
      data.delete()
    }
  }
}

/** Without the time stamp of a change, after which vtk.js would send everything to the card again. */
const setVisible = ({ actor }: Piece, visibility: boolean): void => { actor.set({ visibility }, true, true) }
