// Makes a PSF from its description. A further kind of PSF is one more case here and in psf.ts.
import { astigmaticPsf } from './astigmatic.ts'
import type { Psf, PsfSpec } from './psf.ts'

/** The PSF sampled on pixels of `pixelSize` nm. */
export function createPsf(spec: PsfSpec, pixelSize: number): Psf {
  return astigmaticPsf(spec, pixelSize)
}
