import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMovie } from '../../../electron/engine/movies/open-movie.ts'
import { encodeTiff, plainVariant, type TiffVariant } from './encode-tiff.ts'
import { temporaryFolder } from './temporary-folder.ts'

const file = temporaryFolder()

/** Pixel types with the range of their values. Values of 'i' are written modulo their range by the encoder. */
const types = fc.constantFrom<[TiffVariant['kind'], TiffVariant['bits'], number, number]>(
  ['u', 8, 0, 255], ['u', 16, 0, 65535], ['u', 32, 0, 2 ** 32 - 1], ['i', 8, -128, 127], ['i', 16, -32768, 32767],
  ['i', 32, -(2 ** 31), 2 ** 31 - 1], ['f', 32, -1e6, 1e6], ['f', 64, -1e6, 1e6])

const strips = fc.record({
  width: fc.integer({ min: 1, max: 9 }), height: fc.integer({ min: 1, max: 9 }), rowsPerStrip: fc.integer({ min: 1, max: 12 }),
  littleEndian: fc.boolean(), bigTiff: fc.boolean(), frames: fc.integer({ min: 1, max: 7 }), seed: fc.integer(), type: types,
  layout: fc.constantFrom<TiffVariant['layout']>('pixels-first', 'directory-first', 'interleaved', 'reversed-strips'),
})

/** Evenly spread values of a type's range: the same for the same seed. */
function randomFrames(seed: number, frames: number, pixels: number, [, , low, high]: [unknown, unknown, number, number]): number[][] {
  let state = seed >>> 0
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0
    return low + Math.floor(state / 2 ** 32 * (high - low + 1))
  }
  return Array.from({ length: frames }, () => Array.from({ length: pixels }, next))
}

/** What a reader must give for these values: 16 bit for 8 and 16 bit unsigned, else single precision. */
function expected(values: number[], variant: TiffVariant): Uint16Array | Float32Array {
  return variant.kind === 'u' && variant.bits <= 16 ? Uint16Array.from(values) : Float32Array.from(values)
}

async function readAll(path: string): Promise<{ reader: string, pixels: Uint16Array | Float32Array }> {
  const movie = await openMovie(path)
  const pixels = await movie.read(0, movie.info.frames)
  await movie.close()
  return { reader: movie.info.reader, pixels }
}

describe('a TIFF movie of plain strips', () => {
  it('gives back every range of frames, whatever its size, pixel type, byte order, header and layout', async () => {
    await fc.assert(fc.asyncProperty(strips, fc.nat(), fc.nat(), async (drawn, a, b) => {
      const [kind, bits] = drawn.type
      const variant: TiffVariant = { ...plainVariant, ...drawn, kind, bits }
      const pixels = variant.width * variant.height
      const frames = randomFrames(drawn.seed, drawn.frames, pixels, drawn.type)
      const movie = await openMovie(file('strips.tif', encodeTiff(frames, variant)))
      try {
        expect(movie.info).toMatchObject({ width: variant.width, height: variant.height, frames: drawn.frames, reader: 'strips' })
        const first = a % drawn.frames
        const count = b % (drawn.frames - first + 1)
        const wanted = expected(frames.slice(first, first + count).flat(), variant)
        expect(await movie.read(first, count)).toEqual(wanted)
        const into = wanted instanceof Uint16Array ? new Uint16Array(wanted.length + 3) : new Float32Array(wanted.length + 3)
        const filled = await movie.read(first, count, undefined, into)
        expect(filled).toEqual(wanted)
        expect(filled.buffer).toBe(into.buffer)
      } finally {
        await movie.close()
      }
    }), { numRuns: 300 })
  })

  it('is read without the lengths of its strips, which some writers leave at 0', async () => {
    const frames = [[1, 2, 3, 4], [5, 6, 7, 8]]
    const variant = { ...plainVariant, width: 2, height: 2, rowsPerStrip: 2, extraFields: { 279: [4, 0] as [number, number] } }
    const { pixels } = await readAll(file('no-lengths.tif', encodeTiff(frames, variant)))
    expect([...pixels]).toEqual(frames.flat())
  })

  it('leaves out a thumbnail of another size among its pages', async () => {
    const main = encodeTiff([[1, 2, 3, 4]], { ...plainVariant, width: 2, height: 2, rowsPerStrip: 2 })
    const thumbnail = encodeTiff([[9]], { ...plainVariant, width: 1, height: 1, extraFields: { 254: [4, 1] } })
    const movie = await openMovie(file('thumbnail.tif', joinTiffs(main, thumbnail)))
    expect(movie.info.frames).toBe(1)
    await movie.close()
  })

  it('gives concurrent readers each their own frames', async () => {
    const frames = Array.from({ length: 40 }, (_, i) => Array<number>(20).fill(i))
    const movie = await openMovie(file('concurrent.tif', encodeTiff(frames, { ...plainVariant, layout: 'interleaved' })))
    const parts = await Promise.all(frames.map((_, i) => movie.read(i, frames.length - i)))
    parts.forEach((part, i) => expect([...part]).toEqual(frames.slice(i).flat()))
    await movie.close()
  })
})

describe('a TIFF movie that is compressed or tiled', () => {
  const odd = fc.record({
    width: fc.integer({ min: 1, max: 20 }), height: fc.integer({ min: 1, max: 20 }), rowsPerStrip: fc.integer({ min: 1, max: 20 }),
    littleEndian: fc.boolean(), bigTiff: fc.boolean(), seed: fc.integer(), tile: fc.constantFrom(0, 16),
    predictor: fc.boolean(), bits: fc.constantFrom<8 | 16 | 32>(8, 16, 32),
  })

  it('reads the same with deflate, the horizontal predictor and tiles, in both byte orders', async () => {
    await fc.assert(fc.asyncProperty(odd, async drawn => {
      const variant: TiffVariant = { ...plainVariant, ...drawn, kind: 'u', compression: 'deflate' }
      const frames = randomFrames(drawn.seed, 3, variant.width * variant.height, ['u', drawn.bits, 0, 2 ** drawn.bits - 1])
      const { reader, pixels } = await readAll(file('odd.tif', encodeTiff(frames, variant)))
      expect(reader).toBe('geotiff')
      expect(pixels).toEqual(expected(frames.flat(), variant))
    }), { numRuns: 150 })
  })
})

describe('an ImageJ stack over 4 GB, which has one page for all its frames', () => {
  it('is not seen in a single image that kept the description of its stack', async () => {
    const variant = { ...plainVariant, width: 32, height: 32, rowsPerStrip: 32, description: 'ImageJ=1.52p\nimages=20\n' }
    const image = Array<number>(32 * 32).fill(3)
    expect([...(await readAll(file('one-of-20.tif', encodeTiff([image], variant)))).pixels]).toEqual(image)
  })

  it('has as many frames as its description says, up to the last byte', async () => {
    const { open } = await import('node:fs/promises')
    const side = 1024
    const frames = 2100
    const head = encodeTiff([Array<number>(side * side).fill(0)], {
      ...plainVariant, width: side, height: side, rowsPerStrip: side, littleEndian: false, layout: 'directory-first',
      description: `ImageJ=1.54f\nimages=${frames}\nframes=${frames}\n`,
    })
    const start = head.length - 2 * side * side
    const path = file('imagej.tif', head)
    // A file with a hole: it takes no room on the disk.
    const handle = await open(path, 'r+')
    const last = start + 2 * side * side * (frames - 1)
    await handle.truncate(last + 2 * side * side)
    await handle.write(Uint8Array.of(0x12, 0x34), 0, 2, last + 2 * (side * side - 1))
    await handle.close()
    const movie = await openMovie(path)
    expect(movie.info).toMatchObject({ frames, fileBytes: last + 2 * side * side, format: 'TIFF (ImageJ)' })
    expect(movie.info.fileBytes).toBeGreaterThan(2 ** 32)
    const pixels = await movie.read(frames - 2, 2)
    expect(pixels.at(-1)).toBe(0x1234)
    expect(pixels.findIndex(value => value !== 0)).toBe(pixels.length - 1)
    await movie.close()
  })
})

/** `first` with the pages of `second` after its own (both little-endian classic TIFF of one page). */
function joinTiffs(first: Uint8Array, second: Uint8Array): Uint8Array {
  const joined = new Uint8Array(first.length + second.length)
  joined.set(first)
  joined.set(second, first.length)
  const view = new DataView(joined.buffer)
  const directory = (base: number): number => base + view.getUint32(base + 4, true)
  const fields = (at: number): number => view.getUint16(at, true)
  const moved = directory(first.length)
  view.setUint32(directory(0) + 2 + fields(directory(0)) * 12, moved, true)
  for (let i = 0; i < fields(moved); i++) {
    const entry = moved + 2 + i * 12
    if (view.getUint16(entry, true) === 273) view.setUint32(entry + 8, view.getUint32(entry + 8, true) + first.length, true)
  }
  return joined
}
