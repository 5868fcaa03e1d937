// Opens movies by what the file holds, not by its name: TIFF of every kind, folders of single pages, and files of pixels whose header
// stands beside them or is given.
import { StructLocError } from '../../../core/errors.ts'
import type { MovieOpening } from '../../contract/movie-opening.ts'
import { isFolder, openFolder } from './folder-movie.ts'
import { foreignContent } from './foreign-content.ts'
import { MovieFile } from './movie-file.ts'
import type { MovieSource } from './movie-source.ts'
import { assertInItsFolder } from './one-folder.ts'
import { openTiff } from './open-tiff.ts'
import { openRaw, rawHeaderOf } from './raw-movie.ts'
import { isTiff } from './tiff-movie.ts'

const HEAD_BYTES = 512

/**
 * Opens a movie for random access to its frames. Insight3's .inf stands for its .dax.
 * @param opening what of the file is the movie, where it holds more than one or does not say how it is laid out
 *
 * Throws StructLocError: 'not-found', 'unreadable'; 'invalid-input' (foreign, damaged or truncated, pages that differ, several
 * channels and none chosen); 'unsupported' (colour, other sample formats, a folder without pages); 'cancelled'.
 */
export async function openMovie(path: string, signal?: AbortSignal, opening: MovieOpening = {}): Promise<MovieSource> {
  if (await isFolder(path)) return openFolder(path, opening, signal)
  const dax = path.replace(/\.inf$/i, '.dax')
  if (dax !== path) await assertInItsFolder(dax)
  const file = await MovieFile.open(dax)
  try {
    const head = new Uint8Array(Math.min(HEAD_BYTES, file.size))
    await file.readInto(head, 0, signal)
    if (!opening.raw && isTiff(head)) return await openTiff(file, head, opening, signal)
    const raw = await rawHeaderOf(file.path, opening)
    if (raw) return openRaw(file, raw, opening.wholeFrames === true)
    throw new StructLocError('invalid-input', `${path} is ${foreignContent(head)}; a movie is a TIFF or BigTIFF file, or .dax, or raw with its header given.`)
  } catch (error) {
    await file.close()
    throw error
  }
}
