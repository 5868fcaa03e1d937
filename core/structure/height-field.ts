// A gently undulating sheet as height above the focal plane: a tilted plane and a few plane waves of random direction,
// wavelength and phase (a Gaussian random surface in the limit of many waves).
import type { z } from 'zod'
import type { Box } from '../geometry.ts'
import type { Random } from '../random/random.ts'
import { pointIn } from './directions.ts'
import { rangeWithin, type Range } from './range.ts'

const WAVES = 4

/** Parameters of kinds that lie on such a sheet; the defaults are those of a membrane close to a cover glass. */
export const undulating = {
  /** Standard deviation of the height from the tilted plane, nm. */
  undulation: rangeWithin(0, 1e5).default([30, 150]),
  /** nm */
  wavelength: rangeWithin(1, 1e6).default([2000, 6000]),
  /** Angle between the plane and the focal plane, degrees. */
  tilt_deg: rangeWithin(0, 80).default([0, 15]),
} satisfies Record<string, z.ZodType>

interface Parameters { undulation: Range; wavelength: Range; tilt_deg: Range }

export interface HeightField {
  /** Height z in nm at x and y in nm. */
  height(x: number, y: number): number
  /** ∂z/∂x and ∂z/∂y. */
  slope(x: number, y: number): readonly [number, number]
  /** A bound of the steepness √(1 + |∇z|²). */
  steepest: number
}

/** The greatest steepness √(1 + |∇z|²) that any sheet with these parameters can have. */
export function steepestOf({ undulation, wavelength, tilt_deg }: Parameters): number {
  return Math.hypot(1, Math.tan((tilt_deg[1] * Math.PI) / 180) + (WAVES * Math.sqrt(2 / WAVES) * undulation[1] * 2 * Math.PI) / wavelength[0])
}

/** A random sheet through a uniform point of the domain. */
export function randomHeightField(given: Parameters, domain: Box, random: Random): HeightField {
  const anchor = pointIn(domain, random)
  const gradient = Math.tan((random.between(...given.tilt_deg) * Math.PI) / 180)
  const towards = random.between(0, 2 * Math.PI)
  const plane = [gradient * Math.cos(towards), gradient * Math.sin(towards)] as const
  // A wave of amplitude a has the variance a²/2.
  const amplitude = random.between(...given.undulation) * Math.sqrt(2 / WAVES)
  const waves = Array.from({ length: WAVES }, () => {
    const angle = random.between(0, 2 * Math.PI)
    const k = (2 * Math.PI) / random.between(...given.wavelength)
    return { kx: k * Math.cos(angle), ky: k * Math.sin(angle), phase: random.between(0, 2 * Math.PI) }
  })
  const shape = (x: number, y: number): number => {
    let sum = plane[0] * x + plane[1] * y
    for (const { kx, ky, phase } of waves) sum += amplitude * Math.sin(kx * x + ky * y + phase)
    return sum
  }
  const offset = anchor[2] - shape(anchor[0], anchor[1])
  const steepness = waves.reduce((sum, { kx, ky }) => sum + amplitude * Math.hypot(kx, ky), gradient)
  return {
    height: (x, y) => offset + shape(x, y),
    slope(x, y) {
      let [dx, dy] = plane as readonly [number, number]
      for (const { kx, ky, phase } of waves) {
        const rise = amplitude * Math.cos(kx * x + ky * y + phase)
        dx += rise * kx
        dy += rise * ky
      }
      return [dx, dy]
    },
    steepest: Math.hypot(1, steepness),
  }
}
