// TIFF and BigTIFF movies: plain strips by the fast reader, everything else through geotiff.
import { GeotiffMovie } from './geotiff-movie.ts'
import type { MovieFile } from './movie-file.ts'
import type { MovieInfo, MovieSource } from './movie-source.ts'
import { StripMovie } from './strip-movie.ts'
import { parseTiffHeader, type TiffHeader } from './tiff-directory.ts'
import { indexTiff, selectFrames, type TiffIndex } from './tiff-index.ts'

/** Whether the first bytes of a file are those of TIFF or BigTIFF, in either byte order. */
export function isTiff(head: Uint8Array): boolean {
  return parseTiffHeader(head) !== undefined
}

/** A TIFF file with all its pages, before it is known what they are. */
export interface TiffPages {
  file: MovieFile
  header: TiffHeader
  index: TiffIndex
}

/** Finds the pages of an open file; errors as of `openMovie`. */
export async function findPages(file: MovieFile, head: Uint8Array, wholeFrames: boolean, signal?: AbortSignal): Promise<TiffPages> {
  const header = parseTiffHeader(head)!
  return { file, header, index: await indexTiff(file, header, wholeFrames, signal) }
}

/** The frames of these pages (all, in their order, where absent); closing it closes the file. */
export function movieOfPages({ file, header, index: all }: TiffPages, pages?: readonly number[]): MovieSource {
  const index = pages === undefined || inOrder(pages, all.frames) ? all : selectFrames(all, pages)
  const info: MovieInfo = {
    path: file.path, format: formatName(index, header.bigTiff), width: index.width, height: index.height,
    frames: index.frames, pixelType: index.pixelType, reader: index.plain ? 'strips' : 'geotiff', fileBytes: file.size,
    ...(index.truncated === undefined ? {} : { truncated: index.truncated }),
  }
  return index.plain ? new StripMovie(file, index, info, header.littleEndian) : new GeotiffMovie(file, index, info, header)
}

function inOrder(pages: readonly number[], frames: number): boolean {
  return pages.length === frames && pages.every((page, i) => page === i)
}

function formatName(index: TiffIndex, bigTiff: boolean): string {
  const name = bigTiff ? 'BigTIFF' : 'TIFF'
  return index.description.startsWith('ImageJ=') ? `${name} (ImageJ)` : name
}
