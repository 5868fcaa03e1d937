import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { RawHeader } from '../../../electron/contract/movie-opening.ts'
import { openMovie } from '../../../electron/engine/movies/open-movie.ts'
import { sharedData } from '../../fixtures/shared-data.ts'
import { temporaryFolder } from './temporary-folder.ts'

const file = temporaryFolder()
const raw = (header: Partial<RawHeader>): { raw: RawHeader } => ({ raw: { width: 3, height: 2, pixelType: 'uint16', littleEndian: true, offset: 0, gap: 0, frames: undefined, ...header } })
const bytes = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => i)

async function read(path: string, opening?: Parameters<typeof openMovie>[2]): Promise<number[]> {
  const movie = await openMovie(path, undefined, opening)
  const pixels = await movie.read(0, movie.info.frames)
  await movie.close()
  return [...pixels]
}

describe('a raw file', () => {
  it('is read by the header that is given: size, type, byte order, bytes before and between frames', async () => {
    const path = file('pixels.bin', bytes(10 + 12 + 4 + 12))
    const values = (start: number): number[] => Array.from({ length: 6 }, (_, i) => 256 * (start + 2 * i) + start + 2 * i + 1)
    expect(await read(path, raw({ littleEndian: false, offset: 10, gap: 4 }))).toEqual([...values(10), ...values(26)])
    expect(await read(path, raw({ pixelType: 'uint8', frames: 2 }))).toEqual([...bytes(12)])
  })

  it('that is no whole number of frames says what is left, and gives the whole ones', async () => {
    const path = file('more.bin', bytes(30))
    await expect(openMovie(path, undefined, raw({}))).rejects.toThrow(/truncated, or its header is not right: 2 whole frames of 3×2 pixels \(uint16\) are there, and 6 bytes more/)
    expect(await read(path, { ...raw({}), wholeFrames: true })).toHaveLength(12)
    await expect(openMovie(path, undefined, raw({ frames: 9 }))).rejects.toThrow(/9 frames are announced; 2 whole frames are there/)
    await expect(openMovie(path, undefined, raw({ width: 300 }))).rejects.toThrow(/is smaller \(30 bytes\) than one frame of 300×2 pixels/)
  })

  it('may have its header beside it: in our description, or as Picasso writes it', async () => {
    const described = file('described.raw', bytes(24))
    file('described.json', JSON.stringify({ pixelSize: 100, raw: { width: 3, height: 2 } }))
    expect(await read(described)).toHaveLength(12)
    const picasso = file('picasso.raw', bytes(24))
    file('picasso.yaml', 'Byte Order: \'>\'\nData Type: uint16\nFrames: 2\nHeight: 2\nWidth: 3\nCamera: Zyla\n')
    expect((await read(picasso))[1]).toBe(2 * 256 + 3)
    file('picasso.yaml', 'Byte Order: \'>\'\nData Type: uint16\nFrames: many\nHeight: 2\nWidth: 3\n')
    await expect(openMovie(picasso)).rejects.toThrow(/picasso\.yaml does not describe a movie: frames is not right/)
  })

  it('without a header is refused, and it is said what is missing', async () => {
    await expect(openMovie(file('nothing.raw', bytes(24)))).rejects.toThrow(/is of an unknown kind; a movie is a TIFF .* or raw with its header given/)
  })
})

describe('.dax with .inf', () => {
  it('is read by its .inf, from either name', async () => {
    const dax = file('a.dax', bytes(24))
    await expect(openMovie(dax)).rejects.toThrow(/a\.dax needs its description .*a\.inf, which is not there/)
    const inf = file('a.inf', 'information file for\r\nframe dimensions = 3 x 2\r\nnumber of frames = 2\r\ndata type = 16 bit integers (binary, big endian)\r\n')
    expect(await read(dax)).toEqual(Array.from({ length: 12 }, (_, i) => 256 * 2 * i + 2 * i + 1))
    expect(await read(inf)).toHaveLength(12)
  })

  const dax = sharedData('movies/storm-analysis-test.dax')
  it.skipIf(dax === undefined)('of storm-analysis has its 10 frames of 256×256 big-endian pixels', async () => {
    const movie = await openMovie(dax!)
    expect(movie.info).toMatchObject({ width: 256, height: 256, frames: 10, pixelType: 'uint16' })
    const pixels = await movie.read(9, 1)
    await movie.close()
    const file = readFileSync(dax!)
    expect([...pixels.subarray(1000, 1010)]).toEqual(Array.from({ length: 10 }, (_, i) => file.readUInt16BE(2 * (9 * 65536 + 1000 + i))))
  })
})
