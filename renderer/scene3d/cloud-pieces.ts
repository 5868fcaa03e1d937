// One cloud of the 3D view in pieces, so that the card gets a large one over several pictures.
import vtkDataArray from '@kitware/vtk.js/Common/Core/DataArray'
import vtkPlane from '@kitware/vtk.js/Common/DataModel/Plane'
import vtkPolyData from '@kitware/vtk.js/Common/DataModel/PolyData'
import vtkActor from '@kitware/vtk.js/Rendering/Core/Actor'
import vtkMapper from '@kitware/vtk.js/Rendering/Core/Mapper'
import type vtkRenderer from '@kitware/vtk.js/Rendering/Core/Renderer'
import type { Cloud } from './cloud.ts'
import type { PointScale } from './drawer.ts'
import type { Bounds } from './view-math.ts'

/** Points of a piece. */
const pieceSize = 50_000

interface Piece {
  data: ReturnType<typeof vtkPolyData.newInstance>
  actor: ReturnType<typeof vtkActor.newInstance>
  mapper: ReturnType<typeof vtkMapper.newInstance>
}

export class CloudPieces {
  readonly cloud: Cloud
  readonly #renderer: vtkRenderer
  readonly #scale: () => PointScale
  #clip: Bounds | undefined
  /** Those that were shown once: the card has them. */
  readonly #pieces: Piece[] = []

  constructor(cloud: Cloud, renderer: vtkRenderer, scale: () => PointScale, clip: Bounds | undefined) {
    this.cloud = cloud
    this.#renderer = renderer
    this.#scale = scale
    this.#clip = clip
  }

  /**
   * Shows the first pieces (points are in random order): a share of the points, but of pieces that the card has not got yet at most so many.
   * How many of these are shown for the first time.
   */
  show(share: number, most: number): number {
    const wanted = Math.max(1, Math.ceil((share * this.cloud.rows.length) / pieceSize))
    let fresh = 0
    for (; this.#pieces.length < wanted && fresh < most; fresh++) this.#pieces.push(this.#make(this.#pieces.length * pieceSize))
    this.#pieces.forEach((piece, i) => setVisible(piece, i < wanted))
    return fresh
  }

  /** Whether the card has all points. */
  get sent(): boolean {
    return this.#pieces.length * pieceSize >= this.cloud.rows.length
  }

  /** Only what is inside is shown; undefined: all. */
  setClip(box: Bounds | undefined): void {
    this.#clip = box
    for (const piece of this.#pieces) this.#clipPiece(piece)
  }

  delete(): void {
    for (const { actor, mapper, data } of this.#pieces) {
      this.#renderer.removeActor(actor)
      actor.delete()
      mapper.delete()
      data.delete()
    }
  }

  #make(first: number): Piece {
    const { cloud } = this
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
    this.#renderer.addActor(actor)
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
        const { perNm, least } = this.#scale()
        if (program.isUniformUsed('radiusScale')) program.setUniformf('radiusScale', perNm)
        if (program.isUniformUsed('leastSize')) program.setUniformf('leastSize', least)
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
}

/** Without the time stamp of a change, after which vtk.js would send everything to the card again. */
const setVisible = ({ actor }: Piece, visibility: boolean): void => { actor.set({ visibility }, true, true) }
