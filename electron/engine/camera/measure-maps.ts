// A camera's maps from stacks of frames: read in pieces, so that stacks of any length take the memory of one frame.
import { basename, resolve } from 'node:path'
import { encodedMap } from '../../../core/camera/camera.ts'
import { photonTransfer, PixelMoments } from '../../../core/camera/photon-transfer.ts'
import { StructLocError } from '../../../core/errors.ts'
import type { MovieOpening } from '../../contract/movie-opening.ts'
import { writeJson } from '../json-file.ts'
import { openMovie } from '../movies/open-movie.ts'

export interface MapsWanted {
  dark: string
  /** One stack a level of light. */
  flats: readonly string[]
  /** What of each file is the stack. */
  opening?: MovieOpening | undefined
  out: string
  quantumEfficiency: number
  bits: number
}

export interface MeasuredMaps {
  out: string
  width: number
  height: number
  frames: { file: string; frames: number; mean_adu: number }[]
  /** Medians over the pixels, and the middle 90 %. */
  baseline_adu: Spread
  electronsPerAdu: Spread
  readNoise_e: Spread
  repaired: number
  chance: number
}

export interface Spread {
  median: number
  low: number
  high: number
}

/** Pixels read at a time. */
const pixelsAtOnce = 2 ** 23

/** Writes a camera's description with its maps. Errors: those of the stacks; stacks of different sizes; light that does not suffice. */
export async function measureMaps(wanted: MapsWanted, { signal, progress }: { signal: AbortSignal; progress: (file: string, share: number) => void }): Promise<MeasuredMaps> {
  let size: { path: string; width: number; height: number } | undefined
  const moments: PixelMoments[] = []
  for (const path of [wanted.dark, ...wanted.flats]) {
    const movie = await openMovie(resolve(path), signal, wanted.opening)
    try {
      const { width, height, frames } = movie.info
      size ??= { path, width, height }
      if (width !== size.width || height !== size.height) {
        throw new StructLocError('invalid-input', `${path} has frames of ${width}×${height} pixels, ${size.path} of ${size.width}×${size.height}; maps need stacks of the same region of the sensor.`)
      }
      const moment = new PixelMoments(width * height)
      const step = Math.max(1, Math.floor(pixelsAtOnce / (width * height)))
      for (let first = 0; first < frames; first += step) {
        const count = Math.min(step, frames - first)
        const adu = await movie.read(first, count, signal)
        for (let i = 0; i < count; i++) moment.add(adu.subarray(i * width * height, (i + 1) * width * height))
        progress(basename(path), (first + count) / frames)
      }
      moments.push(moment)
    } finally {
      await movie.close()
    }
  }
  const [dark, ...flats] = moments
  const { baseline_adu, electronsPerAdu, readNoise_e, repaired, chance } = photonTransfer(dark, flats)
  const { width, height } = size!
  const out = resolve(wanted.out)
  await writeJson(out, {
    type: 'scmos', quantumEfficiency: wanted.quantumEfficiency, bits: wanted.bits,
    electronsPerAdu: encodedMap(width, height, electronsPerAdu), baseline_adu: encodedMap(width, height, baseline_adu), readNoise_e: encodedMap(width, height, readNoise_e),
  })
  return {
    out, width, height, repaired, chance,
    frames: [wanted.dark, ...wanted.flats].map((file, i) => ({ file, frames: moments[i].frames, mean_adu: moments[i].mean.reduce((sum, value) => sum + value, 0) / (width * height) })),
    baseline_adu: spread(baseline_adu), electronsPerAdu: spread(electronsPerAdu), readNoise_e: spread(readNoise_e),
  }
}

function spread(values: Float64Array): Spread {
  const sorted = values.toSorted()
  const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
  return { median: at(0.5), low: at(0.05), high: at(0.95) }
}
