// SMLM files on the disk: a zip with manifest.json and the bytes of a table.
import { strFromU8, strToU8, unzipSync, zipSync } from 'fflate'
import { StructLocError } from '../../../core/errors.ts'
import type { Keep, ReadTable } from '../../../core/formats/column-layout.ts'
import { layOutSmlm, readManifest } from '../../../core/formats/smlm.ts'

/** A manifest is a page or two. */
const LONGEST_MANIFEST = 16 * 2 ** 20
/** Deflate makes at most 1032 bytes of one. */
const MOST_INFLATION = 1040

/** Errors: a zip that is damaged, has no manifest, or whose table is shorter than its manifest says. */
export function readSmlmFile(bytes: Uint8Array, fileName: string, keep: Keep): ReadTable {
  const manifest = entry(bytes, fileName, 'manifest.json', LONGEST_MANIFEST)
  const table = readManifest(strFromU8(manifest), fileName)
  return layOutSmlm(entry(bytes, fileName, table.name, table.bytes + 2 ** 20), table, fileName, keep)
}

function entry(bytes: Uint8Array, fileName: string, name: string, most: number): Uint8Array {
  const refuse = (what: string, cause?: unknown): StructLocError => new StructLocError('invalid-input', `${fileName} is a zip archive, but ${what}.`, { cause })
  let found: Uint8Array | undefined
  const names: string[] = []
  try {
    found = unzipSync(bytes, {
      filter: (file) => {
        names.push(file.name)
        if (file.name !== name) return false
        if (file.originalSize > most) throw refuse(`${name} is said to hold ${file.originalSize} bytes, more than the ${most} that it can`)
        if (file.originalSize > file.size * MOST_INFLATION + 64) throw refuse(`${name} is said to hold ${file.originalSize} bytes in ${file.size}, which no compression does`)
        return true
      },
    })[name]
  } catch (cause) {
    if (cause instanceof StructLocError) throw cause
    throw refuse('it is damaged or was not written to its end', cause)
  }
  if (!found) throw refuse(`has no ${name} (it has ${names.slice(0, 5).join(', ') || 'nothing'}); an SMLM file was expected`)
  return found
}

/** The file's bytes. */
export function smlmFile({ manifest, bytes }: { manifest: string; bytes: Uint8Array }): Uint8Array {
  return zipSync({ 'manifest.json': strToU8(manifest), 'table.bin': bytes }, { level: 6 })
}
