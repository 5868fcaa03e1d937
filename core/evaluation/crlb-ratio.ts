// How near to the bound localizations come: RMSE over the root mean square of the matched emitters' bounds. A network that sees
// three frames may beat the bound of one, so each emitter's bound is the joint one of the frames t − 1, t, t + 1 in which it is lit.
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
  /** Bounds of one frame, for emitters lit in one frame only; otherwise joint bounds of three. */
  singleFrame?: boolean
}

/** Ratio 1 is the limit; null without a matched emitter that fits the options. */
export function crlbRatio(psf: Psf, camera: Camera, found: Spots, truth: EmitterTable, matching: Pick<Matching, 'detection' | 'truth'>, options: CrlbOptions): CrlbRatio | null {
  const distances = neighbourDistances(truth)
  // Rows are the same molecule's where the position is the same: that holds for tables without molecule numbers, too.
  const key = (row: number, frame: number): string => `${frame} ${truth.x[row]} ${truth.y[row]} ${truth.z[row]}`
  const rows = new Map<string, number>()
  truth.frame.forEach((frame, row) => rows.set(key(row, frame), row))
  const sums = { lateral: 0, axial: 0, boundLateral: 0, boundAxial: 0 }
  let emitters = 0
  matching.truth.forEach((t, i) => {
    if (truth.photons[t] < options.minimumPhotons || distances[t] < options.isolation) return
    const around = [-1, 0, 1].map((step) => rows.get(key(t, truth.frame[t] + step)))
    if (options.singleFrame && (around[0] !== undefined || around[2] !== undefined)) return
    const seen = around.filter((row) => row !== undefined).map((row): Sighting => ({ photons: truth.photons[row], background_photons: options.background_photons }))
    const bound = crlb(psf, camera, truth.x[t], truth.y[t], truth.z[t], seen)
    if (!Number.isFinite(bound.z)) return
    const d = matching.detection[i]
    sums.lateral += (found.x[d] - truth.x[t]) ** 2 + (found.y[d] - truth.y[t]) ** 2
    sums.axial += (found.z[d] - truth.z[t]) ** 2
    sums.boundLateral += bound.x ** 2 + bound.y ** 2
    sums.boundAxial += bound.z ** 2
    emitters++
  })
  if (emitters === 0) return null
  return {
    emitters,
    lateral: Math.sqrt(sums.lateral / sums.boundLateral),
    axial: Math.sqrt(sums.axial / sums.boundAxial),
    boundLateral: Math.sqrt(sums.boundLateral / emitters),
    boundAxial: Math.sqrt(sums.boundAxial / emitters),
  }
}
