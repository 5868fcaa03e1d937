import type { Bounds } from './view-math.ts'

/** The corners of a box (x, y, z each) and the numbers of those that its twelve edges join. */
export function boxEdges([x0, x1, y0, y1, z0, z1]: Bounds): { corners: (readonly [number, number, number])[]; edges: (readonly [number, number])[] } {
  const corners = [z0, z1].flatMap((z) => [y0, y1].flatMap((y) => [x0, x1].map((x) => [x, y, z] as const)))
  return { corners, edges: [[0, 1], [2, 3], [4, 5], [6, 7], [0, 2], [1, 3], [4, 6], [5, 7], [0, 4], [1, 5], [2, 6], [3, 7]] }
}
