// A MATLAB file of version 7.3 is an HDF5 file behind 512 bytes of its own, by which MATLAB knows it. HDF5 File Format
// Specification, superblock of version 0: the base address stands at byte 24, the end of the file at byte 40, both counted from
// the file's very beginning; every other address counts from the base.

const LENGTH = 512
const [BASE, END] = [24, 40]

/** The pieces of an HDF5 file with a superblock of version 0, behind MATLAB's block. */
export function* prependUserBlock(pieces: Iterable<Uint8Array>): Generator<Uint8Array> {
  const block = new Uint8Array(LENGTH)
  const words = `MATLAB 7.3 MAT-file, Platform: GLNXA64, Created on: ${new Date().toUTCString()} HDF5 schema 1.00 .`
  new TextEncoder().encodeInto(words.padEnd(116), block)
  // Version 2.0, and the mark of the byte order as it lies in a little-endian file.
  block.set([0x00, 0x02, 0x49, 0x4d], 124)
  yield block
  let first = true
  for (const piece of pieces) {
    if (first) {
      const view = new DataView(piece.buffer, piece.byteOffset, piece.byteLength)
      if (view.getUint8(8) !== 0) throw new Error(`a superblock of version ${view.getUint8(8)}; version 0 was expected`)
      for (const at of [BASE, END]) view.setBigUint64(at, view.getBigUint64(at, true) + BigInt(LENGTH), true)
      first = false
    }
    yield piece
  }
}
