// Stacks whose pixels are holes in the file, but for the frames that are looked at: any length without its disk.
import { open } from 'node:fs/promises'
import { Random } from '../../core/random/random.ts'
import { directoryAt, encodeDirectories, encodeHeader, FIRST_PIXEL, layOut } from '../../electron/engine/movies/tiff-encoding.ts'

/**
 * A stack of square 16-bit frames with all its directories.
 * @param recorded frames, from 0, that have pixels (noise around 300 ADU) and so, just written, stand in the file cache as those of a movie just
 * recorded do; holes are not as fast to read as those
 */
export async function writeSparseStack(path: string, side: number, frames: number, recorded: readonly number[] = []): Promise<void> {
  const movie = layOut({ width: side, height: side }, frames)
  const handle = await open(path, 'w')
  try {
    for (let first = 0; first < frames; first += 8192) {
      const bytes = encodeDirectories(movie, first, Math.min(8192, frames - first))
      await handle.write(bytes, 0, bytes.length, directoryAt(movie, first))
    }
    await handle.write(encodeHeader(movie), 0, FIRST_PIXEL, 0)
    const random = new Random(1)
    const pixels = Uint16Array.from({ length: side * side }, () => 300 + 40 * random.normal())
    for (const frame of recorded) {
      pixels[frame % pixels.length] = 1000
      await handle.write(pixels, 0, pixels.byteLength, FIRST_PIXEL + frame * pixels.byteLength)
    }
  } finally {
    await handle.close()
  }
}
