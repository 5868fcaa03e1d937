// Opens a table for a role: the engine reads it, the window keeps it as a dataset.
import { useDatasets, type Role } from '../datasets/index.ts'
import { useEngine } from '../engine/index.ts'
import { host } from '../host/index.ts'
import { useMovies } from '../movie/index.ts'
import type { ReadTableResult } from '../../electron/contract/api.ts'

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path
const text = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined)

/** A table of a file as a dataset of the role, or of the first free role of its kind. @throws StructLocError */
export async function openTable(path: string, role?: Role): Promise<ReadTableResult> {
  const [datasets, movies] = [useDatasets(), useMovies()]
  const read = await useEngine().call('readTable', { path })
  const about = read.provenance ?? {}
  const movie = text((about.movie as { path?: unknown } | undefined)?.path)
  const open = movies.movies.find(({ id }) => id === movie) ?? movies.current
  const number = (value: unknown): number | undefined => (typeof value === 'number' ? value : undefined)
  datasets.put({
    id: path, label: fileName(path), kind: read.kind, table: read.table, source: { type: 'file', path, format: read.format }, provenance: about,
    movie: movie ?? open?.id, model: text((about.model as { id?: unknown } | undefined)?.id),
    pixelSize: number(about.pixelSize) ?? open?.pixelSize ?? open?.details.pixelSize,
    width_px: number(about.width_px) ?? open?.details.width, height_px: number(about.height_px) ?? open?.details.height,
  }, role !== undefined && (role === 'truth') === (read.kind === 'emitters') ? role : undefined)
  return read
}

/** Lets a person choose tables. */
export const chooseTables = (title: string): Promise<string[]> =>
  host().openFiles({ title, filters: [{ name: 'Tables', extensions: ['csv', 'arrow', 'txt'] }], multiple: true })
