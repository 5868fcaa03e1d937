// Blinking: an emitter switches on at a random time and stays on for an exponential time, so it spans frames with a share
// of its photons in each (DECODE; Speiser et al. 2021). Time is counted in frames; frame f covers [f, f + 1).
import type { Random } from '../random/random.ts'

export interface Blinking {
  /** Mean on-time, frames. */
  onTime_frames: number
  /** Mean flux: photons in a frame in which the emitter is on throughout. */
  photons: number
  /** Standard deviation of the flux between emitters, as a share of its mean. */
  photonSpread: number
}

/** One stay in the bright state. */
export interface Activation {
  start: number
  end: number
  flux: number
}

/** Least flux, as a share of the mean: the normal distribution is cut there. */
export const LEAST_FLUX = 0.1

/** No stay is longer than this many mean on-times (one of 160,000 would be): so a frame depends on finitely many before it. */
const LONGEST_STAY = 12

/** An activation that starts in [start, start + 1). */
export function activation(blinking: Blinking, start: number, random: Random): Activation {
  const begin = start + random.uniform()
  const end = begin + Math.min(random.exponential(1), LONGEST_STAY) * blinking.onTime_frames
  const flux = blinking.photons * Math.max(LEAST_FLUX, 1 + blinking.photonSpread * random.normal())
  return { start: begin, end, flux }
}

/** The share of frame f in which an activation is on, 0 … 1. */
export function shareOfFrame(on: Activation, frame: number): number {
  return Math.max(0, Math.min(on.end, frame + 1) - Math.max(on.start, frame))
}

/**
 * Expected rows (frames in which at least a share ε of the frame is lit) of an activation that starts uniformly in a frame:
 * e^(−ε/τ) · (1 − ε + τ). The first frame gives (1 − ε)·e^(−ε/τ), all later ones together τ·e^(−ε/τ).
 */
export function rowsPerActivation(onTime_frames: number, least: number): number {
  return Math.exp(-least / onTime_frames) * (1 - least + onTime_frames)
}

/**
 * The same with the least number of photons given: the mean over the spread of the flux (the rows of dim emitters fall
 * under it sooner), by the midpoint rule over ±4 standard deviations.
 */
export function rowsAbove(blinking: Blinking, minimumPhotons: number): number {
  const { onTime_frames, photons, photonSpread } = blinking
  const steps = photonSpread > 0 ? 64 : 1
  let [sum, weights] = [0, 0]
  for (let i = 0; i < steps; i++) {
    const normal = steps === 1 ? 0 : ((i + 0.5) / steps) * 8 - 4
    const weight = Math.exp(-0.5 * normal * normal)
    const least = minimumPhotons / (photons * Math.max(LEAST_FLUX, 1 + photonSpread * normal))
    if (least < 1) sum += weight * rowsPerActivation(onTime_frames, least)
    weights += weight
  }
  return sum / weights
}

/** Frames before a frame whose activations can still be on in it. */
export function leadIn_frames(onTime_frames: number): number {
  return Math.ceil(LONGEST_STAY * onTime_frames) + 1
}
