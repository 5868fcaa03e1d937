// One TIFF file of a set, for its pages alone, whatever it says of itself.
import { StructLocError } from '../../../core/errors.ts'
import { MovieFile } from './movie-file.ts'
import type { MovieSource } from './movie-source.ts'
import { assertInItsFolder } from './one-folder.ts'
import { findPages, isTiff, movieOfPages } from './tiff-movie.ts'

/** Errors as of `openMovie`. */
export async function openPart(path: string, wholeFrames: boolean, signal?: AbortSignal): Promise<MovieSource> {
  await assertInItsFolder(path)
  const file = await MovieFile.open(path)
  try {
    const head = new Uint8Array(Math.min(16, file.size))
    await file.readInto(head, 0, signal)
    if (!isTiff(head)) throw new StructLocError('invalid-input', `${path}, a part of the movie, is no TIFF file.`)
    return movieOfPages(await findPages(file, head, wholeFrames, signal))
  } catch (error) {
    await file.close()
    throw error
  }
}
