// Per-pixel maps of a whole sensor for a movie of a part of it: cut to the movie's region, binned as the camera bins, mirrored as the movie is.
import { StructLocError } from '../errors.ts'
import type { Camera, PixelMap, ScmosCamera } from './camera.ts'

const mapNames = ['electronsPerAdu', 'baseline_adu', 'readNoise_e'] as const

/** Whether a camera has values for single pixels. */
export function hasMaps(camera: Camera): camera is ScmosCamera {
  return camera.type === 'scmos' && mapNames.some((name) => typeof camera[name] !== 'number')
}

/**
 * The camera for frames of this size: maps of this size stay, those of the sensor are cut by `onSensor`. Of b×b binned pixels that the
 * camera adds up the offsets add, the read noises add in quadrature, and the conversion is the mean; of averaged ones the offset is the
 * mean and a grey value stands for b² times as many electrons.
 * Throws 'invalid-input' where the frames cannot lie on the maps.
 */
export function fitToFrames(camera: Camera, width: number, height: number): Camera {
  if (!hasMaps(camera)) return camera
  const { onSensor, ...rest } = camera
  if (onSensor === undefined && mapNames.every((name) => sameSize(camera[name], width, height))) return camera
  const { x_px, y_px, binning, combine, flipX, flipY } = onSensor ?? { x_px: 0, y_px: 0, binning: 1, combine: 'sum', flipX: false, flipY: false }
  const fitted: ScmosCamera = { ...rest }
  for (const name of mapNames) {
    const map = camera[name]
    if (typeof map === 'number') continue
    if (onSensor === undefined) {
      throw new StructLocError('invalid-input', `The camera's map ${name} is ${map.width}×${map.height} pixels, the frames are ${width}×${height}. Say where they lie on the sensor: "onSensor": { "x_px": …, "y_px": … } in the camera's description, or --camera-roi X,Y.`)
    }
    const [right, bottom] = [x_px + width * binning, y_px + height * binning]
    if (right > map.width || bottom > map.height) {
      throw new StructLocError('invalid-input', `Frames of ${width}×${height} pixels${binning > 1 ? `, binned ${binning}×${binning},` : ''} from (${x_px}, ${y_px}) reach to (${right}, ${bottom}); the camera's map ${name} has ${map.width}×${map.height} pixels.`)
    }
    const values: number[] = new Array<number>(width * height)
    for (let y = 0; y < height; y++) {
      const top = y_px + (flipY ? height - 1 - y : y) * binning
      for (let x = 0; x < width; x++) {
        values[y * width + x] = binned(map, x_px + (flipX ? width - 1 - x : x) * binning, top, binning, name)
      }
    }
    fitted[name] = { width, height, values }
  }
  const pixels = binning * binning
  if (binning > 1) {
    // Scalars beside maps are binned, too.
    if (typeof camera.readNoise_e === 'number') fitted.readNoise_e = camera.readNoise_e * binning
    if (typeof camera.baseline_adu === 'number') fitted.baseline_adu = camera.baseline_adu * pixels
    fitted.spuriousCharge_e = camera.spuriousCharge_e * pixels
    if (combine === 'mean') {
      fitted.baseline_adu = scaled(fitted.baseline_adu, 1 / pixels)
      fitted.electronsPerAdu = scaled(fitted.electronsPerAdu, pixels)
    }
  }
  return fitted
}

function sameSize(value: number | PixelMap, width: number, height: number): boolean {
  return typeof value === 'number' || (value.width === width && value.height === height)
}

function scaled(value: number | PixelMap, factor: number): number | PixelMap {
  return typeof value === 'number' ? value * factor : { ...value, values: value.values.map((one) => one * factor) }
}

function binned({ width, values }: PixelMap, left: number, top: number, binning: number, name: (typeof mapNames)[number]): number {
  let sum = 0
  for (let y = top; y < top + binning; y++) {
    for (let x = left; x < left + binning; x++) {
      const value = values[y * width + x]
      sum += name === 'readNoise_e' ? value * value : value
    }
  }
  return name === 'readNoise_e' ? Math.sqrt(sum) : name === 'electronsPerAdu' ? sum / binning ** 2 : sum
}
