// Super-resolution pictures by the processor alone, as the programs of the graphics card make them (shaders.ts): where there is no card,
// this is many times faster than letting the processor play one.
import { colourTable } from '../../core/rendering/colour-map.ts'
import { narrowest, type DifferenceColours, type LayerPoints, type PanePlace, type SumOptions, type Tone } from './painter.ts'
import type { Size } from './place.ts'
import { noPartner, noValue } from './value-map.ts'

export interface Sums extends Size {
  /** Red, green, blue (shares 0 … 1) times weight, and weight, of each pixel, rows from the top. A localization weighs one. */
  pixels: Float32Array
}

/** A picture, red, green, blue, opacity of each pixel, rows from the top. */
export interface Picture extends Size {
  data: Uint8ClampedArray
}

export const newSums = ({ width, height }: Size): Sums => ({ width, height, pixels: new Float32Array(4 * width * height) })

/** Gaussians are cut at this many σ; what is left of one is brought to a weight of one. */
const cut = 3
const normal = 1 / (2 * Math.PI * (1 - Math.exp(-(cut * cut) / 2)))
const colours = 256

/** Red, green, blue (shares 0 … 1) of points by number. */
function colourOf({ colour, values }: LayerPoints): (i: number) => readonly [table: ArrayLike<number>, at: number] {
  if (!('range' in colour)) return () => [colour, 0]
  const table = colourTable(colour.map, colours).map((value) => value / 255)
  const [low, high] = colour.range
  return (i) => {
    const value = values[i]
    if (value < -1e29) return [noValue, 0]
    if (value > 1e29) return [noPartner, 0]
    return [table, 3 * Math.round((colours - 1) * Math.min(Math.max((value - low) / (high - low), 0), 1))]
  }
}

/** Adds the points number `first` to `end`, each a Gaussian integrated over the pixels. */
export function addGaussians(sums: Sums, points: LayerPoints, first: number, end: number, { place, ratio, sigma }: SumOptions): void {
  const { width, height, pixels } = sums
  const { geometry } = points
  const scale = place.scale * ratio
  const most = Math.min(sigma.most, width / scale)
  const spread = (stated: number): number => {
    const drawn = Math.min(Math.max(stated * sigma.factor, sigma.least), most) * scale
    return Math.sqrt(Math.max(drawn * drawn, narrowest) + 1 / 12)
  }
  const colour = colourOf(points)
  const across = new Float64Array(width)
  for (let i = first; i < end; i++) {
    const x = (geometry[4 * i] - place.x) * scale + width / 2
    const y = (geometry[4 * i + 1] - place.y) * scale + height / 2
    const [sx, sy] = [spread(geometry[4 * i + 2]), spread(geometry[4 * i + 3])]
    const left = Math.max(0, Math.ceil(x - cut * sx - 0.5))
    const right = Math.min(width - 1, Math.floor(x + cut * sx - 0.5))
    const top = Math.max(0, Math.ceil(y - cut * sy - 0.5))
    const bottom = Math.min(height - 1, Math.floor(y + cut * sy - 0.5))
    if (left > right || top > bottom) continue
    for (let column = left; column <= right; column++) {
      const d = (column + 0.5 - x) / sx
      across[column] = Math.exp(-0.5 * d * d)
    }
    const [table, at] = colour(i)
    const [red, green, blue] = [table[at], table[at + 1], table[at + 2]]
    const peak = normal / (sx * sy)
    for (let row = top; row <= bottom; row++) {
      const d = (row + 0.5 - y) / sy
      const down = peak * Math.exp(-0.5 * d * d)
      const half = sx * Math.sqrt(Math.max(0, cut * cut - d * d))
      const to = 4 * (row * width + Math.min(right, Math.floor(x + half - 0.5)))
      let column = Math.max(left, Math.ceil(x - half - 0.5))
      for (let pixel = 4 * (row * width + column); pixel <= to; pixel += 4) {
        const weight = down * across[column++]
        pixels[pixel] += weight * red
        pixels[pixel + 1] += weight * green
        pixels[pixel + 2] += weight * blue
        pixels[pixel + 3] += weight
      }
    }
  }
}

/** Steps of the table of brightnesses, over the root of the share of full brightness: fine where gamma is steep. */
const steps = 4095

/** Tones sums into a pane of a picture. @param full weight at full brightness, of each layer; @param clip the part that is drawn */
export function toneInto(picture: Picture, layers: readonly Sums[], full: readonly number[], { mode, gamma }: Pick<Tone, 'mode' | 'gamma'>, pane: PanePlace, clip: PanePlace, { more, fewer }: DifferenceColours): void {
  const brightness = Float32Array.from({ length: steps + 1 }, (_, i) => 255 * ((i / steps) ** 2) ** gamma)
  const toned = (share: number): number => brightness[Math.round(steps * Math.sqrt(Math.min(share, 1)))]
  const [a, b] = [layers[0].pixels, (layers[1] ?? layers[0]).pixels]
  const { width, height } = layers[0]
  const [fromRow, toRow] = [Math.max(0, clip.top), Math.min(picture.height, clip.top + clip.height, pane.top + height)]
  const [fromColumn, toColumn] = [Math.max(0, clip.left), Math.min(picture.width, clip.left + clip.width, pane.left + width)]
  for (let row = fromRow; row < toRow; row++) {
    for (let column = fromColumn; column < toColumn; column++) {
      const at = 4 * ((row - pane.top) * width + column - pane.left)
      const [one, other] = [a[at + 3], mode === 'colour' ? 0 : b[at + 3]]
      if (one === 0 && other === 0) continue
      const to = 4 * (row * picture.width + column)
      if (mode === 'difference') {
        const difference = one / full[0] - other / full[1]
        const [strength, colour] = [toned(Math.abs(difference)), difference > 0 ? more : fewer]
        for (let k = 0; k < 3; k++) picture.data[to + k] = colour[k] * strength
        continue
      }
      const [first, second] = [one > 0 ? toned(one / full[0]) / one : 0, other > 0 ? toned(other / full[1]) / other : 0]
      picture.data[to] = a[at] * first + b[at] * second
      picture.data[to + 1] = a[at + 1] * first + b[at + 1] * second
      picture.data[to + 2] = a[at + 2] * first + b[at + 2] * second
    }
  }
}
