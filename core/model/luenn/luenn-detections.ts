// LUENN's detections as rows of the table. What the network does not tell is found afterwards: photons and background from the
// frame (light.ts), the uncertainties as Cramér-Rao bounds of an emitter alone at the place found, of the photons found.
import type { Camera } from '../../camera/camera.ts'
import { crlb } from '../../evaluation/crlb.ts'
import { createLocalizations, type LocalizationTable } from '../../localizations/table.ts'
import { createPsf } from '../../psf/create.ts'
import type { PsfSpec } from '../../psf/psf.ts'
import { findLight, type FrameLight } from './light.ts'
import type { Spot } from './spots.ts'

/** How the light came about that is in the frame. */
export interface Optics {
  psf: PsfSpec
  camera: Camera
}

/** An emitter of which the fit finds less light than this is stated as uncertain as one of this. */
const leastPhotons = 1

export class LuennDetections {
  private readonly spots: readonly Spot[]
  private readonly upsampling: number
  private readonly light: FrameLight
  private readonly optics: Optics

  /**
   * @param upsampling label pixels a camera pixel
   * @param light the frame in which the spots were found
   */
  constructor(spots: readonly Spot[], upsampling: number, light: FrameLight, optics: Optics) {
    this.spots = spots
    this.upsampling = upsampling
    this.light = light
    this.optics = optics
  }

  /** The detections whose probability exceeds `threshold`, as rows: lengths in nm. The frame's light is shared out among them alone. */
  toTable(threshold: number, frame: number, pixelSize: number): LocalizationTable {
    const kept = this.spots.filter(({ probability }) => probability > threshold)
    const psf = createPsf(this.optics.psf, pixelSize)
    const fine = pixelSize / this.upsampling
    const places = kept.map(({ x, y, z }) => ({ x: x * fine, y: y * fine, z }))
    const { photons, background } = findLight(this.light, psf, places)
    const table = createLocalizations(kept.length)
    table.frame.fill(frame)
    places.forEach(({ x, y, z }, row) => {
      const seen = { photons: Math.max(leastPhotons, photons[row]), background_photons: background[row] }
      const bound = crlb(psf, this.optics.camera, x, y, z, [seen])
      table.x[row] = x
      table.y[row] = y
      table.z[row] = z
      table.photons[row] = photons[row]
      table.background[row] = background[row]
      table.sigma_x[row] = bound.x
      table.sigma_y[row] = bound.y
      table.sigma_z[row] = bound.z
      table.sigma_photons[row] = bound.photons
      table.probability[row] = Math.min(1, kept[row].probability)
    })
    return table
  }
}
