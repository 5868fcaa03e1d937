// Draws super-resolution pictures by the processor alone, on a plain canvas.
import { StructLocError } from '../../core/errors.ts'
import { packedColour } from '../../core/rendering/packed-colour.ts'
import { sampleSide, type DifferenceColours, type LayerPoints, type Painter, type PanePlace, type SumOptions, type Tone } from './painter.ts'
import { addGaussians, newSums, toneInto, type Sums } from './plain-sums.ts'
import type { Size } from './place.ts'

interface Layer {
  points: LayerPoints
  sums: Sums | undefined
  drawn: number
  /** Localizations per nm² that a weight of one in a pixel stands for, had all points been drawn. */
  scale: number
}

const drawn = (): true => true
const black = packedColour(0, 0, 0)

export class PlainPainter implements Painter {
  readonly lost = false
  readonly #canvas: OffscreenCanvas
  readonly #context: OffscreenCanvasRenderingContext2D
  readonly #colours: DifferenceColours
  readonly #layers = new Map<string, Layer>()
  #image: ImageData

  constructor(canvas: OffscreenCanvas, colours: DifferenceColours) {
    this.#canvas = canvas
    this.#colours = colours
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
    if (!context) throw new StructLocError('unsupported', 'This browser offers no canvas to draw super-resolution views on.')
    this.#context = context
    this.#image = new ImageData(1, 1)
  }

  setLayer(id: string, points: LayerPoints | undefined): void {
    if (points) this.#layers.set(id, { points, sums: this.#layers.get(id)?.sums, drawn: 0, scale: 1 })
    else this.#layers.delete(id)
  }

  resize({ width, height }: Size): void {
    if (this.#canvas.width !== width) this.#canvas.width = width
    if (this.#canvas.height !== height) this.#canvas.height = height
  }

  begin(id: string, { target }: SumOptions): void {
    const layer = this.#layers.get(id)
    if (!layer) return
    if (layer.sums?.width === target.width && layer.sums.height === target.height) layer.sums.pixels.fill(0)
    else layer.sums = newSums(target)
    layer.drawn = 0
    layer.scale = 1
  }

  add(id: string, count: number, options: SumOptions): number {
    const layer = this.#layers.get(id)
    if (!layer?.sums) return 0
    const { points } = layer
    const end = Math.min(points.count, layer.drawn + count)
    addGaussians(layer.sums, points, layer.drawn, end, options)
    layer.drawn = end
    layer.scale = ((options.place.scale * options.ratio) ** 2 * points.count) / Math.max(end, 1)
    return points.count - end
  }

  clear(): void {
    const { width, height } = this.#canvas
    if (this.#image.width !== width || this.#image.height !== height) this.#image = new ImageData(width, height)
    new Uint32Array(this.#image.data.buffer).fill(black)
  }

  tone(tone: Tone, pane: PanePlace, clip: PanePlace = pane): void {
    const layers = tone.layers.flatMap((id) => this.#layers.get(id) ?? [])
    const sums = layers.flatMap((layer) => layer.sums ?? [])
    if (sums.length < tone.layers.length || sums.length === 0) return
    toneInto(this.#image, sums, layers.map(({ scale }) => tone.full / scale), tone, pane, clip, this.#colours)
  }

  present(): void {
    this.#context.putImageData(this.#image, 0, 0)
  }

  densities(id: string): Float32Array {
    const layer = this.#layers.get(id)
    if (!layer?.sums) return new Float32Array(0)
    const { scale, sums: { width, height, pixels } } = layer
    const stride = Math.max(1, Math.ceil(Math.max(width, height) / sampleSide))
    // The middles of squares of pixels.
    const first = Math.floor(stride / 2)
    const densities: number[] = []
    for (let row = first; row < height; row += stride) {
      for (let column = first; column < width; column += stride) densities.push(scale * pixels[4 * (row * width + column) + 3])
    }
    return Float32Array.from(densities)
  }

  densitiesLater(id: string): () => Float32Array {
    const densities = this.densities(id)
    return () => densities
  }

  fence(): () => true {
    return drawn
  }
}
