// Draws frames by the processor alone, as the programs of the graphics card do (frame-shaders.ts): zoomed out, a screen pixel is the mean of
// the frame's pixels under it.
import { StructLocError } from '../../core/errors.ts'
import { colourTable, type ColourMap } from '../../core/rendering/colour-map.ts'
import { packedColour } from '../../core/rendering/packed-colour.ts'
import type { Contrast } from './contrast.ts'
import { devicePixels, mostUnder, type Around, type FramePainter, type Pane, type Picture } from './frame-painter.ts'
import type { ViewTransform } from './view-transform.ts'

const luts = new WeakMap<ColourMap, Uint32Array>()
function packedLut(map: ColourMap): Uint32Array {
  const known = luts.get(map)
  if (known) return known
  const table = colourTable(map)
  const made = Uint32Array.from({ length: 256 }, (_, i) => packedColour(table[3 * i], table[3 * i + 1], table[3 * i + 2]))
  luts.set(map, made)
  return made
}

/** Along one axis: the first of the frame's pixels under each of the screen's; −1 where there is none. */
function firstUnder(length: number, corner: number, perPixel: number, size: number, under: number): Int32Array {
  return Int32Array.from({ length }, (_, i) => {
    const at = (i + 0.5 - corner) * perPixel
    return at < 0 || at >= size ? -1 : Math.min(Math.max(Math.floor(at - 0.5 * (under - 1)), 0), Math.max(size - under, 0))
  })
}

/** Device pixels of a canvas, and the part of it that is drawn. */
export interface Target {
  pixels: Uint32Array
  /** Pixels a row of the canvas. */
  stride: number
  left: number
  top: number
  width: number
  height: number
}

/** Steps of the table of gamma. */
const steps = 4095
/** Most colours of a table that has one for every sum. */
const mostColours = 2 ** 16

/** Colours of sums of `count` values. */
type ColourOf = (sum: number) => number

function colourRule({ low, high, gamma }: Contrast, lut: ColourMap, count: number): ColourOf {
  const colours = packedLut(lut)
  const curve = gamma === 1 ? undefined : Float32Array.from({ length: steps + 1 }, (_, i) => (i / steps) ** gamma)
  const perValue = 1 / (count * (high - low))
  const lowest = low / (high - low)
  return (sum) => {
    const share = Math.min(Math.max(sum * perValue - lowest, 0), 1)
    return colours[Math.floor((curve ? curve[Math.round(steps * share)] : share) * 255 + 0.5)]
  }
}

interface ColourTable {
  made: Contrast & { lut: ColourMap; count: number }
  /** The sum of the first colour. */
  first: number
  colours: Uint32Array
}

let lastTable: ColourTable | undefined

/**
 * Colours of all sums of whole numbers between the limits, and one beyond on both sides: looked up without fractions, of which a program that is
 * not compiled yet would leave one in memory for every pixel. Undefined where there are too many.
 */
function colourTableOf({ low, high, gamma }: Contrast, lut: ColourMap, count: number): ColourTable | undefined {
  const first = Math.floor(low * count)
  const length = Math.ceil(high * count) - first + 1
  if (!(length <= mostColours)) return undefined
  const made = { low, high, gamma, lut, count }
  if (lastTable && (Object.keys(made) as (keyof typeof made)[]).every((key) => lastTable!.made[key] === made[key])) return lastTable
  const rule = colourRule(made, lut, count)
  return (lastTable = { made, first, colours: Uint32Array.from({ length }, (_, i) => rule(first + i)) })
}

export function paintFrame({ pixels, stride, left, top, width, height }: Target, { values, contrast, lut, ...frame }: Picture, transform: ViewTransform, ratio: number): void {
  const perPixel = 1 / (transform.scale * ratio)
  const under = Math.min(Math.max(Math.ceil(perPixel - 0.001), 1), mostUnder, frame.width, frame.height)
  const columns = firstUnder(width, transform.x * ratio, perPixel, frame.width, under)
  const rows = firstUnder(height, transform.y * ratio, perPixel, frame.height, under)
  // Those with pixels of the frame under them.
  const [from, end] = [Math.max(columns.findIndex((column) => column >= 0), 0), columns.findLastIndex((column) => column >= 0) + 1]
  const table = values instanceof Uint16Array ? colourTableOf(contrast, lut, under * under) : undefined
  const colourOf = table ? lookedUp(table) : colourRule(contrast, lut, under * under)
  if (under === 1) {
    // A pixel of the frame may be under many of the screen: its colour is found once, and so is what a row shows.
    const [first, last] = [Math.max(columns[from], 0), end > from ? columns[end - 1] : -1]
    const line = new Uint32Array(frame.width)
    for (let row = 0; row < height; row++) {
      if (rows[row] < 0) continue
      const to = (top + row) * stride + left
      if (row > 0 && rows[row] === rows[row - 1]) {
        pixels.copyWithin(to, to - stride, to - stride + width)
        continue
      }
      const start = rows[row] * frame.width
      for (let column = first; column <= last; column++) line[column] = colourOf(values[start + column])
      for (let column = from; column < end; column++) pixels[to + column] = line[columns[column]]
    }
    return
  }
  const sums = table ? new Int32Array(end) : new Float64Array(end)
  for (let row = 0; row < height; row++) {
    if (rows[row] < 0) continue
    sums.fill(0)
    for (let j = 0; j < under; j++) addUnder(sums, values, (rows[row] + j) * frame.width, columns, from, under)
    const to = (top + row) * stride + left
    for (let column = from; column < end; column++) pixels[to + column] = colourOf(sums[column])
  }
}

function lookedUp({ first, colours }: ColourTable): ColourOf {
  const last = colours.length - 1
  return (sum) => {
    const at = sum - first
    return colours[at < 0 ? 0 : at > last ? last : at]
  }
}

/** Adds to the sum of each of the screen's columns the `under` values of a row of the frame that are under it. The commonest numbers are written out: they take 60 % of the time so. */
function addUnder(sums: Int32Array | Float64Array, values: Picture['values'], start: number, columns: Int32Array, from: number, under: number): void {
  if (under === 2) {
    for (let column = from; column < sums.length; column++) {
      const at = start + columns[column]
      sums[column] += values[at] + values[at + 1]
    }
  } else if (under === 3) {
    for (let column = from; column < sums.length; column++) {
      const at = start + columns[column]
      sums[column] += values[at] + values[at + 1] + values[at + 2]
    }
  } else {
    for (let column = from; column < sums.length; column++) {
      const at = start + columns[column]
      let sum = 0
      for (let i = 0; i < under; i++) sum += values[at + i]
      sums[column] += sum
    }
  }
}

export class PlainFramePainter implements FramePainter {
  readonly mostSide = Infinity
  readonly #canvas: HTMLCanvasElement
  readonly #context: CanvasRenderingContext2D
  #image = new ImageData(1, 1)
  #pixels = new Uint32Array(this.#image.data.buffer)

  constructor(canvas: HTMLCanvasElement) {
    this.#canvas = canvas
    const context = canvas.getContext('2d', { alpha: false, willReadFrequently: true })
    if (!context) throw new StructLocError('unsupported', 'This browser offers no canvas to draw frames on.')
    this.#context = context
  }

  resize(width: number, height: number, ratio: number): void {
    const [w, h] = devicePixels(width, height, ratio)
    if (this.#image.width === w && this.#image.height === h) return
    this.#canvas.width = w
    this.#canvas.height = h
    this.#image = new ImageData(w, h)
    this.#pixels = new Uint32Array(this.#image.data.buffer)
  }

  clear(around: Around): void {
    this.#pixels.fill(packedColour(255 * around[0], 255 * around[1], 255 * around[2]))
  }

  draw(picture: Picture, transform: ViewTransform, pane: Pane, ratio: number): void {
    const stride = this.#image.width
    const [left, bottom] = [Math.round(pane.x * ratio), Math.round((pane.y + pane.height) * ratio)]
    const height = Math.round(pane.height * ratio)
    const width = Math.min(Math.round(pane.width * ratio), stride - left)
    paintFrame({ pixels: this.#pixels, stride, left, top: bottom - height, width, height }, picture, transform, ratio)
  }

  present(): void {
    this.#context.putImageData(this.#image, 0, 0)
  }

  dispose(): void {}
}
