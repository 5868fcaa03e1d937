// What colour stands for: columns that can be shown, their maps, and the values of the first and last colour.
import { hawaii, type ColourMap } from '../../core/rendering/colour-map.ts'
import type { Dataset } from '../datasets/index.ts'
import { marks } from '../ui/index.ts'
import type { Rgb } from './painter.ts'
import { emphasis } from './value-map.ts'

export interface Colouring {
  column: string
  title: string
  unit: string
  map: ColourMap
  /** Fixed first and last value; otherwise from the data. */
  range?: readonly [number, number]
}

const known: readonly Colouring[] = [
  { column: 'z', title: 'Depth', unit: 'nm', map: hawaii },
  { column: 'prior_influence', title: 'Prior influence', unit: 'σ', map: emphasis, range: [0, 6] },
  { column: 'error_lateral', title: 'Lateral error', unit: 'nm', map: emphasis },
  { column: 'error_axial', title: 'Axial error', unit: 'nm', map: emphasis },
  { column: 'sigma_x', title: 'σ of x', unit: 'nm', map: emphasis },
  { column: 'sigma_z', title: 'σ of z', unit: 'nm', map: emphasis },
  { column: 'photons', title: 'Photons', unit: '', map: hawaii },
  { column: 'frame', title: 'Frame', unit: '', map: hawaii },
]

/** What the tables can be coloured by. */
export function colouringsOf(datasets: readonly Dataset[]): Colouring[] {
  const columns = new Set(datasets.flatMap(({ table, extra }) => [...Object.keys(table), ...Object.keys(extra)]))
  const others = [...columns].filter((column) => !['x', 'y', 'id'].includes(column) && known.every((one) => one.column !== column))
  return [...known.filter(({ column }) => columns.has(column)), ...others.map((column): Colouring => ({ column, title: column, unit: '', map: emphasis }))]
}

/** Values looked at to find a range. */
const looked = 5000

/** From the 1 % to the 99 % quantile over the tables, widened to round numbers for depth. */
export function rangeOf({ column, range }: Colouring, datasets: readonly Dataset[]): readonly [number, number] {
  if (range) return range
  const values: number[] = []
  for (const { table, extra } of datasets) {
    const source = (table as unknown as Record<string, ArrayLike<number> | undefined>)[column] ?? extra[column]
    if (!source) continue
    const step = Math.max(1, Math.floor(source.length / looked))
    for (let i = 0; i < source.length; i += step) if (Number.isFinite(source[i])) values.push(source[i])
  }
  if (values.length === 0) return [0, 1]
  const sorted = Float64Array.from(values).sort()
  const [low, high] = [0.01, 0.99].map((share) => sorted[Math.round(share * (sorted.length - 1))])
  if (column === 'z') {
    const most = Math.max(50, Math.ceil(Math.max(Math.abs(low), Math.abs(high)) / 50) * 50)
    return [-most, most]
  }
  const start = column.startsWith('error') ? 0 : low
  return high > start ? [start, high] : [start, start + 1]
}

/** '#e69f00' as shares 0 … 1. */
export function rgbOf(hex: string): Rgb {
  const value = Number.parseInt(hex.slice(1), 16)
  return [(value >> 16) / 255, ((value >> 8) & 255) / 255, (value & 255) / 255]
}

export const roleColours = { a: rgbOf(marks.a.colour), b: rgbOf(marks.b.colour), truth: rgbOf(marks.truth.colour) } as const
