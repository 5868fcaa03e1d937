// Makes a PSF from its description. A further kind of PSF is one more case here and in psf.ts.
import { astigmaticPsf } from './astigmatic.ts'
import { csplinePsf } from './cspline.ts'
import type { Psf, PsfSpec } from './psf.ts'

/** The PSF sampled on pixels of `pixelSize` nm. Errors: 'invalid-input' where it was measured on pixels of another size. */
export function createPsf(spec: PsfSpec, pixelSize: number): Psf {
  return spec.type === 'cspline' ? csplinePsf(spec, pixelSize) : astigmaticPsf(spec, pixelSize)
}
