// The texts of a TIFF file's first page that tell of the microscope.
import { open } from 'node:fs/promises'
import { movieMetadata, type FoundValue, type TiffTexts } from '../../../core/formats/movie-metadata.ts'
import { MovieFile } from './movie-file.ts'
import { DirectoryWindow, fieldsOf, parseTiffHeader, readNumber, readText, type FieldArray } from './tiff-directory.ts'

/** OME-XML of a long movie lists every frame; what is wanted stands at its head. */
const longestText = 2 ** 18

/** What the file says of pixel size, exposure and camera; nothing where it is no TIFF or says nothing. Never throws. */
export async function tiffMetadata(path: string): Promise<FoundValue[]> {
  try {
    const head = new Uint8Array(16)
    const handle = await open(path, 'r')
    try {
      await handle.read(head, 0, 16, 0)
    } finally {
      await handle.close()
    }
    const header = parseTiffHeader(head)
    if (!header) return []
    const file = await MovieFile.open(path)
    try {
      const window = new DirectoryWindow(file, header)
      return movieMetadata(textsOf(window, fieldsOf(window, header.firstDirectory)))
    } finally {
      await file.close()
    }
  } catch {
    return []
  }
}

function textsOf(window: DirectoryWindow, fields: ReadonlyMap<number, FieldArray>): TiffTexts {
  const number = (tag: number): number => {
    const field = fields.get(tag)
    return field ? readNumber(window, field) : NaN
  }
  return {
    description: readText(window, fields.get(270), longestText), microManager: readText(window, fields.get(51123), longestText),
    xResolution: number(282), resolutionUnit: number(296),
  }
}
