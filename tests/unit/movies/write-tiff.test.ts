import fc from 'fast-check'
import { fromFile, type GeoTIFF } from 'geotiff'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { dirname } from 'node:path'
import { describe, expect, it } from 'vitest'
import { openMovie } from '../../../electron/engine/movies/open-movie.ts'
import { directoryAt, encodeDirectories, encodeHeader, layOut } from '../../../electron/engine/movies/tiff-encoding.ts'
import { createTiffWriter } from '../../../electron/engine/movies/tiff-writer.ts'
import { temporaryFolder } from './temporary-folder.ts'

const file = temporaryFolder()
const noise = (pixels: number, seed = 1): Uint16Array => Uint16Array.from({ length: pixels }, (_, i) => (i + seed) * 40503)
const leftovers = (path: string): string[] => readdirSync(dirname(path)).filter(name => name.endsWith('.part'))

async function pagesByGeotiff(path: string): Promise<number[][]> {
  const tiff: GeoTIFF = await fromFile(path)
  const pages: number[][] = []
  for (let i = 0, count = await tiff.getImageCount(); i < count; i++) {
    const [pixels] = await (await tiff.getImage(i)).readRasters({ interleave: false })
    pages.push(Array.from(pixels as Uint16Array))
  }
  await tiff.close()
  return pages
}

describe('a movie that was written', () => {
  it('is read back the same by this program and by geotiff, however it was cut into appends', async () => {
    const size = fc.integer({ min: 1, max: 12 })
    await fc.assert(fc.asyncProperty(size, size, fc.array(fc.integer({ min: 0, max: 5 }), { minLength: 1, maxLength: 5 }), fc.option(fc.string({ maxLength: 12, unit: 'grapheme-ascii' })),
      async (width, height, chunks, description) => {
        fc.pre(chunks.some(frames => frames > 0))
        const path = file('written.tif')
        const writer = await createTiffWriter(path, { width, height, pixelType: 'uint16', description: description ?? undefined })
        const parts = chunks.map((frames, i) => noise(frames * width * height, i))
        await Promise.all(parts.map(part => writer.append(part)))
        await writer.close()
        const all = parts.flatMap(part => [...part])
        const movie = await openMovie(path)
        expect(movie.info).toMatchObject({ width, height, frames: chunks.reduce((a, b) => a + b), pixelType: 'uint16', reader: 'strips' })
        expect([...await movie.read(0, movie.info.frames)]).toEqual(all)
        await movie.close()
        expect((await pagesByGeotiff(path)).flat()).toEqual(all)
      }), { numRuns: 40 })
  })

  it('has all its pixels in one piece, so that any run of frames is one read', async () => {
    const path = file('contiguous.tif')
    const writer = await createTiffWriter(path, { width: 3, height: 2, pixelType: 'uint16' })
    await writer.append(noise(60))
    await writer.close()
    const pixels = noise(60)
    expect(readFileSync(path).subarray(16, 16 + pixels.byteLength).equals(Buffer.from(pixels.buffer))).toBe(true)
  })

  it('appears in its place only when it is closed, and replaces what was there', async () => {
    const path = file('replaced.tif', 'an older file')
    const writer = await createTiffWriter(path, { width: 2, height: 2, pixelType: 'uint16' })
    await writer.append(noise(8))
    expect(readFileSync(path, 'utf8')).toBe('an older file')
    await writer.close()
    expect((await pagesByGeotiff(path)).flat()).toEqual([...noise(8)])
    expect(leftovers(path)).toEqual([])
    await expect(writer.append(noise(8))).rejects.toThrow(/already closed/)
  })

  it('leaves nothing behind when it is given up, ends short or is given parts of frames', async () => {
    const path = file('abandoned.tif')
    const options = { width: 2, height: 2, pixelType: 'uint16' as const, frames: 3 }
    const abandoned = await createTiffWriter(path, options)
    await abandoned.append(noise(8))
    await abandoned.abort()
    const short = await createTiffWriter(path, options)
    await short.append(noise(8))
    await expect(short.close()).rejects.toThrow(/was given 2 frames instead of 3/)
    const torn = await createTiffWriter(path, options)
    await expect(torn.append(noise(7))).rejects.toThrow(/7 pixels are no whole number of frames of 2×2/)
    await expect(torn.close()).rejects.toThrow(/already aborted/)
    const empty = await createTiffWriter(path, { ...options, frames: undefined })
    await expect(empty.close()).rejects.toThrow(/at least 1/)
    expect(existsSync(path)).toBe(false)
    expect(leftovers(path)).toEqual([])
  })

  it('is refused where it cannot be written', async () => {
    await expect(createTiffWriter(file('no/such/folder/movie.tif'), { width: 2, height: 2, pixelType: 'uint16' }))
      .rejects.toMatchObject({ code: 'unwritable', message: expect.stringMatching(/its folder does not exist/) })
    await expect(createTiffWriter(file('x.tif'), { width: 0, height: 2, pixelType: 'uint16' })).rejects.toThrow(/0×2 pixels/)
  })
})

describe('a movie over 4 GB', () => {
  it('is laid out as BigTIFF, from the first byte that classic TIFF cannot address', () => {
    const size = { width: 1024, height: 1024 }
    const most = Array.from({ length: 3 }, (_, i) => 2046 + i).map(frames => layOut(size, frames))
    expect(most.map(movie => movie.bigTiff)).toEqual([false, false, true])
    for (const movie of most) expect(directoryAt(movie, movie.frames) < 2 ** 32).toBe(!movie.bigTiff)
  })

  it('is read back by this program and by geotiff', async () => {
    const side = 2048
    const movie = layOut({ width: side, height: side }, 520, 'a movie')
    const path = file('big.tif')
    // The pixels are a hole in the file but for the last frame's.
    const handle = await open(path, 'w')
    const last = noise(side * side)
    await handle.write(new Uint8Array(last.buffer), 0, last.byteLength, movie.textAt - last.byteLength)
    await handle.write(movie.text, 0, movie.text.length, movie.textAt)
    for (const [first, count] of [[0, 100], [100, 420]]) {
      const bytes = encodeDirectories(movie, first, count)
      await handle.write(bytes, 0, bytes.length, directoryAt(movie, first))
    }
    await handle.write(encodeHeader(movie), 0, 16, 0)
    await handle.close()
    const source = await openMovie(path)
    expect(source.info).toMatchObject({ format: 'BigTIFF', frames: 520, width: side, height: side })
    expect(source.info.fileBytes).toBeGreaterThan(2 ** 32)
    expect(Buffer.from((await source.read(519, 1)).buffer).equals(Buffer.from(last.buffer))).toBe(true)
    await source.close()
    const tiff = await fromFile(path)
    const [pixels] = await (await tiff.getImage(519)).readRasters({ interleave: false })
    expect(Buffer.from((pixels as Uint16Array).buffer).equals(Buffer.from(last.buffer))).toBe(true)
    await tiff.close()
  })
})
