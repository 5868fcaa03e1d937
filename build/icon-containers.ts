// Windows' and macOS's files of icons: several PNG pictures in one file.

/** https://learn.microsoft.com/windows/win32/menurc/newheader: a directory of pictures, then the pictures. */
export function ico(pictures: readonly { size_px: number; png: Uint8Array }[]): Uint8Array {
  const head = Buffer.alloc(6 + 16 * pictures.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(pictures.length, 4)
  let offset = head.length
  for (const [i, { size_px, png }] of pictures.entries()) {
    const at = 6 + 16 * i
    // 0 stands for 256.
    head.writeUInt8(size_px % 256, at)
    head.writeUInt8(size_px % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(png.length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += png.length
  }
  return Buffer.concat([head, ...pictures.map(({ png }) => png)])
}

/** Types of icns entries that hold a PNG, by size in pixels; a size twice is that of a display of double density. */
const types = [['icp4', 16], ['icp5', 32], ['ic11', 32], ['icp6', 64], ['ic12', 64], ['ic07', 128], ['ic08', 256], ['ic13', 256], ['ic09', 512], ['ic14', 512], ['ic10', 1024]] as const

/** 'icns', the length of all, then entries: type, length with these eight bytes, picture. */
export function icns(pictures: ReadonlyMap<number, Uint8Array>): Uint8Array {
  const entries = types.flatMap(([type, size_px]) => {
    const png = pictures.get(size_px)
    return png ? [head(type, png.length), png] : []
  })
  return Buffer.concat([head('icns', entries.reduce((sum, { length }) => sum + length, 0)), ...entries])
}

function head(type: string, length: number): Buffer {
  const bytes = Buffer.alloc(8, type, 'latin1')
  bytes.writeUInt32BE(length + 8, 4)
  return bytes
}
