// A picture of one value a cell (an error map): colours by a map, cells without a value in a neutral colour.
import { colourAt, type Colour, type ColourMap } from './colour-map.ts'
import type { RgbaImage } from './image.ts'

/** Grey of cells without a value: opacity 0, so that the page shows through. */
const nothing = [0, 0, 0, 0] as const

/** `values`: width × height, rows from the top; NaN where there is nothing. `range`: values of the first and last colour. */
export function renderValues(values: ArrayLike<number>, width: number, height: number, range: readonly [number, number], map: ColourMap): RgbaImage {
  const data = new Uint8ClampedArray(4 * width * height)
  for (let i = 0; i < width * height; i++) {
    const value = values[i]
    const colour: Colour | undefined = Number.isNaN(value) ? undefined : colourAt(map, (value - range[0]) / (range[1] - range[0]))
    data.set(colour ? [...colour, 255] : nothing, 4 * i)
  }
  return { width, height, data }
}
