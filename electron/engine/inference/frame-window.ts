// The photons a network needs for a stretch of a movie: the frames themselves and one more on either side.
import type { Camera } from '../../../core/camera/camera.ts'
import { toPhotons } from '../../../core/camera/photons.ts'
import type { MovieSource } from '../movies/movie-source.ts'
import { withRoom } from '../movies/spare-pixels.ts'

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
  const size = width * height
  const padded = paddedWidth * paddedHeight
  const result = new Float32Array((count + 2) * padded)
  return withRoom(source.info, to - from, async (room) => {
    const adu = await source.read(from, to - from, signal, room)
    for (let k = 0; k < count + 2; k++) {
      const frame = mirror(first - 1 + k, frames)
      const photons = result.subarray(k * padded, (k + 1) * padded)
      toPhotons(camera, adu.subarray((frame - from) * size, (frame - from + 1) * size), width, height, photons)
      if (padded !== size) pad(photons, width, height, paddedWidth, paddedHeight)
    }
    return result
  })
}

/** Frame number mirrored at the movie's ends: -1 → 1, frames → frames - 2. */
function mirror(frame: number, frames: number): number {
  if (frames === 1) return 0
  return frame < 0 ? -frame : frame >= frames ? 2 * (frames - 1) - frame : frame
}

/** Spreads a frame's pixels, one row after another at the start, over the padded frame: from the last row on, each to a place that is free by then. */
function pad(photons: Float32Array, width: number, height: number, paddedWidth: number, paddedHeight: number): void {
  for (let row = height - 1; row >= 0; row--) {
    const line = row * paddedWidth
    photons.copyWithin(line, row * width, (row + 1) * width)
    for (let column = width; column < paddedWidth; column++) photons[line + column] = photons[line + mirrorEdge(column, width)]
  }
  for (let row = height; row < paddedHeight; row++) {
    const line = mirrorEdge(row, height) * paddedWidth
    photons.copyWithin(row * paddedWidth, line, line + paddedWidth)
  }
}

/** 0 1 2 2 1 0 0 1 …: frames can be smaller than their padding. */
function mirrorEdge(at: number, length: number): number {
  const phase = at % (2 * length)
  return phase < length ? phase : 2 * length - 1 - phase
}
