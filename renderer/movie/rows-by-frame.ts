// Which rows of a table belong to a frame: looked up many times a second, worked out once a revision of the table.

export interface RowsByFrame {
  /** Row numbers, ascending where the table is in the order of its frames. */
  of(frame: number): Uint32Array
}

/** @param frame column of frame numbers, from 0 */
export function rowsByFrame(frame: Int32Array): RowsByFrame {
  let ordered = true
  for (let i = 1; i < frame.length && ordered; i++) ordered = frame[i] >= frame[i - 1]
  if (ordered) {
    return {
      of(number) {
        const first = lowerBound(frame, number)
        return Uint32Array.from({ length: lowerBound(frame, number + 1) - first }, (_, i) => first + i)
      },
    }
  }
  const rows = Uint32Array.from(frame.keys()).sort((a, b) => frame[a] - frame[b] || a - b)
  const sorted = Int32Array.from(rows, (row) => frame[row])
  return { of: (number) => rows.subarray(lowerBound(sorted, number), lowerBound(sorted, number + 1)) }
}

/** Those of `rows` that are among `passing` (ascending). */
export function passingRows(rows: Uint32Array, passing: Uint32Array | undefined): Uint32Array {
  return passing ? rows.filter((row) => passing[lowerBound(passing, row)] === row) : rows
}

/** First place in ascending numbers that is at least `value`. */
function lowerBound(ascending: Int32Array | Uint32Array, value: number): number {
  let [low, high] = [0, ascending.length]
  while (low < high) {
    const middle = (low + high) >>> 1
    if (ascending[middle] < value) low = middle + 1
    else high = middle
  }
  return low
}
