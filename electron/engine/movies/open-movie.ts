// Opens movies by what the file holds, not by its name. A further format is one more entry in `openers`.
import { StructLocError } from '../../../core/errors.ts'
import { foreignContent } from './foreign-content.ts'
import { MovieFile } from './movie-file.ts'
import type { MovieSource } from './movie-source.ts'
import { openTiff, isTiff } from './tiff-movie.ts'

/** A kind of file that can be a movie. */
interface MovieOpener {
  /** Whether the first bytes of a file (512, or all it has) are of this kind. */
  recognises(head: Uint8Array): boolean
  /** Takes over the file; on failure the caller closes it. */
  open(file: MovieFile, head: Uint8Array, signal?: AbortSignal): Promise<MovieSource>
}

const openers: readonly MovieOpener[] = [
  { recognises: isTiff, open: openTiff },
]

const HEAD_BYTES = 512

/**
 * Opens a movie for random access to its frames.
 *
 * Throws StructLocError: 'not-found', 'unreadable'; 'invalid-input' (foreign, damaged or truncated, pages that differ);
 * 'unsupported' (colour, other sample formats, a folder); 'cancelled'.
 */
export async function openMovie(path: string, signal?: AbortSignal): Promise<MovieSource> {
  const file = await MovieFile.open(path)
  try {
    const head = new Uint8Array(Math.min(HEAD_BYTES, file.size))
    await file.readInto(head, 0, signal)
    const opener = openers.find(({ recognises }) => recognises(head))
    if (opener === undefined) {
      throw new StructLocError('invalid-input', `${path} is ${foreignContent(head)}; a movie is a TIFF or BigTIFF file.`)
    }
    return await opener.open(file, head, signal)
  } catch (error) {
    await file.close()
    throw error
  }
}
