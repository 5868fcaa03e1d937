// From a table's columns to the points of the 3D view: places (nm), a colour and a size each. Made in slices, so that the window
// stays alive with a million rows.
import { colourTable, type ColourMap } from '../../core/rendering/colour-map.ts'

export interface CloudSource {
  x: Float32Array
  y: Float32Array
  z: Float32Array
  /** Rows that are shown; all where absent. */
  rows?: Uint32Array
  /** nm; what a point's size shows, where the table has it. */
  sigma_x?: Float32Array
  sigma_y?: Float32Array
}

/** Either one colour for all, or the colour of a value within a range. */
export type CloudColour = { colour: string } | { values: Float32Array; range: readonly [number, number]; map: ColourMap }

export interface Cloud {
  /** Row of the table for each point; points are in random order, so that the first k are a fair sample. */
  rows: Uint32Array
  /** x, y, z of each point, nm. */
  places: Float32Array
  /** Red, green, blue, 0 … 255. */
  colours: Uint8Array
  /** Radius, nm. */
  radii: Float32Array
}

/** Colour of rows without a value (no match): grey. */
const without = [128, 128, 128] as const
const slice = 150_000

const pause = (): Promise<void> => new Promise((resolve) => { setTimeout(resolve) })

export function parseColour(text: string): readonly [number, number, number] {
  const value = Number.parseInt(text.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** A fixed shuffle: the same table gives the same picture at every level of detail. */
export function shuffled(rows: Uint32Array): Uint32Array {
  const out = Uint32Array.from(rows)
  let state = 0x9e3779b9
  for (let i = out.length - 1; i > 0; i--) {
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5 | 0
    const other = ((state ^ (state >>> 13)) >>> 0) % (i + 1)
    const kept = out[i]
    out[i] = out[other]
    out[other] = kept
  }
  return out
}

/** @param sigmaFactor radius of a point in its σ (mean of x and y); without σ, 10 nm */
export async function makeCloud(source: CloudSource, colour: CloudColour, sigmaFactor: number, signal?: AbortSignal): Promise<Cloud> {
  const all = source.rows ?? Uint32Array.from(source.x.keys())
  const finite = all.filter((row) => Number.isFinite(source.x[row] + source.y[row] + source.z[row]))
  const rows = shuffled(finite)
  const count = rows.length
  const cloud: Cloud = { rows, places: new Float32Array(3 * count), colours: new Uint8Array(3 * count), radii: new Float32Array(count) }
  const table = 'values' in colour ? colourTable(colour.map) : undefined
  const plain = 'colour' in colour ? parseColour(colour.colour) : without
  for (let start = 0; start < count; start += slice) {
    if (start > 0) await pause()
    signal?.throwIfAborted()
    for (let i = start; i < Math.min(start + slice, count); i++) {
      const row = rows[i]
      cloud.places[3 * i] = source.x[row]
      cloud.places[3 * i + 1] = source.y[row]
      cloud.places[3 * i + 2] = source.z[row]
      const sigma = source.sigma_x && source.sigma_y ? (source.sigma_x[row] + source.sigma_y[row]) / 2 : 10
      cloud.radii[i] = sigmaFactor * (sigma > 0 ? sigma : 10)
      let [red, green, blue]: readonly [number, number, number] = plain
      if (table && 'values' in colour) {
        const value = colour.values[row]
        if (Number.isNaN(value)) [red, green, blue] = without
        else {
          const [low, high] = colour.range
          const at = 3 * Math.round(255 * Math.min(Math.max((value - low) / (high - low || 1), 0), 1));
          [red, green, blue] = [table[at], table[at + 1], table[at + 2]]
        }
      }
      cloud.colours[3 * i] = red
      cloud.colours[3 * i + 1] = green
      cloud.colours[3 * i + 2] = blue
    }
  }
  return cloud
}

/** Lowest and highest of each axis over several clouds; undefined where there are no points. */
export function boundsOf(clouds: readonly Cloud[]): [number, number, number, number, number, number] | undefined {
  const bounds: [number, number, number, number, number, number] = [Infinity, -Infinity, Infinity, -Infinity, Infinity, -Infinity]
  for (const { places } of clouds) {
    for (let i = 0; i < places.length; i++) {
      const axis = 2 * (i % 3)
      if (places[i] < bounds[axis]) bounds[axis] = places[i]
      if (places[i] > bounds[axis + 1]) bounds[axis + 1] = places[i]
    }
  }
  return bounds[0] <= bounds[1] ? bounds : undefined
}
