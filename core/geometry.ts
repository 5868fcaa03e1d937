/** An axis-aligned box in nm: `[minimum, maximum]` for each axis. Origin at the outer corner of the top-left pixel. */
export interface Box {
  x: readonly [number, number]
  y: readonly [number, number]
  z: readonly [number, number]
}

/** Positions in nm, one array an axis, equal lengths. */
export interface Positions {
  x: Float32Array
  y: Float32Array
  z: Float32Array
}

export type Vector = readonly [x: number, y: number, z: number]

/** `count` positions, all zero. */
export function positions(count: number): Positions {
  return { x: new Float32Array(count), y: new Float32Array(count), z: new Float32Array(count) }
}

export const axes = ['x', 'y', 'z'] as const

/** Width, height and depth of a box. */
export function extent(box: Box): Vector {
  return [box.x[1] - box.x[0], box.y[1] - box.y[0], box.z[1] - box.z[0]]
}

/** Whether a point lies in the box (lower ends included, upper ends not). */
export function contains(box: Box, x: number, y: number, z: number): boolean {
  return x >= box.x[0] && x < box.x[1] && y >= box.y[0] && y < box.y[1] && z >= box.z[0] && z < box.z[1]
}

/** The box with `lateral` nm more on each side and `axial` nm more above and below. */
export function widened({ x, y, z }: Box, lateral: number, axial: number): Box {
  return {
    x: [x[0] - lateral, x[1] + lateral],
    y: [y[0] - lateral, y[1] + lateral],
    z: [z[0] - axial, z[1] + axial],
  }
}
