// What is known of the light in which a movie's molecules were seen, for the CRLB: the description of a simulated movie, else the
// PSF of the model's training with the movie's own camera and estimated background.
import type { Light } from '../../core/evaluation/table-scores.ts'
import type { Acquisition } from '../../core/simulation/acquisition.ts'
import type { Reading } from '../camera/index.ts'

export interface KnownLight extends Light {
  from: 'movie' | 'model'
}

export function lightOf(
  simulated: { acquisition: Acquisition; background_photons: number } | undefined, model: { acquisition: Acquisition } | undefined,
  reading: Pick<Reading, 'camera' | 'pixelSize'> | undefined, background_photons: number | undefined,
): KnownLight | undefined {
  if (simulated) {
    const { acquisition: { psf, camera, pixelSize }, background_photons } = simulated
    return { psf, camera, pixelSize, background_photons, from: 'movie' }
  }
  if (!model || !reading || background_photons === undefined) return undefined
  return { psf: model.acquisition.psf, camera: reading.camera, pixelSize: reading.pixelSize, background_photons, from: 'model' }
}
