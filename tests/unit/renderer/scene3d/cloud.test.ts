import { describe, expect, it } from 'vitest'
import { hawaii } from '../../../../core/rendering/colour-map.ts'
import { boundsOf, makeCloud } from '../../../../renderer/scene3d/cloud.ts'
import { Detail } from '../../../../renderer/scene3d/detail.ts'
import { pickPoint, planes, toScreen, type Projection } from '../../../../renderer/scene3d/view-math.ts'
import { emphasis } from '../../../../renderer/superres/value-map.ts'

const column = (...values: number[]): Float32Array => Float32Array.from(values)
const table = { x: column(0, 100, 200, 300), y: column(0, 10, 20, 30), z: column(-500, 0, 500, Number.NaN) }

describe('points of the 3D view', () => {
  it('have the colours of their depth: the ends of the map at the ends of the range, beyond them the same', async () => {
    const cloud = await makeCloud(table, { values: table.z, range: [-500, 0], map: hawaii }, 1)
    const at = (row: number): number[] => {
      const i = cloud.rows.indexOf(row)
      return [...cloud.colours.subarray(3 * i, 3 * i + 3)]
    }
    expect(at(0)).toEqual([0x8c, 0x02, 0x73])
    expect(at(1)).toEqual([0xb3, 0xf2, 0xfd])
    expect(at(2)).toEqual([0xb3, 0xf2, 0xfd])
  })

  it('leave out places that are no numbers, and rows that the filters leave out', async () => {
    expect((await makeCloud(table, { colour: '#ffffff' }, 1)).rows.toSorted()).toEqual(Uint32Array.of(0, 1, 2))
    expect((await makeCloud({ ...table, rows: Uint32Array.of(1, 3) }, { colour: '#ffffff' }, 1)).rows).toEqual(Uint32Array.of(1))
  })

  it('are as large as their σ times the factor; grey where a value is missing, in a colour of their own where there is no match', async () => {
    const cloud = await makeCloud({ ...table, sigma_x: column(8, 8, 8, 8), sigma_y: column(12, 12, 12, 12) }, { values: column(Number.NaN, Infinity, 6, 1), range: [0, 6], map: emphasis }, 2)
    expect([...cloud.radii]).toEqual([20, 20, 20])
    const at = (row: number): number[] => [...cloud.colours.subarray(3 * cloud.rows.indexOf(row), 3 * cloud.rows.indexOf(row) + 3)]
    expect([at(0), at(1), at(2)]).toEqual([[107, 107, 107], [204, 121, 167], [0xf9, 0x50, 0x3c]])
  })

  it('stand in an order of which every beginning is a fair sample', async () => {
    const numbers = Float32Array.from({ length: 100_000 }, (_, i) => i)
    const { rows } = await makeCloud({ x: numbers, y: numbers, z: numbers }, { colour: '#ffffff' }, 1)
    expect(new Set(rows).size).toBe(100_000)
    const mean = rows.subarray(0, 10_000).reduce((sum, row) => sum + row, 0) / 10_000
    // The mean of 10,000 of 0 … 99,999 scatters by 28,868/√10,000 ≈ 289 about 50,000.
    expect(Math.abs(mean - 50_000)).toBeLessThan(5 * 289)
  })

  it('lie within their bounds', async () => {
    expect(boundsOf([await makeCloud(table, { colour: '#ffffff' }, 1)])).toEqual([0, 200, 0, 20, -500, 500])
    expect(boundsOf([])).toBeUndefined()
  })
})

describe('the view', () => {
  // Parallel, straight on: 1 nm is 1 pixel, (0, 0, 0) in the middle of 200 × 100 pixels.
  const projection: Projection = { matrix: [2 / 200, 0, 0, 0, 0, 2 / 100, 0, 0, 0, 0, 1 / 1000, 0, 0, 0, 0, 1], width: 200, height: 100 }

  it('puts the middle in the middle, x to the right and clip-space up to the top', () => {
    expect(toScreen(projection, 0, 0, 0).slice(0, 2)).toEqual([100, 50])
    expect(toScreen(projection, 30, 20, 0).slice(0, 2)).toEqual([130, 30])
  })

  it('picks the nearest point within reach, the foremost of equals, and none in the dark or outside the box', () => {
    const places = Float32Array.of(0, 0, 100, 0, 0, -100, 40, 0, 0)
    const all = [-1000, 1000, -1000, 1000, -1000, 1000] as const
    expect(pickPoint(places, projection, all, [101, 50])).toBe(1)
    expect(pickPoint(places, projection, [-1000, 1000, -1000, 1000, 0, 1000], [101, 50])).toBe(0)
    expect(pickPoint(places, projection, all, [140, 53])).toBe(2)
    expect(pickPoint(places, projection, all, [190, 90])).toBe(-1)
  })

  it('along each axis shows the first coordinate to the right: right = direction × up', () => {
    const cross = (a: readonly number[], b: readonly number[]): number[] => [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]].map((value) => value + 0)
    expect(cross(planes.xy.direction, planes.xy.up)).toEqual([1, 0, 0])
    expect(cross(planes.xz.direction, planes.xz.up)).toEqual([1, 0, 0])
    expect(cross(planes.yz.direction, planes.yz.up)).toEqual([0, 1, 0])
  })
})

describe('the number of points while the view moves', () => {
  /** Pictures, each as long as its points take at a speed. @param perMs points a millisecond */
  const settle = (perMs: number, total: number): { points: number; took: number } => {
    const detail = new Detail()
    detail.begin()
    let [now, took] = [0, 0]
    for (let picture = 0; picture < 60; picture++) {
      detail.drew()
      took = Math.max(16, Math.min(detail.points, total) / perMs)
      detail.frame(now += took, total)
    }
    return { points: Math.min(detail.points, total), took }
  }

  it('is all of a million where a card draws them at once', () => {
    expect(settle(1e6, 1_000_000).points).toBe(1_000_000)
  })

  it('is what a slow processor draws in a tenth of a second, and never fewer than 50,000', () => {
    const { points, took } = settle(1200, 1_000_000)
    expect(points).toBeGreaterThan(50_000 - 1)
    expect(took).toBeLessThan(100)
    expect(settle(10, 1_000_000).points).toBe(50_000)
  })

  it('does not rise with animation frames in which nothing was drawn', () => {
    const detail = new Detail()
    const before = detail.points
    detail.begin()
    for (let now = 0; now < 1000; now += 16) detail.frame(now, 1_000_000)
    expect(detail.points).toBe(before)
  })
})
