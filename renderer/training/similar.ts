// Whether scores measured under one acquisition say something about another.
import type { PsfSpec } from '../../core/psf/psf.ts'
import type { Acquisition } from '../../core/simulation/acquisition.ts'

const near = (a: number, b: number, share: number): boolean => Math.abs(a - b) <= share * Math.max(Math.abs(a), Math.abs(b))
const middle = ([low, high]: readonly [number, number]): number => (low + high) / 2

/** Formulas within a tenth; of measured PSFs only the same one. */
function alike(a: PsfSpec, b: PsfSpec): boolean {
  if (a.type === 'astigmatic') return b.type === a.type && near(a.sigma0, b.sigma0, 0.1) && near(a.gamma, b.gamma, 0.1) && near(a.d, b.d, 0.1)
  return b.type === a.type && a.knots === b.knots && a.zFirst === b.zFirst
}

/** Light within a quarter, background within a third, pixels and PSF within a tenth. */
export function fits(known: Acquisition, asked: Acquisition): boolean {
  return known.camera.type === asked.camera.type && alike(known.psf, asked.psf)
    && near(known.photons, asked.photons, 0.25) && near(middle(known.background), middle(asked.background), 0.34) && near(known.pixelSize, asked.pixelSize, 0.1)
}
