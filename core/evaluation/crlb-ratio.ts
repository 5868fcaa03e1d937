// How near to the bound localizations come: RMSE over the root mean square of the matched emitters' bounds. A network that sees
// three frames may beat the bound of one, so each emitter's bound is the joint one of the frames t − 1, t, t + 1 in which it is lit;
// for a network that sees one frame it is that of the frame alone.
import type { Camera } from '../camera/camera.ts'
import type { EmitterTable } from '../localizations/table.ts'
import type { Psf } from '../psf/psf.ts'
import { crlb, type Sighting } from './crlb.ts'
import type { Matching, Spots } from './matching.ts'
import { neighbourDistances } from './nominal-density.ts'

export interface CrlbRatio {
  /** Matched emitters that were used. */
  emitters: number
  lateral: number
  axial: number
  /** Root mean square bounds, nm. */
  boundLateral: number
  boundAxial: number
}

export interface CrlbOptions {
  background_photons: number
  /** Only emitters with no other within this distance in the frame, nm: the bound is that of a lone emitter. */
  isolation: number
  minimumPhotons: number
  /** Frames that the localizations were made from: each alone, or with its two neighbours (3, the default). */
  framesSeen?: 1 | 3
}

/** A bound takes about half a millisecond; this many give the ratio to a few percent. */
const MOST = 3000

/**
 * Ratio 1 is the limit; null without a matched emitter that fits the options. Of more than 3,000 such emitters, 3,000 evenly
 * spread over the matching are taken.
 */
export function crlbRatio(psf: Psf, camera: Camera, found: Spots, truth: EmitterTable, matching: Pick<Matching, 'detection' | 'truth'>, options: CrlbOptions): CrlbRatio | null {
  const distances = neighbourDistances(truth)
  const sightings = sightingsIn(truth, options.background_photons, options.framesSeen ?? 3)
  const fitting: { detection: number; row: number; seen: Sighting[] }[] = []
  matching.truth.forEach((row, i) => {
    if (truth.photons[row] < options.minimumPhotons || distances[row] < options.isolation) return
    fitting.push({ detection: matching.detection[i], row, seen: sightings(row) })
  })
  const sums = { lateral: 0, axial: 0, boundLateral: 0, boundAxial: 0 }
  let emitters = 0
  const count = Math.min(MOST, fitting.length)
  for (let k = 0; k < count; k++) {
    const { detection: d, row: t, seen } = fitting[Math.floor((k * fitting.length) / count)]
    const bound = crlb(psf, camera, truth.x[t], truth.y[t], truth.z[t], seen)
    if (!Number.isFinite(bound.z)) continue
    sums.lateral += (found.x[d] - truth.x[t]) ** 2 + (found.y[d] - truth.y[t]) ** 2
    sums.axial += (found.z[d] - truth.z[t]) ** 2
    sums.boundLateral += bound.x ** 2 + bound.y ** 2
    sums.boundAxial += bound.z ** 2
    emitters++
  }
  if (emitters === 0) return null
  return {
    emitters,
    lateral: Math.sqrt(sums.lateral / sums.boundLateral),
    axial: Math.sqrt(sums.axial / sums.boundAxial),
    boundLateral: Math.sqrt(sums.boundLateral / emitters),
    boundAxial: Math.sqrt(sums.boundAxial / emitters),
  }
}

/**
 * What is seen of a row's emitter in its own frame and, of three frames, in the two around it. Rows are the same molecule's where the position is the
 * same: that holds for tables without molecule numbers, too.
 */
function sightingsIn(truth: EmitterTable, background_photons: number, framesSeen: 1 | 3): (row: number) => Sighting[] {
  const key = (row: number, frame: number): string => `${frame} ${truth.x[row]} ${truth.y[row]} ${truth.z[row]}`
  const rows = new Map<string, number>()
  truth.frame.forEach((frame, row) => rows.set(key(row, frame), row))
  return (row) => (framesSeen === 1 ? [0] : [-1, 0, 1])
    .map((step) => rows.get(key(row, truth.frame[row] + step)))
    .filter((other) => other !== undefined)
    .map((other) => ({ photons: truth.photons[other], background_photons }))
}
