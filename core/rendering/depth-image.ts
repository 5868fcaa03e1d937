// The super-resolution picture: every localization a Gaussian as wide as its own uncertainty, integrated over the pixels and
// normalised to one, in the colour of its depth. Where several overlap, the pixel has their mean colour (weighted by what each
// puts there) and a brightness that grows with their sum up to a saturation.
import { erf } from '../psf/erf.ts'
import { colourTable, hawaii, type ColourMap } from './colour-map.ts'
import { viewSize, type RgbaImage, type View } from './image.ts'

/** Places to draw, nm; σ by column where the localizations have it. */
export interface RenderPoints {
  x: ArrayLike<number>
  y: ArrayLike<number>
  z: ArrayLike<number>
  sigma_x?: ArrayLike<number>
  sigma_y?: ArrayLike<number>
}

export interface DepthImageOptions {
  view: View
  /** Depths (nm) of the first and the last colour; beyond them the end colours. */
  zRange: readonly [number, number]
  map?: ColourMap
  /** Limits (nm) to the drawn σ: narrower than half a pixel looks ragged, wider than some pixels fades into nothing. */
  sigmaLimits?: readonly [number, number]
  /** σ (nm) of points without one of their own. */
  sigma?: number
}

/** Sums over the localizations, before they become a picture; images of equal view add up. */
export interface DepthSums {
  width: number
  height: number
  /** Localizations per pixel. */
  density: Float32Array
  /** Red, green, blue (0 … 255) times localizations per pixel, three values a pixel. */
  colour: Float32Array
}

const COLOURS = 256
/** Gaussians are cut at this many σ (0.27 % lie outside) and normalised within. */
const CUT = 3

/** Adds up the Gaussians. Points with a value that is no number are left out. */
export function sumByDepth(points: RenderPoints, options: DepthImageOptions): DepthSums {
  const { view, zRange, map = hawaii, sigma = 10 } = options
  const [least, most] = options.sigmaLimits ?? [view.pixel / 2, 10 * view.pixel]
  const { width, height } = viewSize(view)
  const sums: DepthSums = { width, height, density: new Float32Array(width * height), colour: new Float32Array(3 * width * height) }
  const table = colourTable(map, COLOURS)
  const perNm = (COLOURS - 1) / (zRange[1] - zRange[0])
  const clamped = (column: ArrayLike<number> | undefined, i: number): number => {
    const own = column ? column[i] : sigma
    return Math.min(Math.max(Number.isFinite(own) ? own : most, least), most) / view.pixel
  }
  const across = new Float64Array(2 * Math.ceil((CUT * most) / view.pixel) + 2)
  const down = new Float64Array(across.length)
  for (let i = 0; i < points.x.length; i++) {
    const x = (points.x[i] - view.x[0]) / view.pixel
    const y = (points.y[i] - view.y[0]) / view.pixel
    if (!Number.isFinite(x + y + points.z[i])) continue
    const column = pixelShares(x, clamped(points.sigma_x, i), across)
    const row = pixelShares(y, clamped(points.sigma_y, i), down)
    const colour = 3 * Math.round(Math.min(Math.max((points.z[i] - zRange[0]) * perNm, 0), COLOURS - 1))
    addGaussian(sums, column, row, across, down, table[colour], table[colour + 1], table[colour + 2])
  }
  return sums
}

/** First pixel and number of pixels that a Gaussian (centre and σ in pixels) reaches; its share in each goes to `out`, sum 1. */
function pixelShares(centre: number, sigma: number, out: Float64Array): readonly [first: number, count: number] {
  const first = Math.floor(centre - CUT * sigma)
  const count = Math.min(Math.floor(centre + CUT * sigma) - first + 1, out.length)
  const scale = 1 / (sigma * Math.SQRT2)
  let sum = 0
  let before = erf((first - centre) * scale)
  for (let k = 0; k < count; k++) {
    const after = erf((first + k + 1 - centre) * scale)
    out[k] = after - before
    sum += out[k]
    before = after
  }
  for (let k = 0; k < count; k++) out[k] /= sum
  return [first, count]
}

function addGaussian(
  { width, height, density, colour }: DepthSums, [left, columns]: readonly [number, number], [top, rows]: readonly [number, number],
  across: Float64Array, down: Float64Array, red: number, green: number, blue: number,
): void {
  const [fromColumn, toColumn] = [Math.max(0, -left), Math.min(columns, width - left)]
  for (let r = Math.max(0, -top); r < Math.min(rows, height - top); r++) {
    const start = (top + r) * width + left
    for (let c = fromColumn; c < toColumn; c++) {
      const weight = down[r] * across[c]
      const at = start + c
      density[at] += weight
      colour[3 * at] += weight * red
      colour[3 * at + 1] += weight * green
      colour[3 * at + 2] += weight * blue
    }
  }
}

/**
 * The density (localizations per pixel) at which brightness ends: the `share` quantile of the pixels that have any worth seeing
 * (over a thousandth of the highest); 1 where there are none.
 */
export function saturation(density: Float32Array, share = 0.98): number {
  const highest = density.reduce((most, value) => Math.max(most, value), 0)
  const lit = density.filter((value) => value > highest / 1000).sort()
  return lit.length === 0 ? 1 : lit[Math.min(lit.length - 1, Math.floor(share * lit.length))]
}

/** Sums as a picture on black. `full`: density at full brightness; `gamma` below 1 lifts what is faint. */
export function toPicture({ width, height, density, colour }: DepthSums, full = saturation(density), gamma = 0.6): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height)
  for (let i = 0; i < density.length; i++) {
    const scale = density[i] > 0 ? Math.min(density[i] / full, 1) ** gamma / density[i] : 0
    data[4 * i] = colour[3 * i] * scale
    data[4 * i + 1] = colour[3 * i + 1] * scale
    data[4 * i + 2] = colour[3 * i + 2] * scale
    data[4 * i + 3] = 255
  }
  return { width, height, data }
}

/** Localizations coloured by depth in one call. */
export function renderDepth(points: RenderPoints, options: DepthImageOptions): RgbaImage {
  return toPicture(sumByDepth(points, options))
}
