// The localization nearest to a place: looked for in all rows, which takes a few milliseconds for a million.

/** Row of the nearest point within `most` nm, among `rows` (all where absent); undefined where none is near. */
export function nearestRow({ x, y }: { x: ArrayLike<number>; y: ArrayLike<number> }, at: { x: number; y: number }, most: number, rows?: Uint32Array): number | undefined {
  let [best, square]: [number | undefined, number] = [undefined, most * most]
  const length = rows ? rows.length : x.length
  for (let i = 0; i < length; i++) {
    const row = rows ? rows[i] : i
    const distance = (x[row] - at.x) ** 2 + (y[row] - at.y) ** 2
    if (distance <= square) [best, square] = [row, distance]
  }
  return best
}
