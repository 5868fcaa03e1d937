// Which TIFF pages can be frames of a movie, and what their pixels are.
import { StructLocError } from '../../../core/errors.ts'
import type { PixelType } from './movie-source.ts'
import type { TiffPage } from './tiff-directory.ts'

/** The most pixels on one side of a frame: larger than any camera, small enough that damaged sizes are recognised. */
const LONGEST_SIDE = 65536

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
