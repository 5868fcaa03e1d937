// What a file that is no movie seems to be, for the sentence that says so.

const SIGNATURES: readonly (readonly [string, string])[] = [
  ['\x89PNG', 'a PNG image'],
  ['\xff\xd8\xff', 'a JPEG image'],
  ['GIF8', 'a GIF image'],
  ['BM', 'a BMP image'],
  ['\x89HDF', 'an HDF5 file'],
  ['PK\x03\x04', 'a zip archive'],
  ['\x1f\x8b', 'a gzip archive'],
  ['%PDF', 'a PDF document'],
  ['ARROW1', 'an Arrow table'],
  ['\xda\xce\xbe\x0a', 'a Nikon ND2 file'],
  ['ZISRAW', 'a Zeiss CZI file'],
  ['p\0\0\0', 'a Leica LIF file'],
  ['Andor Te', 'an Andor SIF file'],
  ['DCIMG', 'a Hamamatsu DCIMG file'],
  ['\xd0\xcf\x11\xe0', 'an Olympus OIB or another compound file'],
  ['MATLAB', 'a MATLAB file'],
  ['RIFF', 'an AVI or other RIFF file'],
  ['II\x2b\0', 'a BigTIFF file with a header of an unknown kind'],
  ['MM\0\x2b', 'a BigTIFF file with a header of an unknown kind'],
]

/** 'a PNG image', 'empty', 'a text file' …, from the first bytes of a file. */
export function foreignContent(head: Uint8Array): string {
  if (head.length === 0) return 'empty'
  const start = String.fromCharCode(...head.subarray(0, 8))
  const known = SIGNATURES.find(([signature]) => start.startsWith(signature))
  if (known) return known[1]
  if (new TextDecoder('latin1').decode(head).includes('<OME')) return 'the OME-XML description of TIFF files, of which any one is to be opened'
  const text = head.every(byte => byte >= 32 || byte === 9 || byte === 10 || byte === 13)
  return text ? 'a text file' : 'of an unknown kind'
}
