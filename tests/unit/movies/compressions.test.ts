import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { openMovie } from '../../../electron/engine/movies/open-movie.ts'
import { unLzw, unpackBits } from '../../../electron/engine/movies/tiff-decoders.ts'
import { writtenByTifffile } from './compressed-files.ts'
import { encodeTiff, plainVariant } from './encode-tiff.ts'
import { temporaryFolder } from './temporary-folder.ts'

const file = temporaryFolder()

/** TIFF 6.0, section 13, 'LZW compression algorithm': the encoder, with a table of strings. */
function lzw(bytes: Uint8Array): Uint8Array {
  const out: number[] = []
  let [bits, held, width] = [0, 0, 9]
  const put = (code: number): void => {
    bits = (bits << width) | code
    for (held += width; held >= 8; held -= 8) out.push((bits >>> (held - 8)) & 255)
    bits &= (1 << held) - 1
  }
  let table = new Map<string, number>()
  let next = 258
  put(256)
  let prefix = ''
  const codeOf = (text: string): number => (text.length === 1 ? text.charCodeAt(0) : table.get(text)!)
  for (const byte of bytes) {
    const longer = prefix + String.fromCharCode(byte)
    if (longer.length === 1 || table.has(longer)) {
      prefix = longer
      continue
    }
    put(codeOf(prefix))
    table.set(longer, next++)
    // After entry 511 codes have 10 bits, and so on; at 4094 the table begins anew.
    if (next === 512 || next === 1024 || next === 2048) width++
    if (next === 4094) {
      put(256)
      table = new Map()
      next = 258
      width = 9
    }
    prefix = String.fromCharCode(byte)
  }
  if (prefix !== '') put(codeOf(prefix))
  put(257)
  if (held > 0) out.push((bits << (8 - held)) & 255)
  return Uint8Array.from(out)
}

describe('compressed pages', () => {
  it.each(['lzw', 'zstd', 'packbits', 'zlibfloat'] as const)('written by tifffile with %s have the pixels it was given', async (name) => {
    const movie = await openMovie(file(`${name}.tif`, writtenByTifffile(name)))
    const { width, height, frames } = movie.info
    expect([width, height]).toEqual([24, 20])
    const pixels = await movie.read(0, frames)
    await movie.close()
    const wanted = Array.from({ length: frames * 480 }, (_, i) => {
      const value = 100 + 7 * Math.floor(i / 480) + ((i % 24) * Math.floor((i % 480) / 24)) % 50
      return name === 'packbits' ? Math.floor(value / 50) * 50 : value
    })
    expect([...pixels]).toEqual(wanted)
  })

  it('by LZW come back whatever they hold, past the largest code', () => {
    fc.assert(fc.property(fc.nat(), fc.integer({ min: 1, max: 64 }), fc.integer({ min: 0, max: 20_000 }), (seed, values, length) => {
      let state = seed
      const bytes = Uint8Array.from({ length }, () => ((state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16) % values)
      expect(Buffer.from(unLzw(lzw(bytes), length)).equals(Buffer.from(bytes))).toBe(true)
    }), { numRuns: 40 })
  })

  it('never unpack to more than their block, whatever the bytes', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat(2000), (packed, most) => {
      expect(unpackBits(packed, most).length).toBeLessThanOrEqual(most)
      try {
        expect(unLzw(packed, most).length).toBeLessThanOrEqual(most)
      } catch (error) {
        expect((error as Error).message).toMatch(/codes make no sense/)
      }
    }))
  })

  it('that would unpack to far more than their block are refused, not unpacked', async () => {
    const bomb = deflateSync(new Uint8Array(50_000_000))
    const bytes = encodeTiff([Array<number>(20).fill(1)], { ...plainVariant, compression: 'deflate' })
    const view = new DataView(bytes.buffer)
    const at = view.getUint32(4, true)
    const field = (tag: number): number => Array.from({ length: view.getUint16(at, true) }, (_, i) => at + 2 + 12 * i).find((entry) => view.getUint16(entry, true) === tag)! + 8
    view.setUint32(field(273), bytes.length, true)
    view.setUint32(field(279), bomb.length, true)
    const movie = await openMovie(file('bomb.tif', Buffer.concat([bytes, bomb])))
    await expect(movie.read(0, 1)).rejects.toThrow(/page 1 cannot be decoded/)
    await movie.close()
  })

  it.each([[34712, 'JPEG 2000'], [34925, 'LZMA'], [50002, 'JPEG XL'], [4, 'CCITT fax'], [12345, 'a method that is not known']])('of kind %i are refused by their name when the movie is opened', async (kind, name) => {
    const bytes = encodeTiff([[1, 2, 3, 4, 5, 6]], { ...plainVariant, width: 3, height: 2, compression: 'deflate' })
    const view = new DataView(bytes.buffer)
    const directory = view.getUint32(4, true)
    for (let at = directory + 2; at < directory + 2 + 12 * view.getUint16(directory, true); at += 12) if (view.getUint16(at, true) === 259) view.setUint16(at + 8, kind, true)
    await expect(openMovie(file('other.tif', bytes))).rejects.toMatchObject({ code: 'unsupported', message: expect.stringContaining(`page 1 is compressed with ${name} (compression ${kind}); save it`) as string })
  })

  it('that are too short for the pixels they claim are refused when the movie is opened', async () => {
    const path = file('claim.tif', encodeTiff([Array<number>(20).fill(1)], { ...plainVariant, compression: 'deflate', extraFields: { 256: [4, 60_000], 257: [4, 60_000], 278: [4, 60_000] } }))
    await expect(openMovie(path)).rejects.toThrow(/is damaged: page 1 needs 7200000000 bytes of pixels, its \d+ bytes hold \d+ at the most/)
  })
})
