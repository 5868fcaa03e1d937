// The description beside a movie (movie.tif → movie.json): what `simulate` writes, and what may be written by hand for a
// recorded movie: { "pixelSize": 100, "camera": { … } }.
import { parse } from 'node:path'
import { z } from 'zod'
import { cameraSchema, type Camera } from '../../../core/camera/camera.ts'
import { acquisitionSchema, type Acquisition } from '../../../core/simulation/acquisition.ts'
import { readJsonIfThere } from '../json-file.ts'

const descriptionSchema = z.looseObject({
  acquisition: acquisitionSchema.optional(),
  camera: cameraSchema.optional(),
  pixelSize: z.number().positive().optional(),
  width_px: z.number().positive().optional(),
  height_px: z.number().positive().optional(),
  background_photons: z.number().nonnegative().optional(),
})

export interface MovieDescription {
  path: string
  camera: Camera | undefined
  pixelSize: number | undefined
  width_px: number | undefined
  height_px: number | undefined
  /** Of a simulated movie. */
  acquisition: Acquisition | undefined
  background_photons: number | undefined
}

/** `movie.tif` with another ending: `movie.json`. OME and compound endings go whole. */
export function besides(path: string, ending: string): string {
  const { dir, name } = parse(path)
  return `${dir ? `${dir}/` : ''}${name.replace(/\.ome$/i, '')}${ending}`
}

/** The description in a file. Undefined where there is none. Errors: a file that is there but no description. */
export async function readDescription(path: string): Promise<MovieDescription | undefined> {
  const read = await readJsonIfThere(path, descriptionSchema)
  if (!read) return undefined
  const { acquisition, camera, pixelSize, width_px, height_px, background_photons } = read
  return { path, camera: camera ?? acquisition?.camera, pixelSize: pixelSize ?? acquisition?.pixelSize, width_px, height_px, acquisition, background_photons }
}
