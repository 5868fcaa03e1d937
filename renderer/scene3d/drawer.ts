// What draws the 3D view: the graphics card, or the processor by itself.
import type { Cloud } from './cloud.ts'
import type { Bounds } from './view-math.ts'

/** How large points are drawn. */
export interface PointScale {
  /** Device pixels that a radius of 1 nm has at a distance of 1; 0 where all points are as large. */
  perNm: number
  /** Device pixels. */
  least: number
}

export interface Drawer {
  readonly canvas: HTMLCanvasElement
  /** It stands still, and all points are drawn. */
  readonly whole: boolean
  /** Shows a cloud under a name, in place of the one before. */
  setCloud(name: string, cloud: Cloud | undefined): void
  /** Only what is inside is shown; undefined: all. */
  setClip(box: Bounds | undefined): void
  /** The box drawn around everything, nm. */
  setBox(box: Bounds): void
  /** While the view moves, fewer points may be drawn. */
  setMoving(moving: boolean): void
  /** A picture from where the camera stands; whether another is due, of more points. */
  draw(): boolean
  /** The picture of all points, as wide and high as the canvas. */
  picture(): Promise<CanvasImageSource & { width: number; height: number }>
  delete(): void
}

/** Of what is behind everything, and of the box: red, green, blue, shares 0 … 1. */
export const backgroundColour = [0.043, 0.055, 0.071] as const
export const boxColour = [0.55, 0.6, 0.66] as const
