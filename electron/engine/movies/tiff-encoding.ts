// The header and directories of the movies we write (TIFF 6.0, BigTIFF), in the byte order of the machine's pixels.

/** Where the pixels of the first frame begin: room for either header. */
export const FIRST_PIXEL = 16

export interface WrittenMovie {
  width: number
  height: number
  frames: number
  /** The first page's description, closed by zeros and at least 9 bytes long (a shorter one would stand in its field), or nothing. */
  text: Uint8Array
  /** Byte offset of the description. */
  textAt: number
  /** Byte offset of the first directory. */
  directoriesAt: number
  bigTiff: boolean
}

const SHORT = 3
const LONG = 4
const LONG8 = 16
const ASCII = 2
const FIELDS = 10

const littleEndian = new Uint8Array(Uint16Array.of(1).buffer)[0] === 1

/**
 * How a movie of this many frames is laid out after its pixels: classic TIFF, or BigTIFF where it would not fit into the
 * 4 GB that classic TIFF can address.
 */
export function layOut(size: { width: number, height: number }, frames: number, description = ''): WrittenMovie {
  const { width, height } = size
  const text = description === '' ? new Uint8Array(0) : new TextEncoder().encode(`${description}\0`.padEnd(9, '\0'))
  const textAt = FIRST_PIXEL + frames * width * height * 2
  const end = textAt + text.length
  const movie: WrittenMovie = { width, height, frames, text, textAt, directoriesAt: end + end % 2, bigTiff: false }
  movie.bigTiff = directoryAt(movie, frames) >= 2 ** 32
  return movie
}

/** Byte offset of a frame's directory; for `movie.frames` that of the end of the file. */
export function directoryAt(movie: WrittenMovie, frame: number): number {
  const { bigTiff, text, directoriesAt } = movie
  const described = frame > 0 && text.length > 0 ? 1 : 0
  return directoriesAt + (bigTiff ? 16 + FIELDS * 20 : 6 + FIELDS * 12) * frame + (bigTiff ? 20 : 12) * described
}

/** The first 16 bytes of the file. */
export function encodeHeader({ bigTiff, directoriesAt }: WrittenMovie): Uint8Array {
  const bytes = new Uint8Array(FIRST_PIXEL)
  const view = new DataView(bytes.buffer)
  bytes.fill(littleEndian ? 0x49 : 0x4d, 0, 2)
  view.setUint16(2, bigTiff ? 43 : 42, littleEndian)
  if (bigTiff) {
    view.setUint16(4, 8, littleEndian)
    view.setBigUint64(8, BigInt(directoriesAt), littleEndian)
  } else {
    view.setUint32(4, directoriesAt, littleEndian)
  }
  return bytes
}

/** The directories of frames `first` … `first + count - 1`, each pointing to the next, the movie's last to none. */
export function encodeDirectories(movie: WrittenMovie, first: number, count: number): Uint8Array {
  const { bigTiff, width, height, frames, text, textAt } = movie
  const start = directoryAt(movie, first)
  const bytes = new Uint8Array(directoryAt(movie, first + count) - start)
  const view = new DataView(bytes.buffer)
  const frameBytes = width * height * 2
  const pointer = bigTiff ? LONG8 : LONG
  let at = 0
  const number = (value: number): void => {
    if (bigTiff) view.setBigUint64(at, BigInt(value), littleEndian)
    else view.setUint32(at, value, littleEndian)
    at += bigTiff ? 8 : 4
  }
  const field = (tag: number, type: number, count: number, value: number): void => {
    view.setUint16(at, tag, littleEndian)
    view.setUint16(at + 2, type, littleEndian)
    at += 4
    number(count)
    // A short value stands at the left of its place, whatever the byte order.
    if (type === SHORT) view.setUint16(at, value, littleEndian)
    else if (type === LONG) view.setUint32(at, value, littleEndian)
    if (type === SHORT || type === LONG) at += bigTiff ? 8 : 4
    else number(value)
  }
  for (let frame = first; frame < first + count; frame++) {
    const described = frame === 0 && text.length > 0
    const fields = described ? FIELDS + 1 : FIELDS
    if (bigTiff) number(fields)
    else {
      view.setUint16(at, fields, littleEndian)
      at += 2
    }
    field(254, LONG, 1, 0)
    field(256, LONG, 1, width)
    field(257, LONG, 1, height)
    field(258, SHORT, 1, 16)
    field(259, SHORT, 1, 1)
    field(262, SHORT, 1, 1)
    if (described) field(270, ASCII, text.length, textAt)
    field(273, pointer, 1, FIRST_PIXEL + frame * frameBytes)
    field(277, SHORT, 1, 1)
    field(278, LONG, 1, height)
    field(279, pointer, 1, frameBytes)
    number(frame + 1 < frames ? directoryAt(movie, frame + 1) : 0)
  }
  return bytes
}
