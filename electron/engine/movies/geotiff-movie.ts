// Compressed, tiled, packed and otherwise odd TIFF pages, decoded by geotiff. The pages' directories are found through
// our own index, so that any frame is reached at once and nothing is kept in memory between reads.
import { GeoTIFF, GeoTIFFImage } from 'geotiff'
import { StructLocError } from '../../../core/errors.ts'
import { roomForFrames } from './frame-range.ts'
import { throwIfCancelled, type MovieFile } from './movie-file.ts'
import type { MovieInfo, MovieSource } from './movie-source.ts'
import type { TiffHeader } from './tiff-directory.ts'
import { registerDecoders } from './tiff-decoders.ts'
import type { TiffIndex } from './tiff-index.ts'

const BITS_PER_SAMPLE = 258
const PREDICTOR = 317
const ROWS_PER_STRIP = 278
const SAMPLE_FORMAT = 339
const HORIZONTAL = 2
const FLOATING_POINT = 3

/** geotiff asks for this much when it does not know a directory's length; it may reach past the end of the file. */
const DIRECTORY_GUESS = 4096

registerDecoders()

export class GeotiffMovie implements MovieSource {
  readonly info: MovieInfo
  readonly #file: MovieFile
  readonly #index: TiffIndex
  readonly #tiff: GeoTIFF

  constructor(file: MovieFile, index: TiffIndex, info: MovieInfo, header: TiffHeader) {
    this.info = info
    this.#file = file
    this.#index = index
    this.#tiff = new GeoTIFF(new FileBytes(file), header.littleEndian, header.bigTiff, header.firstDirectory)
    // Tables that geotiff reads later than the directory are taken for little-endian, whatever the file.
    this.#tiff.parser.eager = !header.littleEndian
  }

  async read(first: number, count: number, signal?: AbortSignal, into?: Uint16Array | Float32Array): Promise<Uint16Array | Float32Array> {
    const pixels = roomForFrames(this.info, first, count, into)
    const { width, height } = this.info
    for (let i = 0; i < count; i++) {
      throwIfCancelled(signal, this.info.path)
      pixels.set(await this.#decode(first + i, signal), i * width * height)
    }
    return pixels
  }

  async close(): Promise<void> {
    await this.#file.close()
  }

  async #decode(frame: number, signal?: AbortSignal): Promise<ArrayLike<number>> {
    try {
      const directory = await this.#tiff.parser.parseFileDirectoryAt(this.#index.directories[frame])
      const fields = directory.actualizedFields
      // geotiff decodes unsigned, signed and float only; the format 'undefined' (4) is unsigned by definition.
      if (!([1, 2, 3] as unknown[]).includes(fieldValue(fields.get(SAMPLE_FORMAT)))) fields.delete(SAMPLE_FORMAT)
      // 'All rows in one strip' may be written as a number larger than any frame.
      if (fields.has(ROWS_PER_STRIP)) fields.set(ROWS_PER_STRIP, Math.min(fieldValue(fields.get(ROWS_PER_STRIP)) as number, this.info.height))
      // It undoes predictors and unpacks bits into this machine's byte order, then reads the values in the file's.
      const predictor = this.#tiff.littleEndian ? 1 : fieldValue(fields.get(PREDICTOR))
      const bits = fieldValue(fields.get(BITS_PER_SAMPLE)) as number
      if (predictor === HORIZONTAL) fields.delete(PREDICTOR)
      const littleEndian = this.#tiff.littleEndian || predictor === FLOATING_POINT || bits % 8 !== 0
      const image = new GeoTIFFImage(directory, littleEndian, false, this.#tiff.source)
      const [pixels] = await image.readRasters({ interleave: false, signal })
      // It understands some damaged fields otherwise than our index does.
      if ((pixels as ArrayLike<number> | undefined)?.length !== this.info.width * this.info.height) throw new Error('its fields contradict each other')
      if (predictor === HORIZONTAL) sumRows(pixels as Uint16Array, this.info.width, image.getTileWidth())
      return pixels as ArrayLike<number> & typeof pixels
    } catch (cause) {
      throwIfCancelled(signal, this.info.path)
      if (cause instanceof StructLocError) throw cause
      throw new StructLocError('invalid-input',
        `${this.info.path}: page ${frame + 1} cannot be decoded (${(cause as Error).message}).`, { cause })
    }
  }
}

/** The first value of a field that geotiff may hold as number or array. */
function fieldValue(value: unknown): unknown {
  return typeof value === 'object' && value !== null ? (value as ArrayLike<unknown>)[0] : value
}

/** Undoes the horizontal predictor: each row of a tile holds differences, modulo the type's range. */
function sumRows(pixels: Uint16Array, width: number, tileWidth: number): void {
  for (let i = 0; i < pixels.length; i++) {
    if ((i % width) % tileWidth !== 0) pixels[i] += pixels[i - 1]
  }
}

/** The movie's file as a source of bytes for geotiff. */
class FileBytes {
  readonly fileSize: number
  readonly #file: MovieFile

  constructor(file: MovieFile) {
    this.#file = file
    this.fileSize = file.size
  }

  async fetch(slices: { offset: number, length: number }[], signal?: AbortSignal): Promise<ArrayBuffer[]> {
    return Promise.all(slices.map(async slice => (await this.fetchSlice(slice, signal)).data))
  }

  async fetchSlice({ offset, length }: { offset: number, length: number }, signal?: AbortSignal): Promise<{ offset: number, length: number, data: ArrayBuffer }> {
    const there = Math.min(length, this.fileSize - offset)
    if (!(there >= 0) || (there < length && length > DIRECTORY_GUESS)) {
      throw new Error(`bytes ${offset} to ${offset + length} are wanted, the file has ${this.fileSize}`)
    }
    const data = new Uint8Array(there)
    await this.#file.readInto(data, offset, signal)
    return { offset, length: there, data: data.buffer }
  }

  async close(): Promise<void> {}
}
