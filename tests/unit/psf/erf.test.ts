import { expect, it } from 'vitest'
import { erf } from '../../../core/psf/erf.ts'

// Abramowitz and Stegun (1964), table 7.1.
const published: [number, number][] = [
  [0, 0], [0.1, 0.1124629160], [0.5, 0.5204998778], [1, 0.8427007929], [1.5, 0.9661051465], [2, 0.9953222650],
]

it.each(published)('erf(%f) = %f to 1e-9, and odd', (x, value) => {
  expect(Math.abs(erf(x) - value)).toBeLessThan(1e-9)
  expect(erf(-x) + erf(x)).toBe(0)
})

it('follows its Maclaurin series to 1e-9 everywhere in -3 … 3', () => {
  for (let x = -3; x <= 3; x += 0.00317) {
    let [term, sum] = [x, x]
    for (let n = 1; n < 120; n++) {
      term *= -(x * x) / n
      sum += term / (2 * n + 1)
    }
    expect(Math.abs(erf(x) - (2 / Math.sqrt(Math.PI)) * sum)).toBeLessThan(1e-9)
  }
})

it('reaches ±1 far out and never falls by more than rounding', () => {
  expect(erf(6)).toBe(1)
  expect(erf(-40)).toBe(-1)
  for (let x = -6; x < 6; x += 0.01) expect(erf(x + 0.01) - erf(x)).toBeGreaterThan(-1e-14)
})
