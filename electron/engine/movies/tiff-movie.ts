// TIFF and BigTIFF movies: plain strips by the fast reader, everything else through geotiff.
import { GeotiffMovie } from './geotiff-movie.ts'
import type { MovieFile } from './movie-file.ts'
import type { MovieInfo, MovieSource } from './movie-source.ts'
import { StripMovie } from './strip-movie.ts'
import { parseTiffHeader } from './tiff-directory.ts'
import { indexTiff, type TiffIndex } from './tiff-index.ts'

/** Whether the first bytes of a file are those of TIFF or BigTIFF, in either byte order. */
export function isTiff(head: Uint8Array): boolean {
  return parseTiffHeader(head) !== undefined
}

/** Opens a TIFF file as a movie; errors as of `openMovie`. */
export async function openTiff(file: MovieFile, head: Uint8Array, signal?: AbortSignal): Promise<MovieSource> {
  const header = parseTiffHeader(head)!
  const index = await indexTiff(file, header, signal)
  const info: MovieInfo = {
    path: file.path, format: formatName(index, header.bigTiff), width: index.width, height: index.height,
    frames: index.frames, pixelType: index.pixelType, reader: index.plain ? 'strips' : 'geotiff', fileBytes: file.size,
  }
  return index.plain ? new StripMovie(file, index, info, header.littleEndian) : new GeotiffMovie(file, index, info, header)
}

function formatName(index: TiffIndex, bigTiff: boolean): string {
  const name = bigTiff ? 'BigTIFF' : 'TIFF'
  return index.description.startsWith('ImageJ=') ? `${name} (ImageJ)` : name
}
