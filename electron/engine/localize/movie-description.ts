// The description beside a movie (movie.tif → movie.json): what `simulate` writes, and what may be written by hand for a
// recorded movie: { "pixelSize": 100, "camera": { … } }.
import { readFile } from 'node:fs/promises'
import { parse } from 'node:path'
import { z } from 'zod'
import { cameraSchema, type Camera } from '../../../core/camera/camera.ts'
import { StructLocError } from '../../../core/errors.ts'
import { acquisitionSchema, type Acquisition } from '../../../core/simulation/acquisition.ts'
import { parseAtDoor } from '../../contract/errors.ts'

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
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined
    throw new StructLocError('unreadable', `${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  const { acquisition, camera, pixelSize, width_px, height_px, background_photons } = parseAtDoor(descriptionSchema, parseJson(text, path), path)
  return { path, camera: camera ?? acquisition?.camera, pixelSize: pixelSize ?? acquisition?.pixelSize, width_px, height_px, acquisition, background_photons }
}

/** JSON, or a sentence that names the file. */
export function parseJson(text: string, path: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch (error) {
    throw new StructLocError('invalid-input', `${path} is not JSON: ${(error as Error).message}`, { cause: error })
  }
}

/** Reads a JSON file and checks it. Errors: 'not-found', 'unreadable', 'invalid-input', each naming the file. */
export async function readJsonFile<T extends z.ZodType>(path: string, schema: T, what: string): Promise<z.output<T>> {
  let text: string
  try {
    text = await readFile(path, 'utf8')
  } catch (error) {
    const absent = (error as NodeJS.ErrnoException).code === 'ENOENT'
    throw new StructLocError(absent ? 'not-found' : 'unreadable', absent ? `${path} does not exist; ${what} was expected.` : `${path} cannot be read: ${(error as Error).message}`, { cause: error })
  }
  return parseAtDoor(schema, parseJson(text, path), `${path} is no ${what.replace(/^an? /, '')}`)
}
