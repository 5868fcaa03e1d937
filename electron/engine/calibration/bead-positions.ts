// The beads' true places from a table: csv with columns x and y (nm) and, where known, photons; other columns are passed over.
import { readFile } from 'node:fs/promises'
import type { KnownBead } from '../../../core/calibration/bead-stack.ts'
import { StructLocError } from '../../../core/errors.ts'

/** Names of a column without its unit, quotes and spaces. */
const bare = (name: string): string => name.trim().replaceAll('"', '').replace(/\s*[[(].*$/, '').replace(/_nm$|_photons$/i, '').toLowerCase()
const names = { x: ['x', 'xnano', 'xnm'], y: ['y', 'ynano', 'ynm'], photons: ['photons', 'intensity', 'phot'] }

/** Errors: 'not-found', 'unreadable'; 'invalid-input' naming line and value. */
export async function readBeadPositions(path: string): Promise<KnownBead[]> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (cause) {
    const missing = (cause as NodeJS.ErrnoException).code === 'ENOENT'
    throw new StructLocError(missing ? 'not-found' : 'unreadable', missing ? `${path} does not exist; a table of the beads' places was expected.` : `${path} cannot be read: ${(cause as Error).message}`, { cause })
  }
  const [head = '', ...lines] = text.replace(/^\uFEFF/, '').split(/\r?\n/)
  const columns = head.split(/[,;\t]/).map(bare)
  const at = (known: readonly string[]): number => columns.findIndex((name) => known.includes(name))
  const [x, y, photons] = [at(names.x), at(names.y), at(names.photons)]
  if (x < 0 || y < 0) throw new StructLocError('invalid-input', `${path}: the first line must name columns x and y (in nm), such as x_nm,y_nm,photons; it is '${head.slice(0, 80)}'.`)
  const beads = lines.flatMap((line, i): KnownBead[] => {
    if (line.trim() === '') return []
    const cells = line.split(/[,;\t]/)
    const number = (column: number, what: string): number => {
      const value = Number(cells[column])
      if ((cells[column] ?? '').trim() === '' || !Number.isFinite(value)) throw new StructLocError('invalid-input', `${path}, line ${i + 2}: ${what} is '${(cells[column] ?? '').slice(0, 40)}'; a number was expected.`)
      return value
    }
    return [{ x: number(x, 'x'), y: number(y, 'y'), photons: photons < 0 ? undefined : number(photons, 'photons') }]
  })
  if (beads.length === 0) throw new StructLocError('invalid-input', `${path} names no bead: there is no line below its first.`)
  return beads
}
