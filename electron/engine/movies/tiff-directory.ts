// TIFF 6.0 and BigTIFF image file directories: the header, and the few fields of a page that a movie needs.
import { StructLocError } from '../../../core/errors.ts'
import type { MovieFile } from './movie-file.ts'

export interface TiffHeader {
  littleEndian: boolean
  bigTiff: boolean
  /** Byte offset of the first directory. */
  firstDirectory: number
}

/** Where the values of an array field stand: `count` numbers of field type `type` at byte `at` of the file. */
export interface FieldArray {
  type: number
  count: number
  at: number
}

/** One page as its directory describes it; defaults of TIFF 6.0 where a field is absent. */
export interface TiffPage {
  width: number
  height: number
  bits: number
  samples: number
  /** 1 unsigned, 2 signed, 3 float, 4 undefined, 5 and 6 complex. */
  sampleFormat: number
  compression: number
  predictor: number
  photometric: number
  fillOrder: number
  rowsPerStrip: number
  /** 0 for strips. */
  tileWidth: number
  tileHeight: number
  reduced: boolean
  description: FieldArray | undefined
  blockOffsets: FieldArray | undefined
  blockBytes: FieldArray | undefined
  /** Length of the directory itself in bytes. */
  directoryBytes: number
  /** Byte offset of the next directory, 0 after the last. */
  next: number
}

/** Bytes of one value by TIFF field type; 0 for types that do not exist. */
const TYPE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8]

/** More fields than any page has (a directory of this length already takes 80 kB in BigTIFF). */
const MOST_FIELDS = 4096

/** Parses the first 16 bytes of a file; undefined if they are not those of a TIFF file. */
export function parseTiffHeader(head: Uint8Array): TiffHeader | undefined {
  if (head.length < 8 || head[0] !== head[1] || (head[0] !== 0x49 && head[0] !== 0x4d)) return undefined
  const littleEndian = head[0] === 0x49
  const view = new DataView(head.buffer, head.byteOffset, head.byteLength)
  const version = view.getUint16(2, littleEndian)
  if (version === 42) return { littleEndian, bigTiff: false, firstDirectory: view.getUint32(4, littleEndian) }
  if (version !== 43 || head.length < 16 || view.getUint16(4, littleEndian) !== 8) return undefined
  return { littleEndian, bigTiff: true, firstDirectory: Number(view.getBigUint64(8, littleEndian)) }
}

/**
 * A window on the file through which directories are read: directories that lie side by side come with one long read,
 * scattered ones with a short read each.
 */
export class DirectoryWindow {
  readonly file: MovieFile
  readonly littleEndian: boolean
  readonly bigTiff: boolean
  #bytes = new Uint8Array(1024)
  #view = new DataView(this.#bytes.buffer)
  #start = 0
  #length = 0
  #served = 0

  constructor(file: MovieFile, header: TiffHeader) {
    this.file = file
    this.littleEndian = header.littleEndian
    this.bigTiff = header.bigTiff
  }

  /** The view on the bytes last asked for; positions in it are those `cover` returned. */
  get view(): DataView {
    return this.#view
  }

  /** Makes `length` bytes from `offset` readable; returns their position in `view`, or -1 if the file ends before. */
  cover(offset: number, length: number): number {
    if (!(offset >= 0) || !(offset + length <= this.file.size)) return -1
    if (offset < this.#start || offset + length > this.#start + this.#length) this.#move(offset, length)
    this.#served += 1
    return offset - this.#start
  }

  #move(offset: number, length: number): void {
    const ahead = offset >= this.#start && offset <= this.#start + 2 * this.#length
    let size = this.#bytes.length
    if (ahead && this.#served > 4) size = Math.min(size * 4, 4 * 1024 * 1024)
    else if (!ahead && this.#served <= 4) size = Math.max(size / 4, 1024)
    size = Math.max(size, length)
    if (size !== this.#bytes.length) {
      this.#bytes = new Uint8Array(size)
      this.#view = new DataView(this.#bytes.buffer)
    }
    this.#start = offset
    this.#length = this.file.readNow(this.#bytes, offset)
    this.#served = 0
  }
}

/**
 * The page whose directory stands at byte `offset`, the `number`-th (from 1) of the file.
 * Undefined if the file ends inside the directory; throws 'invalid-input' where it is no directory.
 */
export function readPage(window: DirectoryWindow, offset: number, number: number): TiffPage | undefined {
  const { bigTiff, littleEndian } = window
  const countBytes = bigTiff ? 8 : 2
  const fieldBytes = bigTiff ? 20 : 12
  const pointerBytes = bigTiff ? 8 : 4
  let at = window.cover(offset, countBytes)
  if (at < 0) return undefined
  const fields = bigTiff ? Number(window.view.getBigUint64(at, littleEndian)) : window.view.getUint16(at, littleEndian)
  if (fields === 0 || fields > MOST_FIELDS) {
    throw new StructLocError('invalid-input',
      `${window.file.path} is damaged: the directory of page ${number} at byte ${offset} claims ${fields} fields (1 to ${MOST_FIELDS} are possible).`)
  }
  const directoryBytes = countBytes + fields * fieldBytes + pointerBytes
  at = window.cover(offset, directoryBytes)
  if (at < 0) return undefined
  const view = window.view
  const page: TiffPage = {
    width: 0, height: 0, bits: 1, samples: 1, sampleFormat: 1, compression: 1, predictor: 1, photometric: 1, fillOrder: 1,
    rowsPerStrip: 0xffffffff, tileWidth: 0, tileHeight: 0, reduced: false,
    description: undefined, blockOffsets: undefined, blockBytes: undefined, directoryBytes, next: 0,
  }
  for (let field = 0; field < fields; field++) {
    const start = at + countBytes + field * fieldBytes
    const tag = view.getUint16(start, littleEndian)
    const type = view.getUint16(start + 2, littleEndian)
    const count = bigTiff ? Number(view.getBigUint64(start + 4, littleEndian)) : view.getUint32(start + 4, littleEndian)
    const valueAt = start + (bigTiff ? 12 : 8)
    const bytes = (TYPE_BYTES[type] ?? 0) * count
    const array = (): FieldArray => ({
      type, count,
      at: bytes <= pointerBytes ? offset - at + valueAt
        : bigTiff ? Number(view.getBigUint64(valueAt, littleEndian)) : view.getUint32(valueAt, littleEndian),
    })
    const value = (): number => (count > 0 && bytes <= pointerBytes ? integerAt(view, valueAt, type, littleEndian) : NaN)
    switch (tag) {
      case 254: page.reduced = (value() & 5) !== 0; break
      case 256: page.width = value(); break
      case 257: page.height = value(); break
      // Pages of several samples list one value each, out of line; the number of samples refuses them.
      case 258: page.bits = count > 1 ? page.bits : value(); break
      case 259: page.compression = value(); break
      case 262: page.photometric = value(); break
      case 266: page.fillOrder = value(); break
      case 270: page.description = array(); break
      case 273: case 324: page.blockOffsets = array(); break
      case 277: page.samples = value(); break
      case 278: page.rowsPerStrip = value(); break
      case 279: case 325: page.blockBytes = array(); break
      case 317: page.predictor = value(); break
      case 322: page.tileWidth = value(); break
      case 323: page.tileHeight = value(); break
      case 339: page.sampleFormat = count > 1 ? page.sampleFormat : value(); break
    }
  }
  const pointer = at + directoryBytes - pointerBytes
  page.next = bigTiff ? Number(view.getBigUint64(pointer, littleEndian)) : view.getUint32(pointer, littleEndian)
  return page
}

/** All fields of a directory by tag, for what a movie does not need; empty where it is none. */
export function fieldsOf(window: DirectoryWindow, offset: number): Map<number, FieldArray> {
  const { bigTiff, littleEndian } = window
  const [countBytes, fieldBytes, pointerBytes] = bigTiff ? [8, 20, 8] : [2, 12, 4]
  const found = new Map<number, FieldArray>()
  let at = window.cover(offset, countBytes)
  if (at < 0) return found
  const fields = bigTiff ? Number(window.view.getBigUint64(at, littleEndian)) : window.view.getUint16(at, littleEndian)
  if (fields > MOST_FIELDS) return found
  at = window.cover(offset, countBytes + fields * fieldBytes)
  if (at < 0) return found
  const { view } = window
  for (let field = 0; field < fields; field++) {
    const start = at + countBytes + field * fieldBytes
    const type = view.getUint16(start + 2, littleEndian)
    const count = bigTiff ? Number(view.getBigUint64(start + 4, littleEndian)) : view.getUint32(start + 4, littleEndian)
    const valueAt = start + (bigTiff ? 12 : 8)
    const inside = (TYPE_BYTES[type] ?? 0) * count <= pointerBytes
    const place = inside ? offset - at + valueAt : bigTiff ? Number(view.getBigUint64(valueAt, littleEndian)) : view.getUint32(valueAt, littleEndian)
    found.set(view.getUint16(start, littleEndian), { type, count, at: place })
  }
  return found
}

/** The first value of a field of whole numbers, or of fractions; NaN where it has none. */
export function readNumber(window: DirectoryWindow, field: FieldArray): number {
  if (field.type !== 5) return readIntegers(window, field, 1)?.[0] ?? NaN
  const at = field.count > 0 ? window.cover(field.at, 8) : -1
  return at < 0 ? NaN : window.view.getUint32(at, window.littleEndian) / window.view.getUint32(at + 4, window.littleEndian)
}

/**
 * The first `wanted` values of an array field; undefined if it has fewer, is no array of unsigned integers, or the file
 * ends before.
 */
export function readIntegers(window: DirectoryWindow, field: FieldArray, wanted: number): Float64Array | undefined {
  const size = TYPE_BYTES[field.type] ?? 0
  if (field.count < wanted || size === 0) return undefined
  const at = window.cover(field.at, wanted * size)
  if (at < 0) return undefined
  const values = new Float64Array(wanted)
  for (let i = 0; i < wanted; i++) {
    const value = integerAt(window.view, at + i * size, field.type, window.littleEndian)
    if (Number.isNaN(value)) return undefined
    values[i] = value
  }
  return values
}

/** The text of an ASCII field, at most `most` bytes of it; empty where it cannot be read. OME writes UTF-8. */
export function readText(window: DirectoryWindow, field: FieldArray | undefined, most = 65536, encoding: 'latin1' | 'utf-8' = 'latin1'): string {
  if (field === undefined || field.type !== 2) return ''
  const length = Math.min(field.count, most)
  const at = window.cover(field.at, length)
  if (at < 0) return ''
  const bytes = new Uint8Array(window.view.buffer, window.view.byteOffset + at, length)
  const end = bytes.indexOf(0)
  return new TextDecoder(encoding).decode(end < 0 ? bytes : bytes.subarray(0, end))
}

function integerAt(view: DataView, at: number, type: number, littleEndian: boolean): number {
  switch (type) {
    case 1: return view.getUint8(at)
    case 3: return view.getUint16(at, littleEndian)
    case 4: case 13: return view.getUint32(at, littleEndian)
    case 16: case 18: return Number(view.getBigUint64(at, littleEndian))
    default: return NaN
  }
}
