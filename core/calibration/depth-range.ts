// What a PSF tells of depth: the bound of a lone emitter over depth, the range in which it is good enough, and depths whose images
// cannot be told from each other, which a bound, being local, does not see.
import type { Camera } from '../camera/camera.ts'
import { crlb } from '../evaluation/crlb.ts'
import { erf } from '../psf/erf.ts'
import type { Psf } from '../psf/psf.ts'
import { fitPlace } from './fit-spot.ts'

export interface BoundAtDepth {
  z: number
  /** √(CRLB_x + CRLB_y), and of z; nm. */
  lateral: number
  axial: number
}

/** The light for which depth is judged. */
export interface Light {
  camera: Camera
  photons: number
  background_photons: number
}

/** A camera without noise of its own. */
export const idealCamera: Camera = { type: 'ccd', quantumEfficiency: 1, spuriousCharge_e: 0, electronsPerAdu: 1, baseline_adu: 0, readNoise_e: 0, bits: 16 }

/** Depths whose bound of z is above this are not usable, nm. */
export const axialLimit = 50

export function boundsOver(psf: Psf, { camera, photons, background_photons }: Light, depths: readonly number[]): BoundAtDepth[] {
  return depths.map((z) => {
    const bound = crlb(psf, camera, 20.4 * psf.pixelSize, 20.3 * psf.pixelSize, z, [{ photons, background_photons }])
    return { z, lateral: Math.hypot(bound.x, bound.y), axial: bound.z }
  })
}

/** The widest run of depths whose axial bound stays under the limit; undefined where none does. */
export function usableRange(bounds: readonly BoundAtDepth[], limit = axialLimit): [number, number] | undefined {
  let best: [number, number] | undefined
  let start: number | undefined
  for (const { z, axial } of bounds) {
    if (axial <= limit) {
      start ??= z
      if (!best || z - start > best[1] - best[0]) best = [start, z]
    } else start = undefined
  }
  return best && best[1] > best[0] ? best : undefined
}

export interface Ambiguity {
  /** Depths that look most alike though they are far apart, nm. */
  between: [number, number]
  /** How many standard deviations of the noise lie between their images. */
  separation: number
  /** How often one of the two is then taken for the other, a share. */
  confusion: number
  /** Share of the depths that have such a double. */
  share: number
}

/** Images closer than this many standard deviations are taken for each other in more than 2 % of the cases. */
const confusable = 4
/** Fewer depths with doubles than this share are the ends of the range, where images change slowly. */
const fewest = 0.1
/** Depths count as far apart from this many nm and bounds on. */
const farApart = { nm: 150, bounds: 4 }

/** Depths with doubles, by the best fit that each depth's image finds at every other; undefined where all can be told apart. */
export function ambiguityOf(psf: Psf, light: Light, bounds: readonly BoundAtDepth[]): Ambiguity | undefined {
  const side = 2 * Math.min(psf.reach_px, 10) + 1
  const centre = (side / 2) * psf.pixelSize
  const { quantumEfficiency: qe, spuriousCharge_e: dark } = light.camera
  const excess = light.camera.type === 'emccd' ? 2 : 1
  const read = typeof light.camera.readNoise_e === 'number' ? light.camera.readNoise_e / (light.camera.type === 'emccd' ? light.camera.emGain : 1) : 0
  // Variance of a pixel in photons²: what the camera adds to Poisson's.
  const noise = { slope: excess / qe, floor: (read * read + excess * dark) / (qe * qe) }
  const planes = new Float64Array(4 * side * side)
  let worst: Ambiguity | undefined
  let doubles = 0
  for (const one of bounds) {
    psf.derivatives(planes, 0, 0, side, centre, centre, one.z)
    const image = planes.slice(0, side * side).map((value) => light.photons * value + light.background_photons)
    let least = Infinity
    for (const other of bounds) {
      if (Math.abs(other.z - one.z) < Math.max(farApart.nm, farApart.bounds * Math.min(one.axial, 200))) continue
      const fit = fitPlace(psf, image, side, noise, [{ x: centre, y: centre, z: other.z, light: light.photons, background: light.background_photons }], { fixedDepth: true, steps: 10 })
      const separation = Math.sqrt(fit.chi2 * side * side)
      least = Math.min(least, separation)
      if (separation < (worst?.separation ?? Infinity)) worst = { between: [one.z, other.z], separation, confusion: (1 - erf(separation / Math.sqrt(8))) / 2, share: 0 }
    }
    if (least < confusable) doubles++
  }
  return worst && doubles > fewest * bounds.length ? { ...worst, between: worst.between.toSorted((a, b) => a - b) as [number, number], share: doubles / bounds.length } : undefined
}
