// Places of a list that are selected, as ranges: a million selected rows are one range.

export interface Range {
  /** Both included. */
  from: number
  to: number
}

export interface Selection {
  ranges: readonly Range[]
  /** Where a range begins that Shift extends. */
  anchor: number
}

export const nothing: Selection = { ranges: [], anchor: 0 }

const range = (a: number, b: number): Range => ({ from: Math.min(a, b), to: Math.max(a, b) })

export const selectOne = (place: number): Selection => ({ ranges: [range(place, place)], anchor: place })

/** From the anchor to here, in place of the latest range. */
export const extendTo = ({ ranges, anchor }: Selection, place: number): Selection => ({ ranges: [...ranges.slice(0, -1), range(anchor, place)], anchor })

export const selectAll = (count: number): Selection => (count > 0 ? { ranges: [range(0, count - 1)], anchor: 0 } : nothing)

export const isSelected = ({ ranges }: Selection, place: number): boolean => ranges.some(({ from, to }) => place >= from && place <= to)

/** Adds a place, or takes it out. */
export function toggle(selection: Selection, place: number): Selection {
  if (!isSelected(selection, place)) return { ranges: [...selection.ranges, range(place, place)], anchor: place }
  const ranges = selection.ranges.flatMap(({ from, to }) => (place < from || place > to ? [{ from, to }] : [{ from, to: place - 1 }, { from: place + 1, to }].filter((one) => one.from <= one.to)))
  return { ranges, anchor: place }
}

/** The places, ascending, each once. */
export function placesOf({ ranges }: Selection): Uint32Array {
  const merged: Range[] = []
  for (const { from, to } of ranges.toSorted((a, b) => a.from - b.from)) {
    const last = merged.at(-1)
    if (last && from <= last.to + 1) last.to = Math.max(last.to, to)
    else merged.push({ from, to })
  }
  const places = new Uint32Array(merged.reduce((sum, { from, to }) => sum + to - from + 1, 0))
  let n = 0
  for (const { from, to } of merged) for (let place = from; place <= to; place++) places[n++] = place
  return places
}
