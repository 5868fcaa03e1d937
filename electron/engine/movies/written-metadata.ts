// The texts in and beside a movie that tell of the microscope: of a TIFF file's first page, Micro-Manager's metadata.txt in a folder of
// pages, the .inf of a .dax.
import { readFile, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { movieMetadata, type FoundValue, type MovieTexts } from '../../../core/formats/movie-metadata.ts'
import { isFolder, pagesOfFolder } from './folder-movie.ts'
import { microManagerSummary } from './micro-manager-layout.ts'
import { MovieFile } from './movie-file.ts'
import { DirectoryWindow, fieldsOf, parseTiffHeader, readNumber, readText, type FieldArray } from './tiff-directory.ts'

/** OME-XML of a long movie lists every frame; what is wanted stands at its head. So in metadata.txt. */
const longestText = 2 ** 18

/** What the file says of pixel size, exposure and camera; nothing where it says nothing. Never throws. */
export async function writtenMetadata(path: string): Promise<FoundValue[]> {
  try {
    if (await isFolder(path)) {
      const first = join(path, (await pagesOfFolder(path))[0])
      return movieMetadata({ ...await tiffTexts(first), microManagerFile: await headOf(join(path, 'metadata.txt')) })
    }
    if (/\.(dax|inf)$/i.test(path)) return movieMetadata({ insight: await headOf(path.replace(/\.dax$/i, '.inf')) })
    const name = path.replace(/(_\d+)?\.ome\.tiff?$/i, '')
    // Micro-Manager 1.4 writes NAME_metadata.txt beside NAME.ome.tif.
    const beside = name === path ? '' : await headOf(`${name}_metadata.txt`) || await headOf(join(dirname(path), 'metadata.txt'))
    return movieMetadata({ ...await tiffTexts(path), microManagerFile: beside })
  } catch {
    return []
  }
}

/** The beginning of a text file; empty where it is none. */
async function headOf(path: string): Promise<string> {
  const found = await stat(path).catch(() => undefined)
  if (!found?.isFile()) return ''
  if (found.size <= longestText) return readFile(path, 'utf8')
  const file = await MovieFile.open(path)
  try {
    const bytes = new Uint8Array(longestText)
    await file.readInto(bytes, 0)
    return new TextDecoder().decode(bytes)
  } finally {
    await file.close()
  }
}

async function tiffTexts(path: string): Promise<MovieTexts> {
  const file = await MovieFile.open(path)
  try {
    const head = new Uint8Array(Math.min(16, file.size))
    await file.readInto(head, 0)
    const header = parseTiffHeader(head)
    if (!header) return {}
    const window = new DirectoryWindow(file, header)
    return { ...textsOf(window, fieldsOf(window, header.firstDirectory)), microManagerSummary: microManagerSummary(file, header.littleEndian) }
  } finally {
    await file.close()
  }
}

function textsOf(window: DirectoryWindow, fields: ReadonlyMap<number, FieldArray>): MovieTexts {
  const number = (tag: number): number => {
    const field = fields.get(tag)
    return field ? readNumber(window, field) : NaN
  }
  return {
    description: readText(window, fields.get(270), longestText, 'utf-8'), microManager: readText(window, fields.get(51123), longestText, 'utf-8'),
    xResolution: number(282), resolutionUnit: number(296),
  }
}
