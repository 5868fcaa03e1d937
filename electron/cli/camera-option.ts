// --camera and --camera-roi: a description in a file, or a camera of the catalogue by its name.
import { existsSync } from 'node:fs'
import { cameraFileSchema, type Camera } from '../../core/camera/camera.ts'
import { cameraByName } from '../../core/camera/catalogue.ts'
import { readJson } from '../engine/json-file.ts'
import { UsageError } from './command.ts'

export const cameraOptions = {
  camera: { type: 'text', value: 'camera.json|NAME', about: "camera description, or a camera of `structloc cameras`, in place of the movie's or model's" },
  'camera-roi': { type: 'text', value: 'X,Y', about: "first column and row of the sensor that the frames show, for a description with maps of the whole sensor" },
} as const

/** Undefined where none is given. Errors: a file that is no camera, a name that is none, values that are missing. */
export async function givenCamera(camera: string | undefined, roi?: string): Promise<Camera | undefined> {
  if (camera === undefined) {
    if (roi !== undefined) throw new UsageError('--camera-roi belongs to a --camera with maps.')
    return undefined
  }
  const read = /\.json$/i.test(camera) || existsSync(camera) ? await readJson(camera, cameraFileSchema, 'a camera description') : cameraByName(camera)
  if (roi === undefined) return read
  const [, x, y] = /^(\d+),(\d+)$/.exec(roi) ?? []
  if (x === undefined) throw new UsageError(`--camera-roi is two numbers, X,Y; '${roi}' was given.`)
  if (read.type !== 'scmos') throw new UsageError(`--camera-roi belongs to cameras with maps; this one is ${read.type}.`)
  return { ...read, onSensor: { binning: 1, combine: 'sum', flipX: false, flipY: false, ...read.onSensor, x_px: Number(x), y_px: Number(y) } }
}
