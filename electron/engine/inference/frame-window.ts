// The photons a network needs for a stretch of a movie: the frames themselves and one more on either side.
import type { Camera } from '../../../core/camera/camera.ts'
import { toPhotons } from '../../../core/camera/photons.ts'
import type { MovieSource } from '../movies/movie-source.ts'

/**
 * Frames `first - 1` … `first + count` of a movie in photons, [count + 2, paddedHeight, paddedWidth].
 * At the movie's ends the missing frame is the mirror image in time (frame 1 before frame 0): a repetition of the end
 * frame would show the network the same noise twice, as if it were a second look at the molecule. A movie of one frame
 * has nothing else to show. Padding at the right and the bottom mirrors the frame, its edge pixel included, so that
 * background and noise go on as they are.
 */
export async function readWindow(
  source: MovieSource, camera: Camera, first: number, count: number, paddedWidth: number, paddedHeight: number, signal?: AbortSignal,
): Promise<Float32Array> {
  const { width, height, frames } = source.info
  // One more frame than the end needs where the mirror image lies outside the stretch read anyway.
  const from = Math.max(0, Math.min(first - 1, frames - 2))
  const to = Math.min(frames, Math.max(first + count + 1, 2))
  const adu = await source.read(from, to - from, signal)
  const size = width * height
  const padded = paddedWidth * paddedHeight
  const result = new Float32Array((count + 2) * padded)
  const photons = new Float32Array(size)
  for (let k = 0; k < count + 2; k++) {
    const frame = mirror(first - 1 + k, frames)
    const input = adu.subarray((frame - from) * size, (frame - from + 1) * size)
    if (padded === size) {
      toPhotons(camera, input, width, height, result.subarray(k * size, (k + 1) * size))
    } else {
      toPhotons(camera, input, width, height, photons)
      pad(photons, width, height, result.subarray(k * padded, (k + 1) * padded), paddedWidth, paddedHeight)
    }
  }
  return result
}

/** Frame number mirrored at the movie's ends: -1 → 1, frames → frames - 2. */
function mirror(frame: number, frames: number): number {
  if (frames === 1) return 0
  return frame < 0 ? -frame : frame >= frames ? 2 * (frames - 1) - frame : frame
}

function pad(input: Float32Array, width: number, height: number, out: Float32Array, paddedWidth: number, paddedHeight: number): void {
  for (let row = 0; row < paddedHeight; row++) {
    const line = mirrorEdge(row, height) * width
    out.set(input.subarray(line, line + width), row * paddedWidth)
    for (let column = width; column < paddedWidth; column++) out[row * paddedWidth + column] = input[line + mirrorEdge(column, width)]
  }
}

/** 0 1 2 2 1 0 0 1 …: frames can be smaller than their padding. */
function mirrorEdge(at: number, length: number): number {
  const phase = at % (2 * length)
  return phase < length ? phase : 2 * length - 1 - phase
}
