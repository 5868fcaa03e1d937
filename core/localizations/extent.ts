/** Least and most of a column. */
export interface Extent {
  least: number
  most: number
}

/** Undefined where no value is a number. */
export function extentOf(values: ArrayLike<number>): Extent | undefined {
  let [least, most] = [Infinity, -Infinity]
  for (let i = 0; i < values.length; i++) {
    const value = values[i]
    if (value < least) least = value
    if (value > most) most = value
  }
  return least <= most ? { least, most } : undefined
}
