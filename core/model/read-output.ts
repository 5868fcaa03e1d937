// What a network of any kind says of a frame, as detections.
import type { Camera } from '../camera/camera.ts'
import { StructLocError } from '../errors.ts'
import type { LocalizationTable } from '../localizations/table.ts'
import type { Candidates } from './candidates.ts'
import type { Decoding, ModelCard } from './card.ts'
import { detect } from './decode.ts'
import type { FrameLight } from './luenn/light.ts'
import { LuennDetections } from './luenn/luenn-detections.ts'
import { findSpots } from './luenn/spots.ts'

/** The detections of a frame before any threshold. */
export interface FrameDetections {
  /** Those above the threshold as rows: lengths in nm, origin at the outer corner of the top-left pixel. */
  toTable(threshold: number, frame: number, pixelSize: number): LocalizationTable
}

/**
 * Detections of a frame from its candidates; some kinds of networks leave photons to be read from the frame itself.
 * @throws StructLocError 'invalid-input' where the method is not one for this kind of network
 */
export function readOutput(
  { architecture, acquisition }: Pick<ModelCard, 'architecture' | 'acquisition'>, { method }: Pick<Decoding, 'method'>, camera: Camera, candidates: Candidates, light: FrameLight,
): FrameDetections {
  if ((architecture.name === 'luenn') !== (method === 'amplitude')) {
    throw new StructLocError('invalid-input', `The output of a network of the kind '${architecture.name}' cannot be read by '${method}': ${architecture.name === 'luenn' ? "'amplitude'" : "'merge' or 'peaks'"} would be right.`)
  }
  if (architecture.name === 'gmm') return detect(candidates, { method })
  const { upsampling, spotSigma: sigma } = architecture
  return new LuennDetections(findSpots(candidates, { sigma, zRange: acquisition.zRange }), upsampling, light, { psf: acquisition.psf, camera })
}
