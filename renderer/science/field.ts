// Field of view, pixel size and frames of tables, by the same order as on the command line: as described with the localizations, with
// the truth, with the movie, else from the truth's own extent.
import type { Dataset } from '../datasets/index.ts'

export interface FieldOfView {
  /** nm, from the outer corner of the top-left pixel. */
  width: number
  height: number
  pixelSize: number
  from: 'described' | 'extent'
}

/** Width of a pixel where nothing says it, nm. */
const usualPixelSize = 100

export type Described = Pick<Dataset, 'pixelSize' | 'width_px' | 'height_px' | 'provenance' | 'table'>

/** What an open movie says of itself. */
export interface MovieShape {
  width: number
  height: number
  pixelSize: number | undefined
}

const number = (value: unknown): number | undefined => (typeof value === 'number' && value > 0 ? value : undefined)

/** @param datasets in the order of trust; @param extent of this table where nothing is described */
export function fieldOfView(datasets: readonly (Described | undefined)[], movie: MovieShape | undefined, extent: Described | undefined): FieldOfView | undefined {
  const described = datasets.filter((one) => one !== undefined).map((one) => ({
    width_px: one.width_px ?? number(one.provenance.width_px), height_px: one.height_px ?? number(one.provenance.height_px), pixelSize: one.pixelSize ?? number(one.provenance.pixelSize),
  }))
  const all = [...described, ...(movie ? [{ width_px: movie.width, height_px: movie.height, pixelSize: movie.pixelSize }] : [])]
  const sized = all.find(({ width_px }) => width_px !== undefined)
  const pixelSize = sized?.pixelSize ?? all.find((one) => one.pixelSize !== undefined)?.pixelSize ?? usualPixelSize
  if (sized) return { width: sized.width_px! * pixelSize, height: (sized.height_px ?? sized.width_px!) * pixelSize, pixelSize, from: 'described' }
  const table = extent?.table
  if (!table || table.x.length === 0) return undefined
  const [width, height] = [pixelSize * Math.ceil(greatest(table.x) / pixelSize), pixelSize * Math.ceil(greatest(table.y) / pixelSize)]
  return width > 0 && height > 0 ? { width, height, pixelSize, from: 'extent' } : undefined
}

/** Frames [first, end), from 0, that a table covers, where it says so (`frames` from 1, both included; `framesDone` of them). */
export function framesOf({ provenance }: Pick<Dataset, 'provenance'>): { first: number; end: number } | undefined {
  const frames = provenance.frames as { first?: unknown; last?: unknown } | undefined | null
  if (typeof frames?.first !== 'number' || typeof frames.last !== 'number') return undefined
  const done = typeof provenance.framesDone === 'number' ? provenance.framesDone : frames.last - frames.first + 1
  return { first: frames.first - 1, end: frames.first - 1 + done }
}

/** A column is looked through once: tables have millions of rows. */
const found = new WeakMap<Float32Array, number>()

/** At least 0. */
function greatest(values: Float32Array): number {
  let most = found.get(values)
  if (most === undefined) {
    most = 0
    for (let i = 0; i < values.length; i++) if (values[i] > most) most = values[i]
    found.set(values, most)
  }
  return most
}
