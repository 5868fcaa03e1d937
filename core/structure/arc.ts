// Filaments bent to an arc of a circle: at every place a point and a frame, so that neighbours can keep an exact distance.
import type { Vector } from '../geometry.ts'
import { along } from './directions.ts'
import type { Range } from './range.ts'
import { onCrossSection } from './tube.ts'
import type { Random } from '../random/random.ts'

export interface Arc {
  /** The point at arc length 0. */
  origin: Vector
  /** Direction at arc length 0, and the directions towards the circle's centre there and out of its plane: orthonormal. */
  tangent: Vector
  normal: Vector
  binormal: Vector
  /** One over the circle's radius, per nm; 0: a straight line. */
  curvature: number
}

/**
 * The point at arc length `s` (nm), shifted by `inwards` along the normal there and `aside` along the binormal. Points of equal
 * shifts form a curve that keeps its distance hypot(inwards, aside) to the arc.
 */
export function onArc({ origin, tangent, normal, binormal, curvature }: Arc, s: number, inwards = 0, aside = 0): Vector {
  const angle = curvature * s
  const [sin, cos] = [Math.sin(angle), Math.cos(angle)]
  // (1 − cos) / curvature, written so that it also holds for a straight line.
  const forward = Math.abs(angle) < 1e-6 ? s : sin / curvature
  const turned = Math.abs(angle) < 1e-6 ? (s * angle) / 2 : (2 * Math.sin(angle / 2) ** 2) / curvature
  return along(origin, [forward - inwards * sin, tangent], [turned + inwards * cos, normal], [aside, binormal])
}

/** A molecule of a filament of radius `radius` (nm) along the arc (with the shifts of `onArc`) at arc length `s`. */
export function moleculeOnArc(arc: Arc, s: number, inwards: number, aside: number, radius: number, random: Random): Vector {
  const r = onCrossSection(radius, random)
  const angle = random.between(0, 2 * Math.PI)
  return onArc(arc, s, inwards + r * Math.cos(angle), aside + r * Math.sin(angle))
}

/** A random curvature (per nm) to either side. */
export function bend([low, high]: Range, random: Random): number {
  return (random.between(low, high) / 1000) * (random.uniform() < 0.5 ? -1 : 1)
}
