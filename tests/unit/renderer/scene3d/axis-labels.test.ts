import fc from 'fast-check'
import { expect, test } from 'vitest'
import { axisLabels } from '../../../../renderer/scene3d/axis-labels.ts'

/** A parallel view turned by two angles (°), `scale` pixels a nm, row-major. */
function view(turn: number, tilt: number, scale: number, [width, height]: readonly [number, number]) {
  const [c, s, ct, st] = [Math.cos(turn), Math.sin(turn), Math.cos(tilt), Math.sin(tilt)]
  const [perX, perY] = [(2 * scale) / width, (2 * scale) / height]
  return { width, height, matrix: [perX * c, -perX * s, 0, 0, perY * s * ct, perY * c * ct, perY * st, 0, s * st * 1e-4, c * st * 1e-4, ct * 1e-4, 0, 0, 0, 0, 1] }
}

test('titles and numbers along the box do not lie on each other, and stand in the picture', () => {
  fc.assert(fc.property(fc.double({ min: -180, max: 180, noNaN: true }), fc.double({ min: -90, max: 90, noNaN: true }), fc.double({ min: 0.05, max: 2, noNaN: true }), (turn, tilt, scale) => {
    const projection = view((turn * Math.PI) / 180, (tilt * Math.PI) / 180, scale, [700, 500])
    const labels = axisLabels(projection, [-3200, 3200, -3000, 3000, -750, 750])
    for (const [i, one] of labels.entries()) {
      expect(one.x).toBeGreaterThanOrEqual(24)
      expect(one.y).toBeLessThanOrEqual(476)
      for (const other of labels.slice(i + 1)) expect(Math.abs(one.x - other.x) > 3 * (one.text.length + other.text.length) || Math.abs(one.y - other.y) > 11).toBe(true)
    }
  }))
})

test('looking down, x and y have their titles and numbers, and z, a point, none', () => {
  const labels = axisLabels(view(0, 0, 0.1, [900, 800]), [-3200, 3200, -3000, 3000, -750, 750])
  expect(labels.filter(({ title }) => title).map(({ text }) => text)).toEqual(['x, nm', 'y, nm'])
  expect(labels.filter(({ title }) => !title).map(({ text }) => text)).toEqual(['−2000', '0', '2000', '−2000', '0', '2000'])
})
