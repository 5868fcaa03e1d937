// The 3D view as the processor draws it: discs at their places, the nearer before the farther, nothing outside the box.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { packedColour } from '../../../../core/rendering/packed-colour.ts'
import { clearPicture, drawBox, drawPoints, type PlainCloud, type PlainPicture, type PlainView } from '../../../../renderer/scene3d/plain-scene.ts'
import { toScreen } from '../../../../renderer/scene3d/view-math.ts'

const [width, height] = [120, 80]
/** Along z: 10 nm a pixel, x to the right, y up, z from −1000 nm (near) to 1000 nm (far). */
const parallel = [2 / 1200, 0, 0, 0, 0, 2 / 800, 0, 0, 0, 0, 1 / 1000, 0, 0, 0, 0, 1]
const [red, green] = [packedColour(255, 0, 0), packedColour(0, 255, 0)]

const view = (more: Partial<PlainView> = {}): PlainView => ({ projection: { matrix: parallel, width, height }, clip: undefined, box: undefined, scale: { perNm: 0, least: 6 }, ...more })
const cloud = (colour: number, radius: number, ...places: number[]): PlainCloud => ({ places: Float32Array.from(places), colours: new Uint32Array(places.length / 3).fill(colour), radii: new Float32Array(places.length / 3).fill(radius) })

function drawn(clouds: readonly PlainCloud[], shown = view()): PlainPicture {
  const picture: PlainPicture = { width, height, colours: new Uint32Array(width * height), depths: new Float32Array(width * height) }
  clearPicture(picture)
  drawBox(picture, shown)
  for (const one of clouds) drawPoints(picture, one, one.radii.length, shown)
  return picture
}

/** Number and middle of the pixels of a colour. */
function spot({ colours }: PlainPicture, colour: number): { pixels: number; x: number; y: number } {
  let [pixels, x, y] = [0, 0, 0]
  colours.forEach((value, i) => {
    if (value !== colour) return
    pixels++
    x += (i % width) + 0.5
    y += Math.floor(i / width) + 0.5
  })
  return { pixels, x: x / pixels, y: y / pixels }
}

describe('points', () => {
  test('are discs around where their place lands on the screen', () => {
    fc.assert(fc.property(fc.double({ min: -500, max: 500, noNaN: true }), fc.double({ min: -300, max: 300, noNaN: true }), fc.double({ min: -900, max: 900, noNaN: true }), fc.integer({ min: 4, max: 20 }), (x, y, z, least) => {
      const shown = view({ scale: { perNm: 0, least } })
      const found = spot(drawn([cloud(red, 5, x, y, z)], shown), red)
      const [column, row] = toScreen(shown.projection, Math.fround(x), Math.fround(y), Math.fround(z))
      expect(Math.hypot(found.x - column, found.y - row)).toBeLessThan(0.5)
      expect(Math.abs(found.pixels / (Math.PI * (least / 2) ** 2) - 1)).toBeLessThan(0.35)
    }))
  })

  test('hide those behind them, whichever comes first', () => {
    const [near, far] = [cloud(red, 5, 0, 0, -500), cloud(green, 5, 0, 0, 500)]
    for (const order of [[near, far], [far, near]]) {
      const picture = drawn(order)
      expect(spot(picture, red).pixels).toBeGreaterThan(20)
      expect(spot(picture, green).pixels).toBe(0)
    }
  })

  test('are as large as their radius in the sample, where asked for; farther ones smaller in perspective', () => {
    // 10 nm a pixel and w = 1 + z / 2000: a radius of 60 nm is 6 pixels at w = 1.
    const perspective = [...parallel.slice(0, 12), 0, 0, 1 / 2000, 1]
    const area = (z: number): number => spot(drawn([cloud(red, 60, 0, 0, z)], view({ projection: { matrix: perspective, width, height }, scale: { perNm: 0.1, least: 1 } })), red).pixels
    expect(area(0)).toBeCloseTo(Math.PI * 36, -1)
    expect(area(0) / area(900)).toBeCloseTo(1.45 ** 2, 0)
    expect(area(-400)).toBeGreaterThan(area(0))
  })

  test('outside the clipping box, before or behind what is in sight are left out', () => {
    const clip = [-100, 100, -100, 100, -1000, 1000] as const
    expect(spot(drawn([cloud(red, 5, 300, 0, 0)], view({ clip })), red).pixels).toBe(0)
    expect(spot(drawn([cloud(red, 5, 50, 0, 0)], view({ clip })), red).pixels).toBeGreaterThan(20)
    for (const z of [-1100, 1100]) expect(spot(drawn([cloud(red, 5, 0, 0, z)]), red).pixels).toBe(0)
    // Half over the edge.
    expect(spot(drawn([cloud(red, 5, -600, 0, 0)]), red).pixels).toBeGreaterThan(10)
  })
})

test('the box is drawn at its edges, cut where it leaves the picture, and points on it are seen', () => {
  const box = [-400, 400, -200, 200, -500, 500] as const
  const background = drawn([]).colours[0]
  const { colours } = drawn([cloud(red, 5, -400, 200, -500)], view({ box }))
  const lit = Array.from(colours.keys()).filter((i) => colours[i] !== background)
  const columns = lit.map((i) => i % width)
  const rows = lit.map((i) => Math.floor(i / width))
  expect(Math.min(...columns)).toBeGreaterThanOrEqual(17)
  expect(Math.max(...columns)).toBe(100)
  expect(Math.min(...rows)).toBeLessThanOrEqual(20)
  expect(Math.max(...rows)).toBe(60)
  // The inside of the face is empty.
  expect(colours[40 * width + 60]).toBe(background)
  expect(spot({ width, height, colours, depths: new Float32Array() }, red).pixels).toBeGreaterThan(20)
  // Far larger than the picture, with corners behind the eye.
  const perspective = [...parallel.slice(0, 12), 0, 0, 1 / 500, 1]
  expect(() => drawn([], view({ box: [-1e6, 1e6, -1e6, 1e6, -1e4, 1e4], projection: { matrix: perspective, width, height } }))).not.toThrow()
})
