// Small movies with their truth for tests in a browser, from the program's own simulator.
import { join } from 'node:path'
import { challengeCamera } from '../../core/camera/camera.ts'
import { createEngine } from '../../electron/engine/engine.ts'

export interface SmallMovie {
  movie: string
  truth: string
  emitters: number
}

/** 64×64 pixels in the conditions of the shipped networks: sparse filaments. */
export async function writeSmallMovie(folder: string, { name = 'filaments.tif', frames = 40, seed = 1, size_px = 64 } = {}): Promise<SmallMovie> {
  const engine = createEngine()
  try {
    const { movie, truth, emitters } = await engine.run('simulate', {
      out: join(folder, name), sampling: { kind: 'filaments' }, density: { perUm2: 0.2 }, width_px: size_px, height_px: size_px, frames, seed, workers: 1,
      acquisition: { psf: { type: 'astigmatic' }, camera: challengeCamera, zRange: [-750, 750], photons: 5000, background: [50, 50], onTime_frames: [2, 2] },
    })
    return { movie, truth, emitters }
  } finally {
    await engine.close()
  }
}
