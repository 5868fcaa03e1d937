// One code path from molecules to camera frames, for movies and for training windows alike. Every frame and every activation
// has a random generator of its own, so a frame does not depend on which others were simulated, or by whom.
import { expose } from '../camera/exposure.ts'
import { contains, type Box } from '../geometry.ts'
import type { EmitterTable } from '../localizations/table.ts'
import { createEmitters } from '../localizations/table.ts'
import { activation, leadIn_frames, rowsAbove, shareOfFrame, type Blinking } from '../photophysics/blinking.ts'
import type { Psf } from '../psf/psf.ts'
import type { Random } from '../random/random.ts'
import type { Structure } from '../structure/sampling.ts'
import type { Acquisition } from './acquisition.ts'

export { widened } from '../geometry.ts'

/** What a movie or a training window is made of. Frames may have negative numbers: time has no beginning. */
export interface Scene {
  acquisition: Acquisition
  psf: Psf
  blinking: Blinking
  /** Photons per pixel and frame. */
  background_photons: number
  structure: Structure
  /** Mean number of emitters that switch on in a frame, anywhere the structure reaches. */
  activationsPerFrame: number
  width_px: number
  height_px: number
  random: Random
}

/** The region in which an emitter is truth: the frame and the z range. */
export function truthBox(acquisition: Acquisition, width_px: number, height_px: number): Box {
  const { pixelSize, zRange } = acquisition
  return { x: [0, width_px * pixelSize], y: [0, height_px * pixelSize], z: zRange }
}

/** Activations a frame that give `rows` truth rows a frame, if the share `inside` of the positions lies in the truth region. */
export function activationsFor(rows: number, inside: number, blinking: Blinking, minimumPhotons: number): number {
  return rows / (inside * rowsAbove(blinking, minimumPhotons))
}

const STREAM = { counts: 1, activations: 2, noise: 3 } as const

/** How many emitters switch on in a frame. */
export function activationsIn(scene: Scene, frame: number): number {
  return scene.random.child(STREAM.counts, frame).poisson(scene.activationsPerFrame)
}

/**
 * Every lit emitter of frames `first` … `first + count − 1`, ordered by molecule and frame; inside the truth region or not.
 * `firstId`: number given to the first molecule that switches on in frame `first − leadIn`.
 */
export function litEmitters(scene: Scene, first: number, count: number, firstId = 0): EmitterTable {
  const rows: number[] = []
  let id = firstId
  for (let start = first - leadIn_frames(scene.blinking.onTime_frames); start < first + count; start++) {
    const random = scene.random.child(STREAM.activations, start)
    const number = activationsIn(scene, start)
    if (number === 0) continue
    const place = scene.structure.draw(number, random)
    for (let i = 0; i < place.x.length; i++, id++) {
      const on = activation(scene.blinking, start, random)
      const last = Math.min(first + count - 1, Math.floor(on.end))
      for (let frame = Math.max(first, start); frame <= last; frame++) {
        const photons = on.flux * shareOfFrame(on, frame)
        if (photons > 0) rows.push(frame, id, place.x[i], place.y[i], place.z[i], photons)
      }
    }
  }
  const table = createEmitters(rows.length / 6)
  for (let i = 0; i < table.frame.length; i++) {
    const at = 6 * i
    table.frame[i] = rows[at]
    table.id[i] = rows[at + 1]
    table.x[i] = rows[at + 2]
    table.y[i] = rows[at + 3]
    table.z[i] = rows[at + 4]
    table.photons[i] = rows[at + 5]
  }
  return table
}

/** Row numbers of the emitters that are truth: bright enough and inside. */
export function truthRows(scene: Scene, lit: EmitterTable): number[] {
  const box = truthBox(scene.acquisition, scene.width_px, scene.height_px)
  const rows: number[] = []
  for (let i = 0; i < lit.frame.length; i++) {
    if (lit.photons[i] >= scene.acquisition.minimumPhotons && contains(box, lit.x[i], lit.y[i], lit.z[i])) rows.push(i)
  }
  return rows
}

/** Expected photons on each pixel of frames `first` … `first + count − 1`: background and all lit emitters. */
export function expectedPhotons(scene: Scene, lit: EmitterTable, first: number, count: number): Float32Array {
  const { width_px, height_px } = scene
  const size = width_px * height_px
  const images = new Float32Array(count * size).fill(scene.background_photons)
  for (let i = 0; i < lit.frame.length; i++) {
    const at = (lit.frame[i] - first) * size
    scene.psf.add(images.subarray(at, at + size), width_px, height_px, lit.x[i], lit.y[i], lit.z[i], lit.photons[i])
  }
  return images
}

/** What the camera reports for these expected photons, ADU. */
export function exposeFrames(scene: Scene, photons: Float32Array, first: number): Uint16Array {
  const { width_px, height_px, acquisition, random } = scene
  const size = width_px * height_px
  const adu = new Uint16Array(photons.length)
  for (let i = 0; i * size < photons.length; i++) {
    const [from, to] = [i * size, (i + 1) * size]
    expose(acquisition.camera, photons.subarray(from, to), width_px, height_px, random.child(STREAM.noise, first + i), adu.subarray(from, to))
  }
  return adu
}
