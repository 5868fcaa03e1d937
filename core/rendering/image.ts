// Pictures as plain data.

/** Rows from the top, pixels from the left, four bytes a pixel (red, green, blue, opacity). */
export interface RgbaImage {
  width: number
  height: number
  data: Uint8ClampedArray
}

/** The part of the sample a picture shows, nm, and the edge of its pixels, nm. */
export interface View {
  x: readonly [number, number]
  y: readonly [number, number]
  pixel: number
}

/** Pixels of a view: the last row and column may reach over its edge. */
export function viewSize({ x, y, pixel }: View): { width: number; height: number } {
  return { width: Math.ceil((x[1] - x[0]) / pixel - 1e-6), height: Math.ceil((y[1] - y[0]) / pixel - 1e-6) }
}
