import { describe, expect, test } from 'vitest'
import { colourAt, colourTable, hawaii, lipari, type Colour } from '../../../core/rendering/colour-map.ts'
import { colourLegend } from '../../../core/rendering/legend.ts'

/** Lines 1, 128 and 256 of the published tables hawaii.txt and lipari.txt (Scientific colour maps 8). */
const published: Record<string, { index: number; colour: Colour }[]> = {
  hawaii: [
    { index: 0, colour: [0.550541, 0.006842, 0.45198] },
    { index: 127, colour: [0.611842, 0.584522, 0.11004] },
    { index: 255, colour: [0.703779, 0.948977, 0.993775] },
  ],
  lipari: [
    { index: 0, colour: [0.01137, 0.07324, 0.148284] },
    { index: 127, colour: [0.639835, 0.384073, 0.40417] },
    { index: 255, colour: [0.992307, 0.959017, 0.856609] },
  ],
}

/** Relative luminance (WCAG 2.2) of an sRGB colour, 0 … 1. */
function luminance(colour: Colour): number {
  const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4))
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

describe.each([hawaii, lipari])('colour map $name', (map) => {
  test.each(published[map.name])('has the published colour at $index of 255', ({ index, colour }) => {
    const ours = colourAt(map, index / 255)
    for (let channel = 0; channel < 3; channel++) expect(Math.abs(ours[channel] - 255 * colour[channel])).toBeLessThan(1)
  })

  test('gets lighter from end to end, so it reads without hue', () => {
    const values = Array.from({ length: 52 }, (_, i) => luminance(colourAt(map, i / 51)))
    for (let i = 1; i < values.length; i++) expect(values[i]).toBeGreaterThan(values[i - 1] - 0.002)
    expect(values.at(-1)! - values[0]).toBeGreaterThan(0.6)
  })

  test('values beyond the range have the end colours', () => {
    expect(colourAt(map, -3)).toEqual(map.stops[0])
    expect(colourAt(map, 7)).toEqual(map.stops.at(-1))
  })
})

test('a colour table runs from the first to the last colour', () => {
  const table = colourTable(hawaii, 16)
  expect([...table.subarray(0, 3)]).toEqual(hawaii.stops[0])
  expect([...table.subarray(45)]).toEqual(hawaii.stops.at(-1))
})

test('the legend of −750 … 750 nm names round depths where their colours stand', () => {
  const legend = colourLegend(hawaii, [-750, 750], 11)
  expect(legend.ticks).toEqual([
    { value: -500, position: 250 / 1500 }, { value: 0, position: 0.5 }, { value: 500, position: 1250 / 1500 },
  ])
  expect(legend.colours).toHaveLength(11)
  expect(legend.colours[0]).toEqual(hawaii.stops[0])
  expect(legend.colours[10]).toEqual(hawaii.stops.at(-1))
})
