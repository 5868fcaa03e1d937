// What is written of a calibration: the PSF, the Gaussian that fits it, all numbers, and a page with pictures and curves.
import { parse, join } from 'node:path'
import type { Calibration } from '../../../core/calibration/calibrate.ts'
import { programVersion } from '../localize/provenance.ts'
import { placeFile } from '../tables/place-file.ts'
import { calibrationPage } from './calibration-page.ts'
import { writeSmapCalibration } from './smap-file.ts'

export interface CalibrationPlaces {
  stack: string
  out: string | undefined
  smap: string | undefined
  /** Whether the camera has an EM register, which SMAP wants to know. */
  emGain: boolean
}

const json = (value: unknown): string[] => [`${JSON.stringify(value, undefined, 1)}\n`]

/** What is written beside a PSF. */
export function filesBeside(out: string): { numbers: string; page: string; gaussian: string } {
  const { dir, name } = parse(out)
  const beside = (ending: string): string => join(dir, `${name}.${ending}`)
  return { numbers: beside('report.json'), page: beside('report.html'), gaussian: beside('gaussian.json') }
}

/** Writes beside `out` (bead.psf.json): bead.psf.gaussian.json, bead.psf.report.json and bead.psf.report.html. Gives the further files. */
export async function writeCalibration(calibration: Calibration, { stack, out, smap, emGain }: CalibrationPlaces): Promise<string[]> {
  const files: string[] = []
  if (smap !== undefined) {
    await writeSmapCalibration(smap, calibration.psf, emGain, `written by StructLoc ${programVersion()}`)
    files.push(smap)
  }
  if (out === undefined) return files
  const { numbers, page, gaussian: formula } = filesBeside(out)
  const { psf, gaussian, beads, ...report } = calibration
  await placeFile(out, json(psf))
  await placeFile(numbers, json({
    structloc: 'calibration', date: new Date().toISOString(), stack, psf: out, origin: psf.origin, brightness: psf.light, gaussian, ...report,
    beads: beads.map((bead) => ({ ...bead, picture: undefined })), versions: { structloc: programVersion() },
  }))
  await placeFile(page, [calibrationPage(calibration, stack)])
  files.push(numbers, page)
  if (gaussian) {
    await placeFile(formula, json(gaussian.spec))
    files.push(formula)
  }
  return files
}
