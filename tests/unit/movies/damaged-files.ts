// Movie files of every kind with bytes changed, cut off or repeated: what the reader has to survive.
import { StructLocError } from '../../../core/errors.ts'
import type { MovieOpening } from '../../../electron/contract/movie-opening.ts'
import { openMovie } from '../../../electron/engine/movies/open-movie.ts'
import { writtenMetadata } from '../../../electron/engine/movies/written-metadata.ts'
import { writtenByTifffile } from './compressed-files.ts'
import { encodeTiff, plainVariant, type TiffVariant } from './encode-tiff.ts'

const ramp = (frames: number): number[][] => Array.from({ length: frames }, (_, f) => Array.from({ length: 20 }, (_, i) => f * 20 + i))
const written = (change: Partial<TiffVariant>): Uint8Array => encodeTiff(ramp(6), { ...plainVariant, ...change })
const omeXml = (inside: string): string => '<?xml version="1.0"?><OME UUID="urn:uuid:1"><Image><Pixels DimensionOrder="XYCZT" SizeX="5" SizeY="4" SizeZ="1" SizeC="2" SizeT="3" Type="uint16" '
  + `PhysicalSizeX="0.1"><Channel ID="0" Name="a"/><Channel ID="1" Name="b"/>${inside}</Pixels></Image></OME>`

/** A small file of each kind. */
export const originals: readonly { name: string; bytes: Uint8Array }[] = [
  { name: 'plain.tif', bytes: written({}) },
  { name: 'big.tif', bytes: written({ bigTiff: true, littleEndian: false, layout: 'interleaved' }) },
  { name: 'strips.tif', bytes: written({ rowsPerStrip: 1, layout: 'reversed-strips' }) },
  { name: 'deflate.tif', bytes: written({ compression: 'deflate', predictor: true }) },
  { name: 'tiles.tif', bytes: written({ tile: 16, littleEndian: false }) },
  { name: 'float.tif', bytes: written({ kind: 'f', bits: 32 }) },
  { name: 'imagej.tif', bytes: written({ description: 'ImageJ=1.52p\nimages=6\nchannels=2\nframes=3\nunit=um\n' }) },
  { name: 'ome.ome.tif', bytes: written({ description: omeXml('<TiffData IFD="0" PlaneCount="6"/>') }) },
  { name: 'set.ome.tif', bytes: written({ description: omeXml([0, 1, 2].map((t) => `<TiffData FirstT="${t}" IFD="${t}"><UUID FileName="${t === 1 ? 'other' : 'set'}.ome.tif">urn:uuid:${t}</UUID></TiffData>`).join('')) }) },
  { name: 'lzw.tif', bytes: writtenByTifffile('lzw') },
  { name: 'packbits.tif', bytes: writtenByTifffile('packbits') },
  { name: 'zstd.tif', bytes: writtenByTifffile('zstd') },
  { name: 'zlibfloat.tif', bytes: writtenByTifffile('zlibfloat') },
  { name: 'insight.inf', bytes: new TextEncoder().encode('frame dimensions = 5 x 4\nnumber of frames = 6\ndata type = 16 bit integers (binary, big endian)\nbinning = 1 x 1\n') },
]

/** Bytes that mean something in headers: counts, types, offsets just inside and far outside. */
const interesting = [0, 1, 2, 3, 4, 5, 8, 16, 0x7f, 0x80, 0xfe, 0xff]

/** One to eight changes: a byte set, a bit turned, a run repeated elsewhere, the end cut off. `random` gives [0, 1). */
export function damaged(original: Uint8Array, random: () => number): Uint8Array {
  let bytes = original.slice()
  const below = (n: number): number => Math.floor(random() * n)
  // Headers and directories lie at the ends: half of the changes go there.
  const place = (): number => (random() < 0.5 ? below(bytes.length) : random() < 0.5 ? below(Math.min(64, bytes.length)) : bytes.length - 1 - below(Math.min(200, bytes.length)))
  for (let change = 1 + below(8); change > 0 && bytes.length > 0; change--) {
    const kind = random()
    if (kind < 0.45) bytes[place()] = interesting[below(interesting.length)]
    else if (kind < 0.75) bytes[place()] ^= 1 << below(8)
    else if (kind < 0.85) bytes[place()] = below(256)
    else if (kind < 0.95) bytes.copyWithin(place(), place(), place() + below(12))
    else bytes = bytes.slice(0, below(bytes.length + 1))
  }
  return bytes
}

/** Frames looked at must not take more than this: a damaged size may still be possible. */
const mostPixels = 2 ** 24

/**
 * Opens the file and reads its first and last frame.
 * @returns whether it could be opened. @throws whatever is no StructLocError
 */
export async function tryMovie(path: string, opening: MovieOpening): Promise<boolean> {
  await writtenMetadata(path)
  try {
    const movie = await openMovie(path, undefined, opening)
    try {
      const { width, height, frames } = movie.info
      if (width * height <= mostPixels) {
        await movie.read(0, 1)
        await movie.read(frames - 1, 1)
      }
      return true
    } finally {
      await movie.close()
    }
  } catch (error) {
    if (error instanceof StructLocError && error.code !== 'internal') return false
    throw error
  }
}

/** The openings that a damaged file is tried with: as it is, and as the window looks at it. */
export const openings: readonly MovieOpening[] = [{}, { position: 1, channel: 1, slice: 1, wholeFrames: true }]
