// The usual compressions of TIFF, each bounded by the size of its block, so that a few damaged bytes cannot ask for gigabytes: deflate
// and Zstandard by Node, LZW and PackBits from TIFF 6.0 (sections 13 and 9). They stand in for geotiff's own, which are not bounded.
import { addDecoder, BaseDecoder } from 'geotiff'
import * as zlib from 'node:zlib'

/** Unpacks a block into at most `most` bytes. */
type Unpack = (packed: Uint8Array, most: number) => Uint8Array

/** Bytes over the block's own that a writer may have packed with it. */
const SLACK = 4096

function inflate(packed: Uint8Array, most: number): Uint8Array {
  return zlib.inflateSync(packed, { maxOutputLength: most + SLACK })
}

function unzstd(packed: Uint8Array, most: number): Uint8Array {
  return zlib.zstdDecompressSync(packed, { maxOutputLength: most + SLACK })
}

/** A byte n: n + 1 bytes follow as they are (0 … 127), or the next one 257 − n times (129 … 255). */
export function unpackBits(packed: Uint8Array, most: number): Uint8Array {
  const out = new Uint8Array(most)
  let at = 0
  for (let i = 0; i < packed.length && at < most;) {
    const n = packed[i++]
    if (n < 128) {
      const run = packed.subarray(i, i + Math.min(n + 1, most - at))
      out.set(run, at)
      at += run.length
      i += n + 1
    } else if (n > 128) {
      if (i >= packed.length) break
      out.fill(packed[i++], at, at + 257 - n)
      at += 257 - n
    }
  }
  return out.subarray(0, Math.min(at, most))
}

const CLEAR = 256
const END = 257
const MOST_CODES = 4096

/** LZW with codes of 9 to 12 bits, most significant bit first, which grow one code early. */
export function unLzw(packed: Uint8Array, most: number): Uint8Array {
  const out = new Uint8Array(most)
  // Every code stands for a stretch of what was put out already: where it begins, and how long it is.
  const start = new Int32Array(MOST_CODES)
  const length = new Int32Array(MOST_CODES)
  let at = 0
  let next = END + 1
  let width = 9
  let previous = -1
  let bits = 0
  let held = 0
  for (let i = 0; at < most;) {
    while (held < width && i < packed.length) {
      bits = ((bits << 8) | packed[i++]) & 0xffffff
      held += 8
    }
    if (held < width) break
    held -= width
    const code = (bits >>> held) & ((1 << width) - 1)
    if (code === END) break
    if (code === CLEAR) {
      next = END + 1
      width = 9
      previous = -1
      continue
    }
    const from = at
    if (code < CLEAR) out[at++] = code
    else if (code < next) {
      for (let k = 0; k < length[code] && at < most; k++) out[at++] = out[start[code] + k]
    } else if (code === next && previous >= 0) {
      // The code that is just being made: the last stretch and its first byte again.
      for (let k = 0; k <= previous && at < most; k++) out[at++] = out[from - previous + k]
    } else throw new Error(`its LZW codes make no sense at byte ${i}`)
    if (previous >= 0 && next < MOST_CODES) {
      start[next] = from - previous
      length[next++] = previous + 1
      if (next + 1 >= 1 << width && width < 12) width++
    }
    previous = at - from
  }
  return out.subarray(0, at)
}

function register(cases: number[], unpack: Unpack): void {
  class Decoder extends BaseDecoder {
    override decodeBlock(buffer: ArrayBuffer): ArrayBufferLike {
      const { tileWidth, tileHeight, bitsPerSample } = this.parameters
      const bits = typeof bitsPerSample === 'number' ? bitsPerSample : Number(bitsPerSample[0])
      const size = Math.ceil(tileWidth * bits / 8) * tileHeight
      const unpacked = unpack(new Uint8Array(buffer), size)
      return unpacked.buffer.slice(unpacked.byteOffset, unpacked.byteOffset + unpacked.byteLength)
    }
  }
  addDecoder(cases, () => Promise.resolve(Decoder))
}

/** Puts them in the place of geotiff's own; once is enough. */
export function registerDecoders(): void {
  register([5], unLzw)
  register([8, 32946], inflate)
  register([32773], unpackBits)
  // Older versions of Node have none: there geotiff's own stays.
  if ('zstdDecompressSync' in zlib) register([50000], unzstd)
}
