// From a stack of beads to a PSF: finds and registers the beads, fits their common spline, and says how good it is.
import { StructLocError } from '../errors.ts'
import { csplinePsf } from '../psf/cspline.ts'
import { packKnots } from '../psf/knots.ts'
import { csplineSchema, type AstigmaticSpec, type CsplineSpec } from '../psf/psf.ts'
import { fitAstigmatism } from './astigmatism.ts'
import { averageBeads, freedomOf, splineOf, type Averaging } from './average-beads.ts'
import { beadPicture, type GreyPicture } from './bead-picture.ts'
import { depthPerPlane, type BeadStack, type CalibrationSettings } from './bead-stack.ts'
import { cutWindow, type BeadWindow } from './bead-window.ts'
import { ambiguityOf, axialLimit, boundsOver, idealCamera, usableRange, type Ambiguity } from './depth-range.ts'
import { backgrounds, findBeads, type BeadFault, type Candidate } from './find-beads.ts'
import { checkLeftOut, type LeftOut } from './left-out.ts'
import { noiseOfCamera, noiseOfStack, photonsPerAdu, type NoiseModel } from './noise-model.ts'
import { residualsOf, roughlyRegister } from './register.ts'
import { focusOf, gridFor, imageAt, widthsAt, widthsOf } from './spline-image.ts'

export interface CalibratedBead {
  /** From 1. */
  number: number
  /** nm */
  x: number
  y: number
  accepted: boolean
  fault: BeadFault | undefined
  reason: string | undefined
  /** Of accepted beads: brightness in units of the mean, and depth above the others, nm. */
  brightness: number | undefined
  height: number | undefined
  picture: GreyPicture
}

export interface CalibratedPlane {
  /** From 0. */
  plane: number
  z: number
  /** Of the beads that made the spline: reduced χ² (a value less those that the spline took) and root mean square residual as a share of the stack's peak. */
  chi2: number | null
  rms: number | null
  /** Widths of the spline's image, nm, and of the fitted Gaussian's. */
  sigmaX: number
  sigmaY: number
  gaussianX: number | undefined
  gaussianY: number | undefined
  /** Bounds of a lone emitter, nm: √(CRLB_x + CRLB_y), and of z. */
  lateral: number
  axial: number
}

export interface Calibration {
  psf: CsplineSpec
  /** The fitted astigmatic Gaussian, and root mean square of its widths against the spline's, nm. */
  gaussian: { spec: AstigmaticSpec; rms: number } | undefined
  beads: CalibratedBead[]
  planes: CalibratedPlane[]
  /** Of the planes, the largest: root mean square residual as a share of the stack's peak. */
  worstRms: number
  /** Reduced χ², mean over the planes. */
  chi2: number
  leftOut: LeftOut
  noise: NoiseModel
  /** ADU */
  background_adu: number
  /** The plane of z = 0, from 0; with a fraction where it was found. */
  z0Plane: number
  /** Depths whose axial bound is under `axialLimit`. */
  usable: [number, number] | undefined
  axialLimit: number
  light: { photons: number; background_photons: number; camera: string }
  ambiguity: Ambiguity | undefined
  /** What a person should know, a sentence each. */
  remarks: string[]
}

/** Distance of the spline's knots in depth, nm. */
const knotDistance = 50
const fewestPlanes = 7
/** More of the stack's peak than this is not left over of beads that are alike and bright enough. */
const mostLeft = 0.03
/** Reduced χ² up to which what is left over is noise. */
const noiseAlone = 1.5

/** @throws StructLocError 'invalid-input' where the stack has too few planes or no bead that can be used, saying what is wrong with each */
export function calibrate(stack: BeadStack, settings: CalibrationSettings, tell: (share: number, message: string) => void = () => undefined): Calibration {
  check(stack, settings)
  const remarks: string[] = []
  tell(0, 'looking for beads')
  const candidates = findBeads(stack, settings)
  const level = backgrounds(stack, candidates, settings.radius_px)
  const background_adu = level.reduce((a, b) => a + b, 0) / level.length
  const noise = settings.camera ? noiseOfCamera(settings.camera, background_adu) : noiseOfStack(stack, background_adu)
  const cut = (candidate: Candidate, index: number): BeadWindow => cutWindow(stack, level, index, candidate.x_px, candidate.y_px, settings.radius_px)
  const windows = candidates.flatMap((candidate, i) => (candidate.fault ? [] : [cut(candidate, i)]))
  if (windows.length === 0) throw nothingUsable(candidates, settings)

  const perPlane = depthPerPlane(settings)
  const placesKnown = settings.positions !== undefined
  if (placesKnown) windows.forEach((bead) => { bead.flux = candidates[bead.index].light_adu / mean(windows.map(({ index }) => candidates[index].light_adu)) })
  else roughlyRegister(windows, perPlane)
  const averaging: Averaging = { grid: gridFor(settings.radius_px, (stack.planes - 1) * perPlane, stack.planes, knotDistance), perPlane, noise, placesKnown }
  const { grid } = averaging
  const averaged = averageBeads(windows, averaging, (share, message) => tell(0.05 + 0.6 * share, message))
  let { knots } = averaged
  const { beads } = averaged
  for (const { bead, misfit, usual } of averaged.unlike) {
    Object.assign(candidates[bead.index], { fault: 'shape', reason: `It does not look like the others: what the average leaves of it is ${(100 * misfit).toFixed(1)} % of its peak, of the others ${(100 * usual).toFixed(1)} %.` })
  }

  const all = Array.from({ length: stack.planes }, (_, plane) => plane)
  const measured = (at: number): ReturnType<typeof widthsAt> => widthsAt(knots, grid, settings.pixelSize, at)
  const focus = focusOf(all.map((plane) => ({ at: plane * perPlane, ...measured(plane * perPlane) })))
  const zeroAt = settings.z0Plane === undefined ? focus.at : settings.z0Plane * perPlane
  const z0Plane = zeroAt / perPlane
  if (!placesKnown) {
    // The emitter is where a Gaussian through the spot at z = 0 has its middle.
    const { x, y } = measured(zeroAt)
    for (const bead of beads) {
      bead.x_px += x
      bead.y_px += y
    }
    knots = splineOf(beads, averaging, undefined, 40)
  }

  const { unit, words: light } = lightUnit(imageAt(knots, grid, zeroAt), settings, beads.map(({ index }) => candidates[index]), remarks)
  const specOf = (from: Float64Array, each: number): CsplineSpec => {
    const packed = packKnots(from.map((value) => value * each))
    return csplineSchema.parse({
      type: 'cspline', pixelSize: settings.pixelSize, side: grid.side, depths: grid.depths, zFirst: grid.zFirst - zeroAt, zStep: grid.zStep,
      zRange: [grid.zFirst + grid.zStep - zeroAt, grid.zFirst + (grid.depths - 2) * grid.zStep - zeroAt], scale: packed.scale, knots: packed.values,
      source: `${beads.length} bead${beads.length === 1 ? '' : 's'}, ${stack.planes} planes`, origin: originWords(settings, z0Plane, focus.round), light,
    })
  }
  const psf = specOf(knots, unit)
  // The Gaussian through the widths, in depths from z = 0.
  const widths = all.map((plane) => ({ z: plane * perPlane - zeroAt, ...measured(plane * perPlane) }))
  const sensible = widths.filter(({ sigmaX, sigmaY }) => Math.max(sigmaX, sigmaY) < 0.4 * settings.radius_px * settings.pixelSize)
  const gaussian = fitAstigmatism(sensible)

  const leftOut = checkLeftOut(beads, averaging, knots, (from) => specOf(from, 1), (share, message) => tell(0.7 + 0.2 * share, message))
  tell(0.92, 'bounds over depth')
  const { taken, values } = freedomOf(knots, beads, averaging)
  const perFreedom = values / Math.max(values - taken, 1)
  const residuals = beads.map((bead) => residualsOf(knots, bead, grid, perPlane, noise))
  const peak = Math.max(...beads.map(({ signal }) => signal.reduce((a, b) => Math.max(a, b), 0)))
  const seen = { camera: settings.camera ?? idealCamera, photons: settings.photons, background_photons: settings.background_photons }
  const made = csplinePsf(psf, psf.pixelSize)
  const bounds = boundsOver(made, seen, widths.map(({ z }) => z))
  const rising = perPlane > 0 ? bounds : bounds.toReversed()
  const planes = all.map((plane): CalibratedPlane => ({
    plane, z: widths[plane].z,
    chi2: orNull(perFreedom * mean(residuals.map(({ chi2 }) => chi2[plane]).filter((value) => !Number.isNaN(value)))),
    rms: orNull(Math.sqrt(mean(residuals.map(({ rms_adu }) => rms_adu[plane] ** 2).filter((value) => !Number.isNaN(value)))) / peak),
    sigmaX: widths[plane].sigmaX, sigmaY: widths[plane].sigmaY,
    gaussianX: gaussian && widthsOf(gaussian.spec, widths[plane].z)[0], gaussianY: gaussian && widthsOf(gaussian.spec, widths[plane].z)[1],
    lateral: bounds[plane].lateral, axial: bounds[plane].axial,
  }))
  tell(0.95, 'looking for depths that look alike')
  const usable = usableRange(rising)
  const ambiguity = ambiguityOf(made, seen, rising.filter((_, i) => i % Math.max(1, Math.round(rising.length / 40)) === 0))
  tell(1, 'done')
  const worstRms = Math.max(...planes.map(({ rms }) => rms ?? 0))
  if (noise.from === 'stack') remarks.push('No camera was given: the noise, by which χ² is judged, was read off the stack.')
  const worst = planes.find(({ rms }) => rms === worstRms)
  if (worst && worstRms > mostLeft) {
    remarks.push(`At plane ${worst.plane + 1} the spline leaves ${(100 * worstRms).toFixed(1)} % of the stack's peak (root mean square), more than ${100 * mostLeft} %: ${(worst.chi2 ?? 0) < noiseAlone ? 'the beads are dim, this is their noise' : 'the beads differ from each other, or change within the stack'}.`)
  }
  if (beads.length === 1) remarks.push('A single bead made the spline; several average out their noise and show a bead that is not alone.')
  const poor = rising.filter(({ axial }) => !(axial <= axialLimit))
  if (poor.length > 0.02 * rising.length) {
    remarks.push(`At ${(100 * poor.length / rising.length).toFixed(0)} % of the depths (${[...new Set([poor[0], poor.at(-1)!].map(({ z }) => z.toFixed(0)))].join(' … ')} nm) the axial bound is over ${axialLimit} nm for ${seen.photons} photons over a background of ${seen.background_photons}.`)
  }
  if (ambiguity) {
    remarks.push(`Depth is ambiguous: at ${seen.photons} photons and a background of ${seen.background_photons} the spot at ${ambiguity.between[0].toFixed(0)} nm is taken for the one at ${ambiguity.between[1].toFixed(0)} nm, or the other way round, in ${(100 * ambiguity.confusion).toFixed(0)} % of the cases; ${(100 * ambiguity.share).toFixed(0)} % of the depths have such a double.`)
  }
  return {
    psf, gaussian, planes, worstRms, leftOut, noise, background_adu, z0Plane, usable, axialLimit, ambiguity, remarks,
    chi2: mean(planes.flatMap(({ chi2 }) => chi2 ?? [])),
    light: { photons: seen.photons, background_photons: seen.background_photons, camera: settings.camera?.type ?? 'without noise of its own' },
    beads: candidates.map((candidate, index): CalibratedBead => {
      const bead = beads.find((one) => one.index === index)
      return {
        number: index + 1, accepted: bead !== undefined, fault: candidate.fault, reason: candidate.reason,
        x: (bead?.x_px ?? candidate.x_px) * settings.pixelSize, y: (bead?.y_px ?? candidate.y_px) * settings.pixelSize,
        brightness: bead?.flux, height: bead?.z,
        picture: bead ? beadPicture(bead, knots, grid, perPlane) : beadPicture(cut(candidate, index)),
      }
    }),
  }
}

const orNull = (value: number): number | null => (Number.isFinite(value) ? value : null)
const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length

function check({ planes, width, height }: BeadStack, { z0Plane, zStep, radius_px }: CalibrationSettings): void {
  if (planes < fewestPlanes) throw new StructLocError('invalid-input', `The stack has ${planes} plane${planes === 1 ? '' : 's'}; a calibration needs ${fewestPlanes} or more, one for each step of the stage.`)
  if (zStep === 0) throw new StructLocError('invalid-input', 'The step from plane to plane is 0 nm; it must be above zero, or below where the stack was taken downwards.')
  if (z0Plane !== undefined && (z0Plane < 0 || z0Plane > planes - 1)) throw new StructLocError('invalid-input', `Plane ${z0Plane + 1} was given for z = 0; the stack has planes 1 to ${planes}.`)
  if (2 * radius_px + 1 > Math.min(width, height)) throw new StructLocError('invalid-input', `The window about a bead is ${2 * radius_px + 1} pixels wide; the frames have ${width}×${height}.`)
}

function nothingUsable(candidates: readonly Candidate[], { radius_px }: CalibrationSettings): StructLocError {
  if (candidates.length === 0) return new StructLocError('invalid-input', 'No bead was found: no spot rises above the noise of the mean over all planes.')
  const reasons = candidates.slice(0, 3).map(({ x_px, y_px, reason }, i) => `bead ${i + 1} at (${x_px.toFixed(0)}, ${y_px.toFixed(0)}) px: ${reason}`)
  return new StructLocError('invalid-input', `None of the ${candidates.length} beads can be used with a window of ${2 * radius_px + 1} pixels. ${reasons.join(' ')}`)
}

/** What a grey value of the mean bead is worth, so that the PSF is of one photon. */
function lightUnit(focus: Float64Array, { camera }: CalibrationSettings, beads: readonly Candidate[], remarks: string[]): { unit: number; words: string } {
  const photons = beads.map((bead) => bead.photons)
  if (camera && photons.every((value) => value !== undefined)) {
    const each = mean(photons)
    return { unit: photonsPerAdu(camera) / each, words: `one photon is the light of a bead divided by the ${each.toFixed(0)} photons given for it` }
  }
  if (photons.every((value) => value !== undefined)) remarks.push('The photons given for the beads could not be used: without a camera it is not known how many photons a grey value is.')
  return { unit: 1 / focus.reduce((a, b) => a + b, 0), words: 'one photon is the light in the window at z = 0' }
}

function originWords({ positions, z0Plane: given }: CalibrationSettings, z0Plane: number, round: boolean): string {
  const plane = given === undefined ? `z = 0 at plane ${(z0Plane + 1).toFixed(1)}, where the spot is ${round ? 'round' : 'sharpest'}` : `z = 0 at plane ${z0Plane + 1}, as given`
  return positions ? `x and y from the given positions of the beads; ${plane}` : `x and y from the middle of a Gaussian fitted at z = 0; ${plane}`
}
