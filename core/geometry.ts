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
