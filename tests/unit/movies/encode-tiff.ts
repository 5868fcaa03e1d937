// A TIFF encoder for tests alone: both byte orders, both kinds of header, every pixel type, several layouts of the file.
// Written from the specification (TIFF 6.0, BigTIFF), sharing nothing with the reader.
import { deflateSync } from 'node:zlib'

export interface TiffVariant {
  width: number
  height: number
  /** 'u' unsigned, 'i' signed, 'f' float. */
  kind: 'u' | 'i' | 'f'
  bits: 8 | 16 | 32 | 64
  littleEndian: boolean
  bigTiff: boolean
  rowsPerStrip: number
  /** Where strips and directories stand: all pixels first; each page's directory before or after its pixels; strips in reverse. */
  layout: 'pixels-first' | 'directory-first' | 'interleaved' | 'reversed-strips'
  compression: 'none' | 'deflate'
  predictor: boolean
  /** 0: strips; else square tiles of this side. */
  tile: number
  description: string
  /** Fields to set over the encoder's own, by tag: [type, value]. */
  extraFields: Record<number, [type: number, value: number]>
}

export const plainVariant: TiffVariant = {
  width: 5, height: 4, kind: 'u', bits: 16, littleEndian: true, bigTiff: false, rowsPerStrip: 4, layout: 'pixels-first',
  compression: 'none', predictor: false, tile: 0, description: '', extraFields: {},
}

/** The bytes of a TIFF file with one page for each array of pixel values. */
export function encodeTiff(frames: readonly (readonly number[])[], variant: TiffVariant): Uint8Array {
  const { littleEndian, bigTiff, layout } = variant
  const file = new GrowingFile()
  file.append(new Uint8Array(bigTiff ? 16 : 8))
  const magic = littleEndian ? 0x49 : 0x4d
  file.bytes.set([magic, magic])
  file.number(2, bigTiff ? 43 : 42, 2, littleEndian)
  if (bigTiff) file.number(4, 8, 2, littleEndian)
  let pointer = bigTiff ? 8 : 4
  const pointerBytes = bigTiff ? 8 : 4
  const writeBlocks = (frame: readonly number[]): [offsets: number[], lengths: number[]] => {
    const blocks = blocksOf(frame, variant)
    const offsets = blocks.map(() => 0)
    const order = blocks.map((_, i) => i)
    if (layout === 'reversed-strips') order.reverse()
    for (const i of order) offsets[i] = file.append(blocks[i])
    return [offsets, blocks.map(block => block.length)]
  }
  const writeDirectory = (page: number, offsets: number[], lengths: number[]): void => {
    const directory = new Directory(file, variant)
    const next = directory.write(page, offsets, lengths, pointer)
    pointer = next
  }
  if (layout === 'pixels-first') {
    const places = frames.map(writeBlocks)
    places.forEach(([offsets, lengths], page) => writeDirectory(page, offsets, lengths))
  } else if (layout === 'directory-first') {
    // The pixels' places are only known afterwards: write directories with the offsets computed ahead.
    const sizes = frames.map(frame => blocksOf(frame, variant).map(block => block.length))
    const measured = new GrowingFile()
    measured.append(file.bytes)
    let last = pointer
    sizes.forEach((lengths, page) => { last = new Directory(measured, variant).write(page, lengths.map(() => 0), lengths, last) })
    let at = measured.bytes.length
    sizes.forEach((lengths, page) => {
      const offsets = lengths.map(length => { const here = at; at += length; return here })
      writeDirectory(page, offsets, lengths)
    })
    for (const frame of frames) for (const block of blocksOf(frame, variant)) file.append(block, 1)
  } else {
    frames.forEach((frame, page) => {
      const [offsets, lengths] = writeBlocks(frame)
      writeDirectory(page, offsets, lengths)
    })
  }
  file.number(pointer, 0, pointerBytes, littleEndian)
  return file.bytes
}

/** The strips or tiles of a frame, compressed as the variant says. */
function blocksOf(frame: readonly number[], variant: TiffVariant): Uint8Array[] {
  const { width, height, rowsPerStrip, tile } = variant
  const blocks: Uint8Array[] = []
  const [blockWidth, blockHeight] = tile > 0 ? [tile, tile] : [width, rowsPerStrip]
  for (let top = 0; top < height; top += blockHeight) {
    for (let left = 0; left < width; left += blockWidth) {
      const rows = tile > 0 ? tile : Math.min(blockHeight, height - top)
      const bytes = new Uint8Array(rows * blockWidth * variant.bits / 8)
      const view = new DataView(bytes.buffer)
      for (let y = 0; y < rows; y++) {
        let before = 0
        for (let x = 0; x < blockWidth; x++) {
          const inside = top + y < height && left + x < width
          const value = inside ? frame[(top + y) * width + left + x] : 0
          putPixel(view, (y * blockWidth + x) * variant.bits / 8, variant.predictor ? value - before : value, variant)
          before = value
        }
      }
      blocks.push(variant.compression === 'deflate' ? deflateSync(bytes) : bytes)
    }
  }
  return blocks
}

function putPixel(view: DataView, at: number, value: number, { kind, bits, littleEndian }: TiffVariant): void {
  if (kind === 'f' && bits === 32) view.setFloat32(at, value, littleEndian)
  else if (kind === 'f') view.setFloat64(at, value, littleEndian)
  else if (bits === 8) view.setUint8(at, value)
  else if (bits === 16) view.setUint16(at, value, littleEndian)
  else view.setUint32(at, value, littleEndian)
}

class Directory {
  readonly #file: GrowingFile
  readonly #variant: TiffVariant

  constructor(file: GrowingFile, variant: TiffVariant) {
    this.#file = file
    this.#variant = variant
  }

  /** Writes the directory and its tables; sets the pointer at `pointer` to it; returns the place of its own next pointer. */
  write(page: number, offsets: number[], lengths: number[], pointer: number): number {
    const { width, height, bits, kind, bigTiff, littleEndian, rowsPerStrip, tile, description, extraFields } = this.#variant
    const word = bigTiff ? 16 : 4
    const fields = new Map<number, [type: number, values: number[]]>([
      [256, [4, [width]]], [257, [3, [height]]], [258, [3, [bits]]],
      [259, [3, [this.#variant.compression === 'deflate' ? 8 : 1]]], [262, [3, [1]]], [277, [3, [1]]],
      [339, [3, [{ u: 1, i: 2, f: 3 }[kind]]]],
    ])
    if (tile > 0) fields.set(322, [3, [tile]]).set(323, [3, [tile]]).set(324, [word, offsets]).set(325, [4, lengths])
    else fields.set(273, [word, offsets]).set(278, [4, [rowsPerStrip]]).set(279, [4, lengths])
    if (this.#variant.predictor) fields.set(317, [3, [2]])
    if (page === 0 && description !== '') fields.set(270, [2, [...new TextEncoder().encode(`${description}\0`)]])
    for (const [tag, [type, value]] of Object.entries(extraFields)) fields.set(Number(tag), [type, [value]])
    const sorted = [...fields].sort(([a], [b]) => a - b)
    const inline = bigTiff ? 8 : 4
    const typeBytes = (type: number): number => ({ 2: 1, 3: 2, 4: 4, 16: 8 })[type] ?? 1
    const table = (type: number, values: number[]): Uint8Array => {
      const scratch = new GrowingFile()
      scratch.append(new Uint8Array(Math.max(inline, values.length * typeBytes(type))))
      values.forEach((value, i) => scratch.number(i * typeBytes(type), value, typeBytes(type), littleEndian))
      return scratch.bytes
    }
    const places = sorted.map(([, [type, values]]) => {
      const bytes = table(type, values)
      return bytes.length > inline ? this.#file.append(bytes) : bytes
    })
    const at = this.#file.append(new Uint8Array((bigTiff ? 16 : 6) + sorted.length * (bigTiff ? 20 : 12)))
    this.#file.number(pointer, at, bigTiff ? 8 : 4, littleEndian)
    this.#file.number(at, sorted.length, bigTiff ? 8 : 2, littleEndian)
    sorted.forEach(([tag, [type, values]], i) => {
      const entry = at + (bigTiff ? 8 + i * 20 : 2 + i * 12)
      const place = places[i]
      this.#file.number(entry, tag, 2, littleEndian)
      this.#file.number(entry + 2, type, 2, littleEndian)
      this.#file.number(entry + 4, values.length, inline, littleEndian)
      if (typeof place === 'number') this.#file.number(entry + 4 + inline, place, inline, littleEndian)
      else this.#file.bytes.set(place, entry + 4 + inline)
    })
    return at + (bigTiff ? 8 + sorted.length * 20 : 2 + sorted.length * 12)
  }
}

class GrowingFile {
  bytes: Uint8Array = new Uint8Array(0)

  /** Appends at the next multiple of `align`; returns the offset. */
  append(bytes: Uint8Array, align = 2): number {
    const at = Math.ceil(this.bytes.length / align) * align
    const longer = new Uint8Array(at + bytes.length)
    longer.set(this.bytes)
    longer.set(bytes, at)
    this.bytes = longer
    return at
  }

  number(at: number, value: number, size: number, littleEndian: boolean): void {
    const view = new DataView(this.bytes.buffer)
    if (size === 1) view.setUint8(at, value)
    else if (size === 2) view.setUint16(at, value, littleEndian)
    else if (size === 4) view.setUint32(at, value, littleEndian)
    else view.setBigUint64(at, BigInt(value), littleEndian)
  }
}
