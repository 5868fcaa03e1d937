// What draws frames on a canvas.
import type { ColourMap } from '../../core/rendering/colour-map.ts'
import type { Contrast } from './contrast.ts'
import type { ViewTransform } from './view-transform.ts'

/** One picture: its values, row-major, and how they are shown. The same `values` again are the same picture. */
export interface Picture {
  width: number
  height: number
  /** Pixels of the frame along each side that one of the picture's stands for. */
  binning: number
  values: Uint16Array | Float32Array
  contrast: Contrast
  lut: ColourMap
}

/** A part of the canvas, CSS pixels from its top-left corner. */
export interface Pane {
  x: number
  y: number
  width: number
  height: number
}

/** A colour, shares 0 … 1. */
export type Around = readonly [red: number, green: number, blue: number]

export interface FramePainter {
  /** The widest and highest frame that can be drawn. */
  readonly mostSide: number
  /** Fits the canvas to its place. @param ratio device pixels a CSS pixel */
  resize(width: number, height: number, ratio: number): void
  /** Fills the canvas with the colour that stands around frames. */
  clear(around: Around): void
  /** Draws a picture into a part of the canvas. @param transform of its own pixels */
  draw(picture: Picture, transform: ViewTransform, pane: Pane, ratio: number, around: Around): void
  /** Shows what was drawn. */
  present(): void
  dispose(): void
}

/** Pixels a side of a canvas of this size on the device. */
export const devicePixels = (width: number, height: number, ratio: number): readonly [number, number] => [Math.max(1, Math.round(width * ratio)), Math.max(1, Math.round(height * ratio))]

/** Most pixels of the frame along each side that are looked at for one of the screen. */
export const mostUnder = 8
