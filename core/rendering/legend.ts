// The legend of a picture that shows a value by colour.
import { colourAt, type Colour, type ColourMap } from './colour-map.ts'
import { ticks } from './scale.ts'

export interface ColourLegend {
  /** Colours (0 … 255, whole) in equal steps from the lowest to the highest value. */
  colours: Colour[]
  /** Values worth writing and where they stand, 0 (lowest) … 1 (highest). */
  ticks: { value: number; position: number }[]
}

/** The legend of values from `low` to `high` in a colour map. */
export function colourLegend(map: ColourMap, [low, high]: readonly [number, number], steps = 32, mostTicks = 5): ColourLegend {
  return {
    colours: Array.from({ length: steps }, (_, i): Colour => {
      const [red, green, blue] = colourAt(map, i / (steps - 1))
      return [Math.round(red), Math.round(green), Math.round(blue)]
    }),
    ticks: ticks([low, high], mostTicks).map((value) => ({ value, position: (value - low) / (high - low) })),
  }
}
