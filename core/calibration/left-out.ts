// The proof of a calibration, on what was left out of it: the spline of one half of the beads is laid over the other half, and its planes
// are fitted one by one as if they were molecules. With a single bead, every second plane is left out instead.
import { csplinePsf } from '../psf/cspline.ts'
import type { CsplineSpec } from '../psf/psf.ts'
import { splineOf, type Averaging } from './average-beads.ts'
import type { BeadWindow } from './bead-window.ts'
import { fitPlace, type Place } from './fit-spot.ts'
import { registerBead, residualsOf } from './register.ts'

export interface LeftOutPlane {
  /** χ² a value. */
  chi2: number | null
  /** Root mean square residual, a share of the stack's peak. */
  rms: number | null
  /** Mean and standard deviation of fitted minus true depth over the beads, nm. */
  depthError: number | null
  depthScatter: number | null
}

export interface LeftOut {
  what: 'beads' | 'planes'
  /** A value a plane; null where nothing was left out, depths also where a plane was not fitted. */
  planes: LeftOutPlane[]
  /** Root mean square of fitted minus true depth over all planes and beads, nm; and without the tenth of the fits that are farthest off. */
  depthRms: number
  depthRmsInner: number
  /** Share of the fits more than 200 nm off in depth. */
  astray: number
}

const astray = 200
/** Planes fitted one by one, over all beads, at most: more say nothing new. */
const mostFits = 200

/** `specOf` makes the PSF of knots, in which a grey value of the mean bead is a unit of light. */
export function checkLeftOut(beads: readonly BeadWindow[], averaging: Averaging, all: Float64Array, specOf: (knots: Float64Array) => CsplineSpec, tell: (share: number, message: string) => void): LeftOut {
  const { grid, perPlane, noise } = averaging
  const planes = beads[0].planes
  const lone = beads.length === 1
  const halves = [0, 1].map((half) => (lone ? [...beads] : beads.filter((_, i) => i % 2 === half)))
  const sums = Array.from({ length: planes }, () => ({ chi2: 0, square: 0, count: 0, errors: [] as number[] }))
  const peak = Math.max(...beads.map(({ signal, flux }) => signal.reduce((a, b) => Math.max(a, b), 0) / flux))
  const stride = Math.ceil((planes * beads.length) / mostFits)
  halves.forEach((tested, half) => {
    tell(half / 2, lone ? 'checking on planes left out' : `checking on ${tested.length} beads left out`)
    // Of the first half's spline the second half is judged, and the other way round.
    const known = lone ? tested : halves[1 - half]
    const tests = (plane: number): boolean => !lone || plane % 2 === half
    const knots = splineOf(known, averaging, all, 40, lone ? (plane) => plane % 2 !== half : undefined)
    const spec = specOf(knots)
    const psf = csplinePsf(spec, spec.pixelSize)
    for (const bead of tested) {
      const light = registerBead(knots, bead, grid, perPlane, noise, false)
      const { chi2, rms_adu } = residualsOf(knots, { ...bead, flux: light.flux }, grid, perPlane, noise, light.background)
      for (let plane = 0; plane < planes; plane++) {
        if (!tests(plane) || Number.isNaN(chi2[plane])) continue
        const sum = sums[plane]
        sum.chi2 += chi2[plane]
        sum.square += (rms_adu[plane] / bead.flux) ** 2
        sum.count++
        if (plane % stride !== (lone ? half % stride : 0)) continue
        // Depths of the spline count from its own zero.
        const truth = bead.z + plane * perPlane - grid.zFirst + spec.zFirst
        sum.errors.push(depthOf(psf, spec, bead, plane, noise) - truth)
      }
    }
  })
  const errors = sums.flatMap((sum) => sum.errors)
  const square = (list: readonly number[]): number => Math.sqrt(list.reduce((sum, error) => sum + error * error, 0) / list.length)
  const inner = errors.toSorted((a, b) => Math.abs(a) - Math.abs(b)).slice(0, Math.ceil(0.9 * errors.length))
  return {
    what: lone ? 'planes' : 'beads',
    planes: sums.map(({ chi2, square: squares, count, errors: list }) => {
      const depthError = list.reduce((a, b) => a + b, 0) / list.length
      const depthScatter = Math.sqrt(list.reduce((sum, error) => sum + (error - depthError) ** 2, 0) / list.length)
      return {
        chi2: count ? chi2 / count : null, rms: count ? Math.sqrt(squares / count) / peak : null,
        depthError: list.length ? depthError : null, depthScatter: list.length ? depthScatter : null,
      }
    }),
    depthRms: square(errors), depthRmsInner: square(inner), astray: errors.filter((error) => Math.abs(error) > astray).length / errors.length,
  }
}

/** The depth that fits one plane of a bead best, from starts over all depths. */
function depthOf(psf: ReturnType<typeof csplinePsf>, { zRange: [low, high], pixelSize }: CsplineSpec, bead: BeadWindow, plane: number, noise: Averaging['noise']): number {
  const pixels = bead.side * bead.side
  const image = bead.signal.subarray(plane * pixels, (plane + 1) * pixels)
  const light = bead.flux
  const [x, y] = [(bead.x_px - bead.left) * pixelSize, (bead.y_px - bead.top) * pixelSize]
  // A bead's own place is left a pixel's tenth off, so that it has to be found.
  const starts: Place[] = Array.from({ length: 6 }, (_, i) => ({ x: x + 0.1 * pixelSize, y: y - 0.1 * pixelSize, z: low + ((i + 0.5) / 6) * (high - low), light, background: 0 }))
  const costs = starts.map((start) => fitPlace(psf, image, bead.side, noise, [start], { fixedDepth: true, steps: 5 }))
  const order = costs.map((_, i) => i).sort((a, b) => costs[a].chi2 - costs[b].chi2)
  return fitPlace(psf, image, bead.side, noise, order.slice(0, 2).map((i) => ({ ...costs[i], z: starts[i].z }))).z
}
