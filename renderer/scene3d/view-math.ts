// Where points of the 3D view land on the screen: for picking and for the scale bar.

export interface Projection {
  /** World to clip coordinates, row-major (a point is a column on its right). */
  matrix: ArrayLike<number>
  width: number
  height: number
}

/** Pixel of a place (nm) from the canvas's top-left corner, and its depth (−1 near … 1 far). */
export function toScreen({ matrix: m, width, height }: Projection, x: number, y: number, z: number): readonly [number, number, number] {
  const w = m[12] * x + m[13] * y + m[14] * z + m[15]
  return [
    ((m[0] * x + m[1] * y + m[2] * z + m[3]) / w + 1) * width / 2,
    (1 - (m[4] * x + m[5] * y + m[6] * z + m[7]) / w) * height / 2,
    (m[8] * x + m[9] * y + m[10] * z + m[11]) / w,
  ]
}

/** The box outside which points are not shown: [x low, x high, y low, …], nm. */
export type Bounds = readonly [number, number, number, number, number, number]

export const insideBounds = (box: Bounds, x: number, y: number, z: number): boolean =>
  x >= box[0] && x <= box[1] && y >= box[2] && y <= box[3] && z >= box[4] && z <= box[5]

/** The point nearest to a screen place within `reach` pixels, the foremost of equals; −1 where there is none. */
export function pickPoint(places: Float32Array, projection: Projection, box: Bounds, at: readonly [number, number], reach = 8): number {
  let [best, bestScore] = [-1, Infinity]
  for (let i = 0; i < places.length / 3; i++) {
    const [x, y, z] = [places[3 * i], places[3 * i + 1], places[3 * i + 2]]
    if (!insideBounds(box, x, y, z)) continue
    const [px, py, depth] = toScreen(projection, x, y, z)
    const distance = Math.hypot(px - at[0], py - at[1])
    if (distance > reach || depth < -1 || depth > 1) continue
    const score = Math.round(distance / 2) + depth * 1e-3
    if (score < bestScore) [best, bestScore] = [i, score]
  }
  return best
}

export type Plane = 'xy' | 'xz' | 'yz'

/** Where the camera looks and what is up. y runs down as in the movie; z runs up. */
export const planes: Readonly<Record<Plane, { direction: readonly [number, number, number]; up: readonly [number, number, number] }>> = {
  xy: { direction: [0, 0, 1], up: [0, -1, 0] },
  xz: { direction: [0, 1, 0], up: [0, 0, 1] },
  yz: { direction: [-1, 0, 0], up: [0, 0, 1] },
}
