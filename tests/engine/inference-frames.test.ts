// Localizing frames through the real process and ONNX Runtime, with a small network made by hand.
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { challengeCamera } from '../../core/camera/camera.ts'
import { StructLocError } from '../../core/errors.ts'
import { concatTables, localizationColumns } from '../../core/localizations/table.ts'
import type { LocalizationTable } from '../../core/localizations/table.ts'
import { decode } from '../../core/model/decode.ts'
import { mapChannelCount } from '../../core/model/maps.ts'
import { inferFrame, localizeFrames } from '../../electron/engine/inference/localize-frames.ts'
import type { FrameRange, LocalizeOptions } from '../../electron/engine/inference/localize-frames.ts'
import { loadModel } from '../../electron/engine/inference/model-folder.ts'
import { createInference } from '../../electron/engine/inference/supervisor.ts'
import type { OpenModel } from '../../electron/engine/inference/supervisor.ts'
import type { MovieSource } from '../../electron/engine/movies/movie-source.ts'
import { memoryMovie, spotMovie } from '../fixtures/memory-movie.ts'

const folder = fileURLToPath(new URL('../fixtures/onnx/', import.meta.url))
const inference = createInference({ threads: 1 })
let model: OpenModel

beforeAll(async () => { model = await inference.open(await loadModel(folder), { provider: 'cpu' }) })
afterAll(() => inference.close())

async function localize(movie: MovieSource, range?: FrameRange, options?: LocalizeOptions): Promise<LocalizationTable> {
  const tables = []
  for await (const chunk of localizeFrames(movie, model, challengeCamera, range ?? { first: 0, end: movie.info.frames }, options)) tables.push(chunk.localizations)
  return concatTables(tables)
}

/** Equal row by row: x, y within 1e-3 px, the rest within float rounding of the network. */
function expectSameTable(a: LocalizationTable, b: LocalizationTable): void {
  expect(a.frame).toEqual(b.frame)
  for (const name of localizationColumns) {
    const tolerance = name === 'x' || name === 'y' ? 0.1 : name === 'photons' || name === 'sigma_photons' ? 0.5 : 0.1
    let worst = 0
    for (let i = 0; i < a.frame.length; i++) worst = Math.max(worst, Math.abs(a[name][i] - b[name][i]))
    expect(worst, name).toBeLessThan(tolerance)
  }
}

describe('localizing frames', () => {
  test('finds a lone spot in its frame, to a fifth of a pixel', async () => {
    // One spot in the middle of a pixel of frame 2, at column 20.5, row 11.5.
    const photons = new Float64Array(5 * 32 * 32).fill(50)
    for (let row = 0; row < 32; row++) {
      for (let column = 0; column < 32; column++) photons[(2 * 32 + row) * 32 + column] += 5000 / (2 * Math.PI * 1.69) * Math.exp(-((column - 20) ** 2 + (row - 11) ** 2) / (2 * 1.69))
    }
    const table = await localize(memoryMovie(Uint16Array.from(photons, (value) => Math.round(100 + 6 * value)), 32, 32))
    expect([...table.frame]).toEqual([2])
    expect(Math.abs(table.x[0] - 2050)).toBeLessThan(20)
    expect(Math.abs(table.y[0] - 1150)).toBeLessThan(20)
  })

  test('gives the same rows whatever the chunk and run size', async () => {
    const movie = spotMovie(48, 40, 23, 4)
    const whole = await localize(movie)
    expect(whole.frame.length).toBeGreaterThan(60)
    for (const chunkFrames of [1, 2, 5, 7]) expectSameTable(await localize(movie, undefined, { chunkFrames }), whole)
    for (const runPixels of [48 * 40 * 3, 48 * 40 * 6]) expectSameTable(await localize(movie, undefined, { runPixels }), whole)
  })

  test('gives the same rows tiled and whole, to 1e-3 px', async () => {
    const movie = spotMovie(150, 132, 3, 40)
    const whole = await localize(movie)
    expect(whole.frame.length).toBeGreaterThan(80)
    for (const runPixels of [100 * 100 * 3, 60 * 60 * 3, 40 * 40 * 4]) expectSameTable(await localize(movie, undefined, { runPixels }), whole)
  })

  test('gives a range of a movie the rows that the whole movie has there', async () => {
    const movie = spotMovie(48, 40, 23, 4)
    const whole = await localize(movie)
    const part = await localize(movie, { first: 6, end: 15 })
    const rows = [...whole.frame.keys()].filter((i) => whole.frame[i] >= 6 && whole.frame[i] < 15)
    expect([...part.frame]).toEqual(rows.map((i) => whole.frame[i]))
    expect([...part.x]).toEqual(rows.map((i) => whole.x[i]))
  })

  test('handles any frame size, down to one pixel', async () => {
    for (const [width, height] of [[1, 1], [3, 2], [17, 5], [33, 47]]) {
      const movie = spotMovie(width, height, 4, 2)
      const table = await localize(movie)
      for (let i = 0; i < table.frame.length; i++) {
        // Offsets reach one pixel beyond the pixel that gives them.
        expect(table.x[i]).toBeGreaterThan(-100)
        expect(table.x[i]).toBeLessThan((width + 1) * 100)
        expect(table.y[i]).toBeLessThan((height + 1) * 100)
      }
    }
  })

  test('mirrors the movie at its ends: frame 1 stands before frame 0', async () => {
    const movie = spotMovie(32, 32, 3, 6)
    const adu = await movie.read(0, 3)
    const size = 32 * 32
    // The same frames with the mirror image written out.
    const longer = new Uint16Array(5 * size)
    ;[1, 0, 1, 2, 1].forEach((from, to) => longer.set(adu.subarray(from * size, (from + 1) * size), to * size))
    const mirrored = await localize(memoryMovie(longer, 32, 32), { first: 1, end: 4 })
    const plain = await localize(movie)
    expect(plain.frame.length).toBeGreaterThan(5)
    expect([...mirrored.frame]).toEqual(Array.from(plain.frame, (frame) => frame + 1))
    expect(mirrored.x).toEqual(plain.x)
    expect(mirrored.probability).toEqual(plain.probability)
  })

  test('localizes movies of one and of two frames', async () => {
    for (const frames of [1, 2]) expect((await localize(spotMovie(40, 40, frames, 8))).frame.length).toBeGreaterThan(4)
  })

  test('reads each chunk once, with one frame more on either side', async () => {
    const movie = spotMovie(32, 32, 10, 2)
    await localize(movie, undefined, { chunkFrames: 4 })
    expect(movie.reads).toEqual([[0, 5], [3, 6], [7, 3]])
  })

  test('gives a preview whose dense maps decode to the rows of the table', async () => {
    const movie = spotMovie(60, 44, 6, 6)
    const { maps, candidates } = await inferFrame(movie, model, challengeCamera, 3, { runPixels: 40 * 40 * 3, dense: true })
    expect(maps!.data.length).toBe(mapChannelCount * 60 * 44)
    const decoding = model.card.decoding
    const fromMaps = decode(maps!, decoding, 3, 100)
    expect(fromMaps.frame.length).toBeGreaterThan(2)
    expect(decode(candidates, decoding, 3, 100)).toEqual(fromMaps)
    expectSameTable(await localize(movie, { first: 3, end: 4 }), fromMaps)
  })

  test('cancelled keeps what was yielded and throws one coded error', async () => {
    const movie = spotMovie(48, 40, 40, 3)
    const whole = await localize(movie)
    const stop = new AbortController()
    const tables: LocalizationTable[] = []
    const run = async (): Promise<void> => {
      for await (const chunk of localizeFrames(movie, model, challengeCamera, { first: 0, end: 40 }, { signal: stop.signal, chunkFrames: 4 })) {
        tables.push(chunk.localizations)
        if (tables.length === 3) stop.abort()
      }
    }
    await expect(run()).rejects.toMatchObject({ code: 'cancelled' })
    expect(tables.length).toBe(3)
    const kept = concatTables(tables)
    expect(kept.x).toEqual(whole.x.slice(0, kept.x.length))
    expect(whole.frame[kept.x.length]).toBeGreaterThanOrEqual(12)
    // The process is still good.
    expect((await localize(movie, { first: 0, end: 4 })).x.length).toBeGreaterThan(0)
  })

  test('tells progress after each chunk', async () => {
    const seen: number[] = []
    await localize(spotMovie(32, 32, 10, 2), { first: 1, end: 10 }, { chunkFrames: 4, onChunk: ({ framesDone, framesTotal }) => seen.push(framesDone, framesTotal) })
    expect(seen).toEqual([4, 9, 8, 9, 9, 9])
  })

  test('refuses frames that the movie does not have', async () => {
    await expect(localize(spotMovie(16, 16, 5, 1), { first: 3, end: 9 })).rejects.toThrow(StructLocError)
    await expect(localize(spotMovie(16, 16, 5, 1), { first: 3, end: 9 })).rejects.toThrow(/frames 0 … 4/)
  })
})
