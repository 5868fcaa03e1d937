// What a training will see, to look at before it is started: its first windows as camera frames, with their emitters and the
// structures these lie on. Pure, so that a worker of the window can make it as well as the engine.
import type { Box, Positions } from '../geometry.ts'
import { selectRows, type EmitterTable } from '../localizations/table.ts'
import { expectedPhotons, exposeFrames, litEmitters, truthRows } from '../simulation/scene.ts'
import type { TrainingConfig } from './config.ts'
import { trainingDomain, windowSampling, windowScenes } from './window.ts'

export interface PreviewWindow {
  /** Frames of the window: those before and after its targets included. */
  frames: number
  /** ADU, frames × crop × crop. */
  adu: Uint16Array
  background_photons: number
  /** Emitters per µm² and frame that this window was drawn with. */
  density_perUm2: number
  /** True emitters, frames from 0, nm from the crop's outer corner. */
  emitters: EmitterTable
  /** Places where its molecules can be, nm in the same system, drawn as the window draws them; they reach beyond the crop. */
  cloud: Positions
}

export interface TrainingPreview {
  crop_px: number
  pixelSize: number
  /** Where molecules lie, nm: crop and depth range with the margins from which light still comes. */
  domain: Box
  windows: PreviewWindow[]
}

export interface PreviewOptions {
  /** Training window that is shown first, from 0. */
  first?: number
  windows?: number
  /** Points of each cloud. */
  points?: number
}

/**
 * Training windows `first` … as the trainer will get them. `sampling` saves the second that preparing a structure takes, where
 * only light or density have changed (see `previewMaker`).
 * Errors: an unknown sampling, a camera map that is not as large as the crop.
 */
export function simulatePreview(config: TrainingConfig, { first = 0, windows = 3, points = 3000 }: PreviewOptions = {}, sampling = windowSampling(config)): TrainingPreview {
  const sceneOf = windowScenes(config, sampling)
  const frames = config.window + 2
  const window = (index: number): PreviewWindow => {
    const { scene, density_perUm2 } = sceneOf('training', index)
    const lit = litEmitters(scene, -1, frames)
    const adu = exposeFrames(scene, expectedPhotons(scene, lit, -1, frames), -1)
    const truth = selectRows(lit, truthRows(scene, lit))
    const emitters = { ...truth, frame: truth.frame.map((frame) => frame + 1) }
    return { frames, adu, background_photons: scene.background_photons, density_perUm2, emitters, cloud: scene.structure.draw(points, scene.random.child(9)) }
  }
  return {
    crop_px: config.crop_px, pixelSize: config.acquisition.pixelSize, domain: trainingDomain(config),
    windows: Array.from({ length: windows }, (_, i) => window(first + i)),
  }
}

/** `simulatePreview` that remembers the structure it prepared last. */
export function previewMaker(): (config: TrainingConfig, options?: PreviewOptions) => TrainingPreview {
  let last: { key: string; sampling: ReturnType<typeof windowSampling> } | undefined
  return (config, options) => {
    const key = JSON.stringify([config.sampling, config.crop_px, config.acquisition.pixelSize, config.acquisition.zRange])
    if (last?.key !== key) last = { key, sampling: windowSampling(config) }
    return simulatePreview(config, options, last.sampling)
  }
}
