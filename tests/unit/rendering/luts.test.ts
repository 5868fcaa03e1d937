import { expect, test } from 'vitest'
import { colourAt, colourTable } from '../../../core/rendering/colour-map.ts'
import { berlin, lutNamed, luts } from '../../../core/rendering/luts.ts'

test('the tables are those that microscopists look for', () => {
  expect(luts.map(({ name }) => name)).toEqual(['Grays', 'Fire', 'Red Hot', 'Cyan Hot', 'Viridis', 'Turbo'])
  expect(lutNamed('no such table').name).toBe('Grays')
})

test('Grays is the value itself', () => {
  const table = colourTable(lutNamed('Grays'))
  for (let i = 0; i < 256; i++) expect([...table.subarray(3 * i, 3 * i + 3)].map(Math.round)).toEqual([i, i, i])
})

// matplotlib 3.10: viridis(0), (128), (255); turbo the same.
test.each([
  ['Viridis', [[68, 1, 84], [33, 145, 140], [253, 231, 37]]],
  ['Turbo', [[48, 18, 59], [164, 252, 60], [122, 4, 3]]],
])('%s is the published one to within two steps of 255', (name, colours) => {
  colours.forEach((colour, i) => {
    const shown = colourAt(lutNamed(name), [0, 128 / 255, 1][i])
    shown.forEach((value, channel) => expect(Math.abs(value - colour[channel])).toBeLessThanOrEqual(2))
  })
})

// ImageJ's own table at places along it (IJ.getLuts, 'Fire').
test.each([[0, [0, 0, 0]], [8, [0, 0, 61]], [64, [146, 0, 210]], [128, [229, 35, 35]], [192, [255, 175, 0]], [255, [255, 255, 255]]])('Fire at %i is near ImageJ’s', (index, colour) => {
  colourAt(lutNamed('Fire'), index / 255).forEach((value, channel) => expect(Math.abs(value - colour[channel])).toBeLessThanOrEqual(40))
})

test('all tables get lighter or darker without a step of more than 4 % of the range', () => {
  for (const map of [...luts, berlin]) {
    const table = colourTable(map)
    for (let i = 3; i < table.length; i++) expect(Math.abs(table[i] - table[i - 3])).toBeLessThanOrEqual(0.04 * 255)
  }
})

test('no difference is the darkest colour of berlin, both ends are equally light', () => {
  const light = (share: number): number => colourAt(berlin, share).reduce((a, b) => a + b)
  expect(light(0.5)).toBeLessThan(60)
  expect(Math.abs(light(0) - light(1))).toBeLessThan(60)
})
