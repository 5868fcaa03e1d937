// How crowded the windows are that an arm is trained on. Equal mean distances leave the rest of the distribution open: an arm that sees
// few lone emitters has had less practice with them, whatever the shape of its structures.
import { z } from 'zod'
import { contains } from '../geometry.ts'
import { litEmitters, truthBox } from '../simulation/scene.ts'
import { nearestNeighbours } from '../simulation/neighbours.ts'
import type { TrainingConfig } from '../training/config.ts'
import { windowSampling, windowScenes } from '../training/window.ts'

/** A neighbour closer than this (nm) is 'close'; an emitter with none closer than the second is 'lone'. */
export const [closeWithin, loneBeyond] = [100, 1500]

/** Of the target frames of training windows, at all densities as they are drawn. */
export const windowCrowdingSchema = z.strictObject({
  windows: z.int(),
  emittersPerFrame: z.number(),
  /** Median lateral distance to the nearest neighbour, nm. */
  medianDistance: z.number(),
  /** Shares of emitters. */
  close: z.number(),
  lone: z.number(),
})
export type WindowCrowding = z.infer<typeof windowCrowdingSchema>

/** Measures the first `windows` windows of a training. Emitters in the margin around a crop count as neighbours alone. */
export function windowCrowding(config: TrainingConfig, windows = 2000): WindowCrowding {
  const sceneOf = windowScenes(config, windowSampling(config))
  const box = truthBox(config.acquisition, config.crop_px, config.crop_px)
  const distances: number[] = []
  for (let index = 0; index < windows; index++) {
    const lit = litEmitters(sceneOf('training', index).scene, 0, config.window)
    const frames = Array.from({ length: config.window }, (): number[] => [])
    lit.frame.forEach((frame, row) => frames[frame]?.push(row))
    for (const rows of frames) {
      const nearest = nearestNeighbours(rows.map((row) => lit.x[row]), rows.map((row) => lit.y[row]))
      rows.forEach((row, i) => {
        if (contains(box, lit.x[row], lit.y[row], lit.z[row])) distances.push(nearest[i])
      })
    }
  }
  const sorted = Float64Array.from(distances).sort()
  const share = (holds: (distance: number) => boolean): number => Number((distances.filter(holds).length / distances.length).toPrecision(3))
  return {
    windows,
    emittersPerFrame: Number((distances.length / (windows * config.window)).toPrecision(3)),
    medianDistance: Number(sorted[Math.floor(sorted.length / 2)].toPrecision(3)),
    close: share((distance) => distance < closeWithin),
    lone: share((distance) => distance > loneBeyond),
  }
}
