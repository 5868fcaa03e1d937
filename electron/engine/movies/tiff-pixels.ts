// Which TIFF pages can be frames of a movie, and what their pixels are.
import { StructLocError } from '../../../core/errors.ts'
import type { PixelType } from './movie-source.ts'
import type { TiffPage } from './tiff-directory.ts'

/** The most pixels on one side of a frame: larger than any camera, small enough that damaged sizes are recognised. */
const LONGEST_SIDE = 65536

/** The most pixels of a frame that is compressed (8192×8192): those of an uncompressed one are bounded by its file. */
const MOST_COMPRESSED = 2 ** 26

/** By how much a compression can shrink at the most: deflate 1032:1, LZW a code of 12 bits for 4096 bytes, PackBits 2 bytes for 128. */
const SHRINKS: Readonly<Record<number, number>> = { 1: 1, 5: 2731, 8: 1032, 32946: 1032, 32773: 64 }

/** Compressions that are decoded: none, LZW, JPEG of grey values, deflate, PackBits, LERC, Zstandard. */
const DECODED = [1, 5, 7, 8, 32946, 32773, 34887, 50000]
/** Others that are met in files, by their names. */
const NOT_DECODED: Readonly<Record<number, string>> = {
  2: 'CCITT fax', 3: 'CCITT fax', 4: 'CCITT fax', 6: 'JPEG in its old form', 22610: 'JPEG XR', 33003: 'JPEG 2000', 33004: 'JPEG 2000', 33005: 'JPEG 2000',
  34712: 'JPEG 2000', 34925: 'LZMA', 34926: 'Zstandard in its old form', 34927: 'WebP', 34933: 'PNG', 34934: 'JPEG XR', 50001: 'WebP', 50002: 'JPEG XL', 52546: 'JPEG XL',
}

const UNSIGNED = 1
const SIGNED = 2
const FLOAT = 3
/** 'Undefined data format' of TIFF 6.0: to be treated as unsigned integers. */
const UNDEFINED = 4

/** Photometric interpretations with one intensity a pixel: white is zero, black is zero, palette. */
const GREY = [0, 1, 3]

/** Throws 'unsupported' or 'invalid-input' if a page (from 1) cannot be a frame of one intensity a pixel. */
export function checkFrame(page: TiffPage, path: string, number: number): void {
  const where = `${path}: page ${number}`
  if (!inSide(page.width) || !inSide(page.height)) {
    throw new StructLocError('invalid-input', `${where} claims a size of ${page.width}×${page.height} pixels (1 to ${LONGEST_SIDE} a side are possible).`)
  }
  if (page.samples !== 1 || !GREY.includes(page.photometric)) {
    throw new StructLocError('unsupported', `${where} is a colour image (${page.samples} ${page.samples === 1 ? 'sample' : 'samples'} a pixel, photometric interpretation ${page.photometric}); a movie has one intensity a pixel.`)
  }
  if (page.fillOrder !== 1) {
    throw new StructLocError('unsupported', `${where} stores its bits in reverse (fill order ${page.fillOrder}); save it again with fill order 1.`)
  }
  if (!(page.rowsPerStrip > 0) || !(page.tileWidth >= 0 && (page.tileWidth === 0 || page.tileHeight > 0))) {
    throw new StructLocError('invalid-input', `${where} claims strips or tiles without rows.`)
  }
  pixelTypeOf(page, where)
}

function inSide(length: number): boolean {
  return length >= 1 && length <= LONGEST_SIDE
}

/** The pixel type a page is read as; throws 'unsupported' (naming `where`) for other sample formats. */
export function pixelTypeOf(page: TiffPage, where = 'the page'): PixelType {
  const { bits, sampleFormat } = page
  if (sampleFormat === UNSIGNED || sampleFormat === UNDEFINED) {
    if (bits === 8) return 'uint8'
    // Cameras of 10, 12 or 14 bits may pack their pixels.
    if (bits > 8 && bits <= 16) return 'uint16'
    if (bits === 32) return 'uint32'
  }
  if (sampleFormat === SIGNED) {
    if (bits === 8) return 'int8'
    if (bits === 16) return 'int16'
    if (bits === 32) return 'int32'
  }
  if (sampleFormat === FLOAT) {
    if (bits === 16 || bits === 32) return 'float32'
    if (bits === 64) return 'float64'
  }
  const kind = ['', 'unsigned integers', 'signed integers', 'floating point', 'undefined', 'complex integers', 'complex numbers'][sampleFormat] ?? `format ${sampleFormat}`
  throw new StructLocError('unsupported',
    `${where} has pixels of ${bits} bits (${kind}); integers of 8, 16 or 32 bits and floating point of 16, 32 or 64 bits can be read.`)
}

/** Whether the page's pixels stand in the file as they are, in strips. */
export function plainStrips(page: TiffPage): boolean {
  return page.compression === 1 && page.tileWidth === 0 && page.predictor === 1
    && (page.bits === 8 || (page.bits === 16 && page.sampleFormat !== FLOAT) || page.bits === 32 || page.bits === 64)
}

/**
 * Throws 'invalid-input' if the `bytes` of a page's strips or tiles cannot hold its pixels, and 'unsupported' if it is compressed in a way
 * that is not decoded, or compressed and too large to be decoded at once: a few damaged bytes must not ask for gigabytes.
 */
export function checkCompression(page: TiffPage, bytes: number, path: string, number: number): void {
  if (!DECODED.includes(page.compression)) {
    throw new StructLocError('unsupported', `${path}: page ${number} is compressed with ${NOT_DECODED[page.compression] ?? 'a method that is not known'} (compression ${page.compression}); save it uncompressed, or with LZW, deflate, Zstandard or PackBits.`)
  }
  const pixels = page.width * page.height
  const needed = pixels * page.bits / 8
  const shrinks = SHRINKS[page.compression] ?? Infinity
  // A block of zeros may be left out of a file that is not compressed; then it is decoded as damaged.
  if (needed > bytes * shrinks + 8 * page.height) {
    throw new StructLocError('invalid-input', `${path} is damaged: page ${number} needs ${needed} bytes of pixels, its ${bytes} bytes hold ${bytes * shrinks} at the most.`)
  }
  const block = page.tileWidth > 0 ? page.tileWidth * page.tileHeight : page.width * Math.min(page.rowsPerStrip, page.height)
  if (Math.max(pixels, block) > MOST_COMPRESSED) {
    throw new StructLocError('unsupported', `${path}: page ${number} is compressed and ${page.width}×${page.height} pixels in size (blocks of ${block}); up to ${MOST_COMPRESSED} pixels can be decoded.`)
  }
}
