// A stack of beads on a coverslip, one plane a step of the stage or the objective.
import type { Camera } from '../camera/camera.ts'

export interface BeadStack {
  width: number
  height: number
  planes: number
  /** ADU, planes × height × width. */
  adu: Uint16Array | Float32Array
}

/** A bead's place that is known, nm from the outer corner of the top-left pixel, and its photons, where known. */
export interface KnownBead {
  x: number
  y: number
  photons?: number
}

export interface CalibrationSettings {
  /** nm */
  pixelSize: number
  /** nm from plane to plane; below zero where the stack was taken downwards. */
  zStep: number
  /** What was moved: with the stage a bead comes up through the focus, with the objective it goes down. */
  moved: 'stage' | 'objective'
  /** Depth that a step of one nanometre makes: below 1 where the objective was moved and the sample refracts less than its immersion. */
  depthFactor: number
  /** The plane of z = 0, from 0; found where absent. */
  z0Plane?: number
  /** Places of the beads; found where absent. */
  positions?: KnownBead[]
  /** Half-width of the window about a bead, px. */
  radius_px: number
  /** Grey values into photons, and their noise; without it the noise is taken from the stack. */
  camera?: Camera
  /** The light for which bounds are worked out: photons, and background a pixel. */
  photons: number
  background_photons: number
}

/** Depth per plane, nm, with its sign. */
export function depthPerPlane({ zStep, moved, depthFactor }: Pick<CalibrationSettings, 'zStep' | 'moved' | 'depthFactor'>): number {
  return (moved === 'stage' ? 1 : -1) * zStep * depthFactor
}

/** Median; NaN of nothing. */
export function median(values: ArrayLike<number>): number {
  const sorted = Float64Array.from(values).sort()
  const half = sorted.length >> 1
  return sorted.length % 2 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2
}
