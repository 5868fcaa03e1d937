// A movie as the engine sees it: random access to frames, never the whole file in memory.

import type { MovieAxes } from '../../contract/results.ts'
import type { RawHeader } from '../../contract/movie-opening.ts'

export type PixelType = RawHeader['pixelType']

export interface MovieInfo {
  path: string
  format: string
  width: number
  height: number
  frames: number
  pixelType: PixelType
  /** How it is read: 'strips' (own fast reader) or 'geotiff'. */
  reader: string
  /** Of all files together. */
  fileBytes: number
  /** Number of files; 1 where absent. */
  files?: number
  /** What the file holds besides time, where it does. */
  axes?: MovieAxes
  /** Where the file ends too early and its whole frames are taken: the sentence about it. */
  truncated?: string
}

export interface MovieSource {
  readonly info: MovieInfo
  /**
   * Frames `first` … `first + count - 1` (from 0), row-major, one after another, as ADU.
   * Uint16Array where the file holds 8 or 16 bit unsigned data, else Float32Array.
   * They come in a new array, or in `into` (of that type, at least that long), which saves the system the handing out of
   * fresh memory, dearer than the read itself: the part filled is returned.
   */
  read(first: number, count: number, signal?: AbortSignal, into?: Uint16Array | Float32Array): Promise<Uint16Array | Float32Array>
  close(): Promise<void>
}
