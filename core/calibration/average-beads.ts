// The spline of all beads and their places, by turns: a spline from the beads where they are taken to be, then each bead put where it fits
// the spline best. A bead that is unlike the others is left out, the worst first.
import { Random } from '../random/random.ts'
import { median } from './bead-stack.ts'
import { evidenceOf, expectedOf, type BeadWindow } from './bead-window.ts'
import { fitKnots } from './fit-knots.ts'
import type { NoiseModel } from './noise-model.ts'
import { registerBead, residualsOf } from './register.ts'
import type { SplineGrid } from './spline-grid.ts'

export interface Averaging {
  grid: SplineGrid
  perPlane: number
  noise: NoiseModel
  /** Places of the beads are known; only their light is fitted. */
  placesKnown: boolean
}

export interface Averaged {
  knots: Float64Array
  beads: BeadWindow[]
  /** Those left out as unlike the others, and by how much: their misfit, a share of their peak, and the others'. */
  unlike: { bead: BeadWindow; misfit: number; usual: number }[]
}

const turns = 3
/** A bead is unlike the others where its misfit is this many times theirs, and this share of its peak. */
const unlikeness = { times: 2.5, share: 0.015 }

/** The spline of beads at their places; `use` leaves planes out. Twice, since the noise follows the spline. */
export function splineOf(beads: readonly BeadWindow[], { grid, perPlane, noise }: Averaging, from?: Float64Array, rounds = 40, use?: (plane: number) => boolean): Float64Array {
  const once = (knots?: Float64Array): Float64Array =>
    fitKnots(grid, beads.map((bead) => evidenceOf(bead, grid, perPlane, noise, knots && expectedOf(knots, bead, grid, perPlane), use)), knots, rounds)
  return from ? once(from) : once(once())
}

/**
 * How many numbers the spline has taken from its beads, which is fewer than it has knots where these are held back: the trace of the map from
 * data to fit, by the fit of one set of random signs (Hutchinson, Commun. Stat. Simul. Comput. 19, 433, 1990). `values`: those that counted.
 */
export function freedomOf(knots: Float64Array, beads: readonly BeadWindow[], { grid, perPlane, noise }: Averaging): { taken: number; values: number } {
  const random = new Random(1)
  const evidence = beads.map((bead) => {
    const known = evidenceOf(bead, grid, perPlane, noise, expectedOf(knots, bead, grid, perPlane))
    return { ...known, signal: known.weights.map((weight) => (weight > 0 ? (random.uniform() < 0.5 ? -1 : 1) / Math.sqrt(weight) : 0)) }
  })
  const fitted = fitKnots(grid, evidence)
  let [taken, values] = [0, 0]
  beads.forEach((bead, k) => {
    const { signal, weights } = evidence[k]
    expectedOf(fitted, bead, grid, perPlane).forEach((value, i) => {
      taken += weights[i] * value * signal[i]
      if (weights[i] > 0) values++
    })
  })
  return { taken, values }
}

/** Root mean square of what the spline leaves of a bead beyond its noise, as a share of its peak. */
function misfit(knots: Float64Array, bead: BeadWindow, { grid, perPlane, noise }: Averaging): number {
  const { chi2, rms_adu } = residualsOf(knots, bead, grid, perPlane, noise)
  const excess = Array.from(rms_adu, (rms, plane) => (Number.isNaN(rms) ? NaN : rms * rms * Math.max(0, 1 - 1 / chi2[plane]))).filter((value) => !Number.isNaN(value))
  const peak = bead.signal.reduce((a, b) => Math.max(a, b), 1)
  return Math.sqrt(excess.reduce((a, b) => a + b, 0) / excess.length) / peak
}

export function averageBeads(given: readonly BeadWindow[], averaging: Averaging, tell: (share: number, message: string) => void): Averaged {
  const { grid, perPlane, noise, placesKnown } = averaging
  let beads = [...given]
  const unlike: Averaged['unlike'] = []
  tell(0, 'first average of the beads')
  let knots = splineOf(beads, averaging, undefined, 15)
  for (let turn = 0; turn < turns; turn++) {
    tell((turn + 0.5) / (turns + 1), `putting ${beads.length} beads in their places`)
    for (const bead of beads) {
      const { background: _, ...place } = registerBead(knots, bead, grid, perPlane, noise, !placesKnown)
      Object.assign(bead, place)
    }
    centre(beads, placesKnown)
    for (let worst = worstOf(knots, beads, averaging); worst && beads.length > 2; worst = worstOf(knots, beads, averaging)) {
      unlike.push(worst)
      beads = beads.filter((bead) => bead !== worst?.bead)
      knots = splineOf(beads, averaging, knots, 15)
    }
    tell((turn + 1) / (turns + 1), `averaging ${beads.length} beads`)
    knots = splineOf(beads, averaging, knots, turn === turns - 1 ? 40 : 15)
  }
  return { knots, beads, unlike }
}

/** Only differences between beads can be found: their mean brightness is 1, their mean depth 0. */
function centre(beads: readonly BeadWindow[], placesKnown: boolean): void {
  const mean = (of: (bead: BeadWindow) => number): number => beads.reduce((sum, bead) => sum + of(bead), 0) / beads.length
  const [flux, z] = [mean((bead) => bead.flux), placesKnown ? 0 : mean((bead) => bead.z)]
  for (const bead of beads) {
    bead.flux /= flux
    bead.z -= z
  }
}

function worstOf(knots: Float64Array, beads: readonly BeadWindow[], averaging: Averaging): Averaged['unlike'][number] | undefined {
  if (beads.length < 3) return undefined
  const misfits = beads.map((bead) => misfit(knots, bead, averaging))
  const usual = median(misfits)
  const at = misfits.indexOf(Math.max(...misfits))
  return misfits[at] > unlikeness.times * usual && misfits[at] > unlikeness.share ? { bead: beads[at], misfit: misfits[at], usual } : undefined
}
