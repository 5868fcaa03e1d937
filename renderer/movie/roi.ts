// Drawing, moving and resizing a rectangular region of whole pixels. Frame pixels here; the movie keeps it in nm.
import type { OpenMovie } from './movies-store.ts'
import type { Point, Size } from './view-transform.ts'

export interface PixelBox {
  x0: number
  y0: number
  x1: number
  y1: number
}

export type Roi = NonNullable<OpenMovie['roi']>

/** What of a box a point takes hold of: the sides it lies on, all of it inside, or none. */
export interface Grip {
  left: boolean
  right: boolean
  top: boolean
  bottom: boolean
}

/** All pixels touched between two points; at least one, inside the frame. */
export function boxBetween(a: Point, b: Point, { width, height }: Size): PixelBox {
  const span = (p: number, q: number, most: number): [number, number] => {
    const low = Math.min(Math.max(Math.floor(Math.min(p, q)), 0), most - 1)
    return [low, Math.min(Math.max(Math.ceil(Math.max(p, q)), low + 1), most)]
  }
  const [x0, x1] = span(a.x, b.x, width)
  const [y0, y1] = span(a.y, b.y, height)
  return { x0, y0, x1, y1 }
}

/** @param near frame pixels from a side that still count as on it */
export function gripAt({ x0, y0, x1, y1 }: PixelBox, at: Point, near: number): Grip | undefined {
  if (at.x < x0 - near || at.x > x1 + near || at.y < y0 - near || at.y > y1 + near) return undefined
  const grip = { left: Math.abs(at.x - x0) <= near, right: Math.abs(at.x - x1) <= near, top: Math.abs(at.y - y0) <= near, bottom: Math.abs(at.y - y1) <= near }
  return grip.left || grip.right || grip.top || grip.bottom ? grip : { left: true, right: true, top: true, bottom: true }
}

/** The box with the gripped sides moved by whole pixels. */
export function dragged(box: PixelBox, grip: Grip, by: Point, { width, height }: Size): PixelBox {
  let [dx, dy] = [Math.round(by.x), Math.round(by.y)]
  if (grip.left && grip.right) {
    dx = Math.min(Math.max(dx, -box.x0), width - box.x1)
    dy = Math.min(Math.max(dy, -box.y0), height - box.y1)
  }
  const moved = { x0: box.x0 + (grip.left ? dx : 0), x1: box.x1 + (grip.right ? dx : 0), y0: box.y0 + (grip.top ? dy : 0), y1: box.y1 + (grip.bottom ? dy : 0) }
  return boxBetween({ x: moved.x0, y: moved.y0 }, { x: moved.x1, y: moved.y1 }, { width, height })
}

export const cursorOf = (grip: Grip | undefined): string => {
  if (!grip) return 'crosshair'
  const { left, right, top, bottom } = grip
  if (left && right) return 'move'
  if ((left && top) || (right && bottom)) return 'nwse-resize'
  if ((right && top) || (left && bottom)) return 'nesw-resize'
  return left || right ? 'ew-resize' : 'ns-resize'
}

export const toNm = ({ x0, y0, x1, y1 }: PixelBox, pixelSize: number): Roi => ({ x0: x0 * pixelSize, y0: y0 * pixelSize, x1: x1 * pixelSize, y1: y1 * pixelSize })

export const toPixels = ({ x0, y0, x1, y1 }: Roi, pixelSize: number): PixelBox => ({ x0: x0 / pixelSize, y0: y0 / pixelSize, x1: x1 / pixelSize, y1: y1 / pixelSize })
