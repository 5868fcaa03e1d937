// What draws super-resolution pictures: Gaussians are added up in a layer each, in portions, then toned into panes of the canvas.
import type { ColourMap } from '../../core/rendering/colour-map.ts'
import type { ToneMode } from './arrangement.ts'
import type { Place, Size } from './place.ts'

export type Rgb = readonly [red: number, green: number, blue: number]

/** How a layer is coloured: by its values through a map, or all alike (shares 0 … 1). */
export type LayerColour = { map: ColourMap; range: readonly [number, number] } | Rgb

/** A layer's points and how they are coloured. */
export interface LayerPoints {
  count: number
  /** x, y, σx, σy (nm) of each. */
  geometry: Float32Array
  values: Float32Array
  colour: LayerColour
}

export interface SumOptions {
  place: Place
  /** Device pixels a CSS pixel. */
  ratio: number
  /** Device pixels. */
  target: Size
  /** Factor on σ, then its limits, nm. */
  sigma: { factor: number; least: number; most: number }
}

/** Device pixels from the canvas's top-left corner. */
export interface PanePlace extends Size {
  left: number
  top: number
}

export interface Tone {
  mode: ToneMode
  layers: readonly string[]
  /** Localizations per nm² at full brightness. */
  full: number
  gamma: number
}

/** Colours (shares 0 … 1) of differences: where the first layer has more, where it has fewer. */
export interface DifferenceColours {
  more: Rgb
  fewer: Rgb
}

export interface Painter {
  /** It cannot draw at the moment. */
  readonly lost: boolean
  /** What a layer shows; undefined: nothing any more. */
  setLayer(id: string, points: LayerPoints | undefined): void
  /** Fits the canvas to its place, device pixels. */
  resize(size: Size): void
  /** Starts a layer's sums anew. */
  begin(id: string, options: SumOptions): void
  /** Adds up at most `count` further points; how many are left. */
  add(id: string, count: number, options: SumOptions): number
  /** Paints the whole canvas black. */
  clear(): void
  /** Tones sums into a pane; `clip` narrows it (swipe). */
  tone(tone: Tone, pane: PanePlace, clip?: PanePlace): void
  /** Shows what was toned. */
  present(): void
  /** Localizations per nm² at evenly spaced pixels of a layer's sums. */
  densities(id: string): Float32Array
  /** The same without waiting: undefined until they are there. */
  densitiesLater(id: string): () => Float32Array | undefined
  /** Tells whether all that was asked for is drawn: a check that costs nothing. */
  fence(): () => boolean
}

/** Most places along each side at which the density is looked at. */
export const sampleSide = 256
/** Gaussians are integrated over pixels of the device: their variance grows by a pixel's own. σ² of the narrowest. */
export const narrowest = 0.25
