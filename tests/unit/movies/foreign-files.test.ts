import fc from 'fast-check'
import { mkdirSync } from 'node:fs'
import { expect, it, describe } from 'vitest'
import { StructLocError } from '../../../core/errors.ts'
import { openMovie } from '../../../electron/engine/movies/open-movie.ts'
import { damaged, openings, originals, tryMovie } from './damaged-files.ts'
import { encodeTiff, plainVariant, type TiffVariant } from './encode-tiff.ts'
import { temporaryFolder } from './temporary-folder.ts'

const file = temporaryFolder()
const ramp = (frames: number, pixels = 20): number[][] =>
  Array.from({ length: frames }, (_, f) => Array.from({ length: pixels }, (_, i) => f * pixels + i))

/** The error of opening the file: it must be one sentence that names the file. */
async function refusal(path: string): Promise<StructLocError> {
  const error = await openMovie(path).then(() => undefined, (reason: unknown) => reason)
  expect(error).toBeInstanceOf(StructLocError)
  const { message } = error as StructLocError
  expect(message).toContain(path)
  expect(message).toMatch(/^[^\n]*\.$/)
  return error as StructLocError
}

describe('a file that is no movie is refused with a sentence that says what it is', () => {
  it.each<[name: string, content: Uint8Array | string, says: RegExp]>([
    ['picture.tif', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10), /is a PNG image; a movie is a TIFF or BigTIFF file/],
    ['table.csv', '"id","frame"\n1,2\n', /is a text file/],
    ['nothing.tif', '', /is empty/],
    ['set.companion.ome', '<?xml version="1.0"?>\n<OME xmlns="http://www.openmicroscopy.org/Schemas/OME/2016-06"></OME>', /is the OME-XML description of TIFF files, of which any one is to be opened/],
    ['spool.sif', 'Andor Technology Multi-Channel File\n65538 1\n', /is an Andor SIF file/],
    ['movie.czi', 'ZISRAWFILE\0\0\0\0\0\0', /is a Zeiss CZI file/],
    ['movie.dcimg', 'DCIMG\0\0\0', /is a Hamamatsu DCIMG file/],
    ['noise.tif', Uint8Array.of(0, 1, 2, 3, 200, 201), /is of an unknown kind/],
    ['short.tif', Uint8Array.of(0x49, 0x49, 42, 0), /of an unknown kind/],
  ])('%s', async (name, content, says) => {
    const error = await refusal(file(name, content))
    expect(error.code).toBe('invalid-input')
    expect(error.message).toMatch(says)
  })

  it('a file that is not there', async () => {
    expect((await refusal(file('absent.tif'))).code).toBe('not-found')
  })

  it('a folder', async () => {
    mkdirSync(file('folder.tif'))
    const error = await refusal(file('folder.tif'))
    expect(error.code).toBe('unsupported')
    expect(error.message).toMatch(/is a folder/)
  })
})

describe('a TIFF file that is no movie is refused with the page and the reason', () => {
  it.each<[string, Partial<TiffVariant>, RegExp]>([
    ['colour', { extraFields: { 277: [3, 3], 262: [3, 2] } }, /page 1 is a colour image \(3 samples a pixel/],
    ['one bit', { extraFields: { 258: [3, 1] } }, /page 1 has pixels of 1 bits \(unsigned integers\)/],
    ['complex', { bits: 64, kind: 'f', extraFields: { 339: [3, 6] } }, /pixels of 64 bits \(complex numbers\)/],
    ['no width', { extraFields: { 256: [4, 0] } }, /page 1 claims a size of 0×4 pixels/],
    ['huge', { extraFields: { 257: [4, 4_000_000_000] } }, /page 1 claims a size of 5×4000000000 pixels/],
    ['short strip', { extraFields: { 279: [4, 39] } }, /strip 1 of page 1 holds 39 bytes where 40 are needed/],
  ])('%s', async (name, change, says) => {
    const error = await refusal(file(`${name}.tif`, encodeTiff(ramp(2), { ...plainVariant, ...change })))
    expect(error.message).toMatch(says)
  })

  it('pages of two sizes', async () => {
    const bytes = encodeTiff(ramp(3), { ...plainVariant, layout: 'interleaved' })
    const view = new DataView(bytes.buffer)
    const second = nextDirectory(view, view.getUint32(4, true))
    view.setUint32(second + 2 + 8, 4, true)
    const error = await refusal(file('two-sizes.tif', bytes))
    expect(error.message).toMatch(/page 2 is 4×4 pixels, page 1 is 5×4; all frames of a movie must have one size/)
  })

  it('a list of pages that runs in a circle', async () => {
    const bytes = encodeTiff(ramp(6), { ...plainVariant, layout: 'interleaved' })
    const view = new DataView(bytes.buffer)
    let last = view.getUint32(4, true)
    const third = nextDirectory(view, nextDirectory(view, last))
    while (nextDirectory(view, last) !== 0) last = nextDirectory(view, last)
    view.setUint32(last + 2 + view.getUint16(last, true) * 12, third, true)
    expect((await refusal(file('circle.tif', bytes))).message).toMatch(/its list of pages runs in a circle/)
  })
})

it('pages that all claim one huge table of strips are refused before they fill the memory', async () => {
  const [pages, strips, fields] = [200, 20_000, 8]
  const table = 8 + pages * (6 + fields * 12)
  const view = new DataView(new ArrayBuffer(table + 4 * strips))
  view.setUint32(0, 0x49492a00)
  view.setUint32(4, 8, true)
  for (let page = 0, at = 8; page < pages; page++) {
    view.setUint16(at, fields, true)
    const values = [[256, 1, 1], [257, 1, strips], [258, 1, 8], [259, 1, 1], [262, 1, 1], [273, strips, table], [278, 1, 1], [279, strips, table]]
    values.forEach(([tag, count, value], i) => {
      view.setUint16(at + 2 + i * 12, tag, true)
      view.setUint16(at + 4 + i * 12, 4, true)
      view.setUint32(at + 6 + i * 12, count, true)
      view.setUint32(at + 10 + i * 12, value, true)
    })
    at += 6 + fields * 12
    view.setUint32(at - 4, page + 1 < pages ? at : 0, true)
  }
  for (let strip = 0; strip < strips; strip++) view.setUint32(table + 4 * strip, 8, true)
  expect((await refusal(file('tables.tif', new Uint8Array(view.buffer)))).message).toMatch(/claim longer tables than the file can hold/)
})

describe('a truncated movie is refused with the number of whole frames in it', () => {
  it('counts the frames whose pixels are there, cut at any byte', async () => {
    // Directory, then pixels, page by page: 40 bytes of pixels each.
    const bytes = encodeTiff(ramp(5), { ...plainVariant, layout: 'interleaved' })
    const view = new DataView(bytes.buffer)
    const ends: number[] = []
    for (let at = view.getUint32(4, true); at !== 0; at = nextDirectory(view, at)) {
      ends.push(at + 2 + view.getUint16(at, true) * 12 + 4)
    }
    for (let cut = 16; cut < bytes.length; cut++) {
      const { message } = await refusal(file('cut.tif', bytes.subarray(0, cut)))
      const whole = ends.filter(end => end <= cut).length
      expect(message).toMatch(new RegExp(`is truncated: .* byte \\d+, but the file ends at byte ${cut}; ${whole} whole frames? (is|are) there`))
    }
  })

  it('counts the frames of an ImageJ stack, whose pages are listed at the end, from its description', async () => {
    const bytes = encodeTiff(ramp(5), { ...plainVariant, layout: 'directory-first', description: 'ImageJ=1.52p\nimages=5\n' })
    const view = new DataView(bytes.buffer)
    const first = view.getUint32(4, true)
    // As ImageJ writes it: the list of pages goes on after the pixels, which are cut off.
    view.setUint32(first + 2 + view.getUint16(first, true) * 12, bytes.length + 1000, true)
    const cut = bytes.length - 2 * 40 - 1
    expect((await refusal(file('imagej-cut.tif', bytes.subarray(0, cut)))).message).toMatch(/; 2 whole frames are there/)
  })
})

describe('a read that cannot be', () => {
  it('outside the movie names its frames', async () => {
    const movie = await openMovie(file('six.tif', encodeTiff(ramp(6), plainVariant)))
    for (const [first, count] of [[-1, 2], [5, 2], [0.5, 1], [0, -1], [NaN, 1]]) {
      await expect(movie.read(first, count)).rejects.toThrow(/has frames 0 to 5/)
    }
    await expect(movie.read(0, 1, undefined, new Float32Array(20))).rejects.toThrow(/need a Uint16Array of 20 values/)
    await movie.close()
  })

  it('cancelled half-way stops there', async () => {
    const side = 2048
    const movie = await openMovie(file('large.tif', encodeTiff([Array<number>(side * side).fill(7)], { ...plainVariant, width: side, height: side, rowsPerStrip: side })))
    let checks = 0
    const signal = { get aborted() { return ++checks > 3 } } as AbortSignal
    await expect(movie.read(0, 1, signal)).rejects.toMatchObject({ code: 'cancelled' })
    expect(await movie.read(0, 1)).toHaveLength(side * side)
    await movie.close()
  })

  it('cancelled before it starts does not start', async () => {
    for (const compression of ['none', 'deflate'] as const) {
      const movie = await openMovie(file(`${compression}.tif`, encodeTiff(ramp(6), { ...plainVariant, compression })))
      const reason = await movie.read(0, 6, AbortSignal.abort()).catch((error: unknown) => error)
      expect(reason).toMatchObject({ name: 'StructLocError', code: 'cancelled' })
      await movie.close()
    }
  })
})

describe('damaged files', () => {
  it('of every kind are opened or refused in a sentence, never anything else, whatever bytes are changed', async () => {
    for (const { name, bytes } of originals) file(name, bytes)
    file('insight.dax', new Uint8Array(240))
    await fc.assert(fc.asyncProperty(fc.nat(originals.length - 1), fc.nat(), fc.nat(openings.length - 1), async (which, seed, opening) => {
      let state = seed
      const random = (): number => ((state = (Math.imul(state, 1664525) + 1013904223) >>> 0)) / 2 ** 32
      const { name, bytes } = originals[which]
      await tryMovie(file(name, damaged(bytes, random)), openings[opening])
      file(name, bytes)
    }), { numRuns: 500 })
  })
})

function nextDirectory(view: DataView, at: number): number {
  return view.getUint32(at + 2 + view.getUint16(at, true) * 12, true)
}
