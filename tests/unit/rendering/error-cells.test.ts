import { expect, test } from 'vitest'
import { errorCells } from '../../../core/rendering/error-cells.ts'

const column = (values: number[]): Float32Array => Float32Array.from(values)

test('a cell shows the root-mean-square error of the pairs whose molecule lies in it', () => {
  const truth = { x: column([50, 60, 150, 150, 950]), y: column([50, 50, 50, 50, 50]), z: column([0, 0, 0, 0, 0]) }
  const found = { x: column([53, 60, 150, 160, 950]), y: column([54, 50, 55, 50, 50]), z: column([10, -10, 30, 40, 0]) }
  const pairs = { found, truth, detection: [0, 1, 2, 3, 4], target: [0, 1, 2, 3, 4] }
  const view = { x: [0, 300], y: [0, 100], pixel: 100 } as const
  // Squared lateral errors 25 and 0, 25 and 100; axial 100 and 100, 900 and 1600. The last pair lies outside.
  expect([...errorCells(pairs, view, 'lateral', 2)]).toEqual([Math.sqrt(12.5), Math.sqrt(62.5), NaN].map(Math.fround))
  expect([...errorCells(pairs, view, 'axial', 2)]).toEqual([10, Math.sqrt(1250), NaN].map(Math.fround))
  expect([...errorCells(pairs, view, 'axial', 3)]).toEqual([NaN, NaN, NaN])
})
