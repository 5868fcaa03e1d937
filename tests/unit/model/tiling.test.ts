// How frames are cut for a network.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { pickCandidates, pickRun, stitchFrame } from '../../../core/model/candidates.ts'
import { mapChannelCount } from '../../../core/model/maps.ts'
import { planTiles } from '../../../core/model/tiling.ts'

const plan = fc.record({
  width: fc.integer({ min: 1, max: 400 }), height: fc.integer({ min: 1, max: 400 }),
  multiple: fc.constantFrom(1, 2, 4, 8), halo_px: fc.integer({ min: 0, max: 30 }),
  frames: fc.integer({ min: 1, max: 100 }), budget_px: fc.integer({ min: 3000, max: 2_000_000 }),
})

test('each pixel of the frame belongs to exactly one tile', () => {
  fc.assert(fc.property(plan, ({ width, height, multiple, halo_px, frames, budget_px }) => {
    const { tiles } = planTiles(width, height, { multiple, halo_px }, frames, budget_px)
    const seen = new Uint8Array(width * height)
    for (const { place } of tiles) {
      for (let row = 0; row < place.height; row++) {
        for (let column = 0; column < place.width; column++) seen[(place.frameTop + row) * width + place.frameLeft + column]++
      }
    }
    expect(seen.every((times) => times === 1)).toBe(true)
  }))
})

test('a tile is aligned, sees the halo around what counts, and nothing outside the padded frame', () => {
  fc.assert(fc.property(plan, ({ width, height, multiple, halo_px, frames, budget_px }) => {
    const { tiles, paddedWidth, paddedHeight, framesPerRun } = planTiles(width, height, { multiple, halo_px }, frames, budget_px)
    expect([paddedWidth % multiple, paddedHeight % multiple, paddedWidth - width < multiple]).toEqual([0, 0, true])
    expect(framesPerRun >= 1 && framesPerRun <= frames).toBe(true)
    for (const { left, top, width: w, height: h, place } of tiles) {
      expect([left % multiple, top % multiple, w % multiple, h % multiple]).toEqual([0, 0, 0, 0])
      expect(left >= 0 && top >= 0 && left + w <= paddedWidth && top + h <= paddedHeight).toBe(true)
      expect([left + place.left, top + place.top]).toEqual([place.frameLeft, place.frameTop])
      expect(left === 0 || place.left >= halo_px).toBe(true)
      expect(top === 0 || place.top >= halo_px).toBe(true)
      expect(left + w === paddedWidth || w - place.left - place.width >= halo_px).toBe(true)
      expect(top + h === paddedHeight || h - place.top - place.height >= halo_px).toBe(true)
    }
  }))
})

test('a run keeps within the budget wherever tiles can be made small enough', () => {
  fc.assert(fc.property(plan, ({ width, height, multiple, halo_px, frames, budget_px }) => {
    const { tiles, framesPerRun } = planTiles(width, height, { multiple, halo_px }, frames, budget_px)
    const largest = Math.max(...tiles.map((tile) => tile.width * tile.height))
    const halo = Math.ceil(halo_px / multiple) * multiple
    const smallest = (Math.max(32, 2 * halo) + 2 * multiple + 2 * halo) ** 2
    if (3 * smallest <= budget_px) expect(largest * (framesPerRun + 2)).toBeLessThanOrEqual(budget_px)
  }))
})

test('small frames are not cut, and many of them make a run', () => {
  const { tiles, framesPerRun } = planTiles(64, 64, { multiple: 8, halo_px: 24 }, 256, 2 ** 19)
  expect(tiles.length).toBe(1)
  expect(framesPerRun).toBe(126)
})

test('stitched candidates are those of the whole frame', () => {
  const [width, height, frames] = [123, 67, 3]
  const maps = Float32Array.from({ length: frames * mapChannelCount * width * height }, (_, i) => (Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32)
  const { tiles } = planTiles(width, height, { multiple: 1, halo_px: 2 }, 1, 3 * 40 * 40)
  expect(tiles.length).toBeGreaterThan(4)
  const runs = tiles.map(({ left, top, width: w, height: h, place }) => {
    const cut = new Float32Array(frames * mapChannelCount * w * h)
    for (let plane = 0; plane < frames * mapChannelCount; plane++) {
      for (let row = 0; row < h; row++) {
        for (let column = 0; column < w; column++) cut[(plane * h + row) * w + column] = maps[(plane * height + top + row) * width + left + column]
      }
    }
    return pickRun(cut, frames, w, h, place, 0.8)
  })
  for (let t = 0; t < frames; t++) {
    const stitched = stitchFrame(runs, t, width, height)
    const size = mapChannelCount * width * height
    const whole = pickCandidates({ data: maps.subarray(t * size, (t + 1) * size), width, height }, 0.8)
    const order = [...stitched.pixel.keys()].sort((a, b) => stitched.pixel[a] - stitched.pixel[b])
    expect(order.map((n) => stitched.pixel[n])).toEqual([...whole.pixel])
    expect(order.flatMap((n) => [...stitched.values.subarray(n * mapChannelCount, (n + 1) * mapChannelCount)])).toEqual([...whole.values])
  }
})
