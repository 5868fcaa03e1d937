// Numbers along the box's edges, nm or µm, at the edges that lie outermost on the screen.
import { ticks } from '../../core/rendering/scale.ts'
// Not through the door, which opens on components.
import { written } from '../ui/numbers.ts'
import { toScreen, type Bounds, type Projection } from './view-math.ts'

/** Text around a place on the screen; titles name the axis. */
export interface AxisLabel {
  x: number
  y: number
  text: string
  title: boolean
}

/** One unit an axis. */
const isLong = ([from, to]: readonly [number, number]): boolean => Math.max(Math.abs(from), Math.abs(to)) >= 10_000

/** Of 11-pixel letters, with room around them. */
const [letterWidth, lineHeight] = [7, 15]
const overlap = (one: AxisLabel, other: AxisLabel): boolean =>
  Math.abs(one.y - other.y) < lineHeight && Math.abs(one.x - other.x) < (letterWidth * (one.text.length + other.text.length)) / 2 + 4

/** Titles, and those numbers that have room beside them and beside each other. */
export function axisLabels(projection: Projection, bounds: Bounds): AxisLabel[] {
  const placed: AxisLabel[] = []
  for (const label of allLabels(projection, bounds).sort((one, other) => Number(other.title) - Number(one.title))) {
    if (placed.every((other) => !overlap(label, other))) placed.push(label)
  }
  return placed
}

function allLabels(projection: Projection, bounds: Bounds): AxisLabel[] {
  const centre = toScreen(projection, ...([0, 1, 2] as const).map((axis) => (bounds[2 * axis] + bounds[2 * axis + 1]) / 2) as [number, number, number])
  return ([0, 1, 2] as const).flatMap((axis) => {
    const [u, v] = ([0, 1, 2] as const).filter((other) => other !== axis)
    const edges = [0, 1].flatMap((i) => [0, 1].map((j) => (value: number): readonly [number, number, number] => {
      const point: [number, number, number] = [0, 0, 0]
      point[axis] = value
      point[u] = bounds[2 * u + i]
      point[v] = bounds[2 * v + j]
      return toScreen(projection, ...point)
    }))
    const range = [bounds[2 * axis], bounds[2 * axis + 1]] as const
    const middle = (range[0] + range[1]) / 2
    // x and y below, z to the left.
    const best = edges.toSorted((a, b) => (axis === 2 ? a(middle)[0] - b(middle)[0] : b(middle)[1] - a(middle)[1]))[0]
    const [a, b] = [best(range[0]), best(range[1])]
    const length = Math.hypot(a[0] - b[0], a[1] - b[1])
    if (length < 40) return []
    // Away from the box; text is wider than high, so farther to the side than up and down.
    const push = (at: readonly [number, number, number], by: number): readonly [number, number] => {
      const away = Math.hypot(at[0] - centre[0], at[1] - centre[1]) || 1
      const [across, down] = [(at[0] - centre[0]) / away, (at[1] - centre[1]) / away]
      const within = (value: number, most: number): number => Math.min(Math.max(value, 24), most - 24)
      return [within(at[0] + 2 * by * across, projection.width), within(at[1] + by * down, projection.height)]
    }
    const [tx, ty] = push(best(middle), 32)
    return [
      ...ticks(range, Math.max(2, Math.min(6, Math.floor(length / 70)))).map((value): AxisLabel => {
        const [x, y] = push(best(value), 14)
        return { x, y, text: written(isLong(range) ? value / 1000 : value), title: false }
      }),
      { x: tx, y: ty, text: `${'xyz'[axis]}, ${isLong(range) ? 'µm' : 'nm'}`, title: true },
    ]
  })
}
