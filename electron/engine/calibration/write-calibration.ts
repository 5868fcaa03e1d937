// What is written of a calibration: the PSF, the Gaussian that fits it, all numbers, and a page with pictures and curves.
import { parse, join } from 'node:path'
import type { Calibration } from '../../../core/calibration/calibrate.ts'
import { programVersion } from '../localize/provenance.ts'
import { placeFile } from '../tables/place-file.ts'
import { calibrationPage } from './calibration-page.ts'

export interface CalibrationPlaces {
  stack: string
  out: string | undefined
}

const json = (value: unknown): string[] => [`${JSON.stringify(value, undefined, 1)}\n`]

/** Writes beside `out` (bead.psf.json): bead.psf.gaussian.json, bead.psf.report.json and bead.psf.report.html. Gives the further files. */
export async function writeCalibration(calibration: Calibration, { stack, out }: CalibrationPlaces): Promise<string[]> {
  if (out === undefined) return []
  const { dir, name } = parse(out)
  const beside = (ending: string): string => join(dir, `${name}.${ending}`)
  const { psf, gaussian, beads, ...report } = calibration
  await placeFile(out, json(psf))
  const files = [beside('report.json'), beside('report.html')]
  await placeFile(files[0], json({
    structloc: 'calibration', date: new Date().toISOString(), stack, psf: out, origin: psf.origin, brightness: psf.light, gaussian, ...report,
    beads: beads.map((bead) => ({ ...bead, picture: undefined })), versions: { structloc: programVersion() },
  }))
  await placeFile(files[1], [calibrationPage(calibration, stack)])
  if (gaussian) {
    files.push(beside('gaussian.json'))
    await placeFile(files[2], json(gaussian.spec))
  }
  return files
}
