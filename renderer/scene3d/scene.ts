// The vtk.js side of the 3D view: clouds of points, a box with axes, the camera. Plain objects outside Vue; `delete` frees them.
import '@kitware/vtk.js/Rendering/Profiles/Geometry'
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray'
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane'
import vtkPolyData from '@kitware/vtk.js/Common/DataModel/PolyData'
import vtkActor from '@kitware/vtk.js/Rendering/Core/Actor'
import vtkMapper from '@kitware/vtk.js/Rendering/Core/Mapper'
import vtkGenericRenderWindow from '@kitware/vtk.js/Rendering/Misc/GenericRenderWindow'
import type { Cloud } from './cloud.ts'
import { planes, type Bounds, type Plane, type Projection } from './view-math.ts'

/** Points drawn while the view moves, in all. */
export const movingPoints = 150_000

interface Part {
  cloud: Cloud
  data: ReturnType<typeof vtkPolyData.newInstance>
  actor: ReturnType<typeof vtkActor.newInstance>
  mapper: ReturnType<typeof vtkMapper.newInstance>
  drawn: number
}

/** 'pixel': every point as large on the screen. 'sigma': as large as its uncertainty in the sample. */
export type PointSize = 'pixel' | 'sigma'

export class Scene {
  readonly #window = vtkGenericRenderWindow.newInstance({ background: [0.043, 0.055, 0.071], listenWindowResize: false })
  readonly #parts = new Map<string, Part>()
  readonly #box: { actor: ReturnType<typeof vtkActor.newInstance>; data: ReturnType<typeof vtkPolyData.newInstance>; mapper: ReturnType<typeof vtkMapper.newInstance> }
  readonly #cleanups: (() => void)[] = []
  #clip: Bounds | undefined
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
    const start = interactor.onStartAnimation(() => this.#detail(true))
    const end = interactor.onEndAnimation(() => this.#detail(false))
    this.#cleanups.push(() => start.unsubscribe(), () => end.unsubscribe())
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
    for (const part of this.#parts.values()) this.#clipPart(part)
    this.render()
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
    renderer.resetCamera()
    this.render()
  }

  /** A view from aside and above. */
  lookAslant(): void {
    this.look('xy')
    const camera = this.#window.getRenderer().getActiveCamera()
    camera.elevation(-50)
    camera.orthogonalizeViewUp()
    this.turn(25)
    this.#window.getRenderer().resetCamera()
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
      this.#window.getRenderer().resetCameraClippingRange()
      this.#window.getRenderWindow().render()
      this.onRender()
    })
  }

  /** Draws at once: for measuring and for pictures. */
  renderNow(): void {
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

  /** What is seen, as PNG. */
  async picture(): Promise<Uint8Array> {
    this.renderNow()
    const blob = await new Promise<Blob | null>((resolve) => { this.canvas.toBlob(resolve, 'image/png') })
    if (!blob) throw new Error('The picture could not be made.')
    return new Uint8Array(await blob.arrayBuffer())
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
    const data = vtkPolyData.newInstance()
    data.getPoints().setData(cloud.places, 3)
    data.getPointData().setScalars(vtkDataArray.newInstance({ name: 'colour', values: cloud.colours, numberOfComponents: 3 }))
    data.getPointData().addArray(vtkDataArray.newInstance({ name: 'radius', values: cloud.radii }))
    const mapper = vtkMapper.newInstance({ scalarVisibility: true })
    mapper.setColorModeToDirectScalars()
    mapper.setCustomShaderAttributes(['radius'])
    mapper.setInputData(data)
    const actor = vtkActor.newInstance()
    actor.setMapper(mapper)
    actor.getProperty().setLighting(false)
    const part: Part = { cloud, data, actor, mapper, drawn: 0 }
    this.#shade(part)
    this.#clipPart(part)
    this.#draw(part, cloud.rows.length)
    this.#window.getRenderer().addActor(actor)
    this.#parts.set(name, part)
  }

  /** Round points; their size from a uniform, so that neither zooming nor another size uploads anything. */
  #shade({ mapper }: Part): void {
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

  #clipPart({ mapper }: Part): void {
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

  /** The first `count` points: they are in random order. */
  #draw(part: Part, count: number): void {
    if (part.drawn === count) return
    part.drawn = count
    const cells = new Uint32Array(count + 1)
    cells[0] = count
    for (let i = 0; i < count; i++) cells[i + 1] = i
    part.data.getVerts().setData(cells)
    part.data.modified()
  }

  #detail(moving: boolean): void {
    const total = [...this.#parts.values()].reduce((sum, { cloud }) => sum + cloud.rows.length, 0)
    if (total <= movingPoints) return
    for (const part of this.#parts.values()) this.#draw(part, moving ? Math.ceil((part.cloud.rows.length * movingPoints) / total) : part.cloud.rows.length)
    if (!moving) this.render()
  }

  #remove(name: string, { actor, mapper, data }: Part): void {
    this.#parts.delete(name)
    this.#window.getRenderer().removeActor(actor)
    actor.delete()
    mapper.delete()
    data.delete()
  }
}
