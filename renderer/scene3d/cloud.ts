// From a table's columns to the points of the 3D view: places (nm), a colour and a size each. Made in slices, so that the window
// stays alive with a million rows.
import { colourTable, type ColourMap } from '../../core/rendering/colour-map.ts'
// Not through the door, which opens on components: clouds are tested without a browser.
import { noPartner, noValue } from '../superres/value-map.ts'
import { turns } from '../ui/turns.ts'
import type { Bounds } from './view-math.ts'

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
export type CloudColour = { colour: string } | { values: Float32Array | Int32Array; range: readonly [number, number]; map: ColourMap }

export interface Cloud {
  /** Row of the table for each point; points are in random order, so that the first k are a fair sample. */
  rows: Uint32Array
  /** x, y, z of each point, nm. */
  places: Float32Array
  /** Red, green, blue, 0 … 255. */
  colours: Uint8Array
  /** Radius, nm. */
  radii: Float32Array
  /** Lowest and highest x, y, z, nm. */
  bounds: Bounds
}

/** Colours of rows without a value, and of those without a match (infinite): as in the super-resolution views. */
const [without, unmatched] = [noValue, noPartner].map((shares) => shares.map((share) => Math.round(255 * share)) as unknown as readonly [number, number, number])
/** Points between two looks at the clock. */
const slice = 2 ** 13

export function parseColour(text: string): readonly [number, number, number] {
  const value = Number.parseInt(text.slice(1), 16)
  return [value >> 16, (value >> 8) & 255, value & 255]
}

/** A fixed shuffle, in place: the same table gives the same picture at every level of detail. */
async function shuffle(rows: Uint32Array, turn: () => Promise<void> | undefined): Promise<void> {
  let state = 0x9e3779b9
  for (let i = rows.length - 1; i > 0; i--) {
    if (i % slice === 0) await turn()
    state = Math.imul(state ^ (state >>> 15), 0x2c1b3c6d) + 0x6d2b79f5 | 0
    const other = ((state ^ (state >>> 13)) >>> 0) % (i + 1)
    const kept = rows[i]
    rows[i] = rows[other]
    rows[other] = kept
  }
}

/** The rows with a place, in the order of the table. */
async function placed({ x, y, z, rows }: CloudSource, turn: () => Promise<void> | undefined): Promise<Uint32Array> {
  const length = rows?.length ?? x.length
  const out = new Uint32Array(length)
  let count = 0
  for (let i = 0; i < length; i++) {
    if (i % slice === 0) await turn()
    const row = rows ? rows[i] : i
    if (Number.isFinite(x[row] + y[row] + z[row])) out[count++] = row
  }
  return out.subarray(0, count)
}

/** @param sigmaFactor radius of a point in its σ (mean of x and y); without σ, 10 nm */
export async function makeCloud(source: CloudSource, colour: CloudColour, sigmaFactor: number, signal?: AbortSignal): Promise<Cloud> {
  const turn = turns(signal)
  const rows = await placed(source, turn)
  await shuffle(rows, turn)
  const count = rows.length
  const bounds: [number, number, number, number, number, number] = [Infinity, -Infinity, Infinity, -Infinity, Infinity, -Infinity]
  const cloud: Cloud = { rows, places: new Float32Array(3 * count), colours: new Uint8Array(3 * count), radii: new Float32Array(count), bounds }
  const table = 'values' in colour ? colourTable(colour.map) : undefined
  const plain = 'colour' in colour ? parseColour(colour.colour) : without
  for (let start = 0; start < count; start += slice) {
    await turn()
    for (let i = start; i < Math.min(start + slice, count); i++) {
      const row = rows[i]
      const [x, y, z] = [source.x[row], source.y[row], source.z[row]]
      cloud.places[3 * i] = x
      cloud.places[3 * i + 1] = y
      cloud.places[3 * i + 2] = z
      if (x < bounds[0]) bounds[0] = x
      if (x > bounds[1]) bounds[1] = x
      if (y < bounds[2]) bounds[2] = y
      if (y > bounds[3]) bounds[3] = y
      if (z < bounds[4]) bounds[4] = z
      if (z > bounds[5]) bounds[5] = z
      const sigma = source.sigma_x && source.sigma_y ? (source.sigma_x[row] + source.sigma_y[row]) / 2 : 10
      cloud.radii[i] = sigmaFactor * (sigma > 0 ? sigma : 10)
      let [red, green, blue]: readonly [number, number, number] = plain
      if (table && 'values' in colour) {
        const value = colour.values[row]
        if (Number.isNaN(value)) [red, green, blue] = without
        else if (value === Infinity) [red, green, blue] = unmatched
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
export function boundsOf(clouds: readonly Cloud[]): Bounds | undefined {
  const some = clouds.filter(({ rows }) => rows.length > 0).map(({ bounds }) => bounds)
  if (some.length === 0) return undefined
  const over = (at: number, of: (...values: number[]) => number): number => of(...some.map((bounds) => bounds[at]))
  return [over(0, Math.min), over(1, Math.max), over(2, Math.min), over(3, Math.max), over(4, Math.min), over(5, Math.max)]
}
