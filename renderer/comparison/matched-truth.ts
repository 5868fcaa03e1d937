// The true places inside the pixel of what was found, along each axis, from the 10 × 10 cells of the checkerboard measure.

const side = 10

/** Shares of each tenth of the pixel. @param cells counts, row-major */
export function matchedTruthInPixel(cells: readonly number[]): { x: number[]; y: number[] } {
  const total = cells.reduce((sum, count) => sum + count, 0) || 1
  const along = (of: (cell: number) => number): number[] => {
    const shares = Array.from({ length: side }, () => 0)
    cells.forEach((count, cell) => { shares[of(cell)] += count / total })
    return shares
  }
  return { x: along((cell) => cell % side), y: along((cell) => Math.floor(cell / side)) }
}
