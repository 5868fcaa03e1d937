// Stacks whose pixels are holes in the file: any length without its disk.
import { open } from 'node:fs/promises'
import { directoryAt, encodeDirectories, encodeHeader, FIRST_PIXEL, layOut } from '../../electron/engine/movies/tiff-encoding.ts'

/** A stack of square 16-bit frames with all its directories. */
export async function writeSparseStack(path: string, side: number, frames: number): Promise<void> {
  const movie = layOut({ width: side, height: side }, frames)
  const handle = await open(path, 'w')
  try {
    for (let first = 0; first < frames; first += 8192) {
      const bytes = encodeDirectories(movie, first, Math.min(8192, frames - first))
      await handle.write(bytes, 0, bytes.length, directoryAt(movie, first))
    }
    await handle.write(encodeHeader(movie), 0, FIRST_PIXEL, 0)
  } finally {
    await handle.close()
  }
}
