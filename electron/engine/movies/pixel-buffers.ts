// From the bytes of a file to the pixels a movie gives out: byte order and type.
import type { PixelType } from './movie-source.ts'

export const PIXEL_BYTES: Record<PixelType, number> = {
  uint8: 1, int8: 1, uint16: 2, int16: 2, uint32: 4, int32: 4, float32: 4, float64: 8,
}

/** The type of array a movie of this pixel type gives out: 16 bit where the file holds 8 or 16 bit unsigned data, else float. */
export function givenType(type: PixelType): Uint16ArrayConstructor | Float32ArrayConstructor {
  return type === 'uint8' || type === 'uint16' ? Uint16Array : Float32Array
}

/** Whether the file's values can stay as they are (after a change of byte order). */
export function sameInMemory(type: PixelType): boolean {
  return type === 'uint16' || type === 'float32'
}

/** Reverses the byte order of the values in place. */
export function swapBytes(bytes: Uint8Array, type: PixelType): void {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const size = PIXEL_BYTES[type]
  if (size === 2) buffer.swap16()
  else if (size === 4) buffer.swap32()
  else if (size === 8) buffer.swap64()
}

/** The bytes of a file (in this machine's byte order, from the start of their buffer) as values of its type. */
export function valuesOf(buffer: ArrayBuffer, type: PixelType): ArrayLike<number> {
  switch (type) {
    case 'uint8': return new Uint8Array(buffer)
    case 'int8': return new Int8Array(buffer)
    case 'uint16': return new Uint16Array(buffer)
    case 'int16': return new Int16Array(buffer)
    case 'uint32': return new Uint32Array(buffer)
    case 'int32': return new Int32Array(buffer)
    case 'float32': return new Float32Array(buffer)
    case 'float64': return new Float64Array(buffer)
  }
}
