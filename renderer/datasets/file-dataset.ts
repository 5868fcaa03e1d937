// A table read from a file as a dataset: what the document beside it says, and what is known of the movie that is open.
import type { ReadTableResult } from '../../electron/contract/api.ts'
import type { NewDataset } from './datasets-store.ts'
import { asKind } from './give-role.ts'

/** What is known of a movie, where one is open. */
export interface KnownMovie {
  id: string
  pixelSize: number | undefined
  details: { width: number; height: number; pixelSize: number | undefined }
}

const fileName = (path: string): string => path.split(/[\\/]/).at(-1) ?? path
const number = (value: unknown): number | undefined => (typeof value === 'number' && Number.isFinite(value) ? value : undefined)

/** A text, or that in a property: `movie: 'a.tif'` as well as `movie: { path: 'a.tif' }`. */
function named(value: unknown, property: string): string | undefined {
  const one: unknown = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[property] : value
  return typeof one === 'string' && one !== '' ? one : undefined
}

/** Path of the movie that a table was made from, where the document beside it says so. */
export const movieOf = ({ provenance }: Pick<ReadTableResult, 'provenance'>): string | undefined => named(provenance?.movie, 'path')

/** @param movie the one it belongs to; @param kind as what it is taken, where not as what it is */
export function fileDataset(path: string, read: ReadTableResult, movie: KnownMovie | undefined, kind = read.kind): NewDataset {
  const about = read.provenance ?? {}
  return {
    id: kind === read.kind ? path : `${path} as ${kind}`, label: fileName(path), kind, table: asKind(read.table, read.kind, kind), source: { type: 'file', path, format: read.format },
    movie: movie?.id ?? movieOf(read), model: named(about.model, 'id'),
    pixelSize: number(about.pixelSize) ?? read.field?.pixelSize ?? movie?.pixelSize ?? movie?.details.pixelSize,
    width_px: number(about.width_px) ?? read.field?.width_px ?? movie?.details.width, height_px: number(about.height_px) ?? read.field?.height_px ?? movie?.details.height, provenance: about,
  }
}
