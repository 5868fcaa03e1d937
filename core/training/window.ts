// Training windows: T + 2 consecutive frames of a crop with a structure of their own, and the emitters of the T middle frames.
import { toPhotons } from '../camera/photons.ts'
import { contains, extent, type Box } from '../geometry.ts'
import { createPsf } from '../psf/create.ts'
import { Random } from '../random/random.ts'
import { activationsFor, expectedPhotons, exposeFrames, litEmitters, truthBox, widened, type Scene } from '../simulation/scene.ts'
import { createSampling } from '../structure/registry.ts'
import type { Structure } from '../structure/sampling.ts'
import type { TrainingConfig } from './config.ts'

export type Role = 'training' | 'validation'

export interface TrainingWindow {
  /** (T + 2) × crop × crop, camera values turned back into photons. */
  photons: Float32Array
  background_photons: number
  /** Six values an emitter: target frame 0 … T − 1, x_px, y_px in the crop, z nm, photons, molecule. */
  emitters: Float32Array
}

/** Emitters this far outside the crop (nm) and the z range still give light, but are no targets. */
export const LATERAL_MARGIN = 800
export const AXIAL_MARGIN = 100

const ROLES: Record<Role, number> = { training: 0, validation: 1 }

/** The domain in which the emitters of a training's windows lie. */
export function trainingDomain(config: TrainingConfig): Box {
  return widened(truthBox(config.acquisition, config.crop_px, config.crop_px), LATERAL_MARGIN, AXIAL_MARGIN)
}

/**
 * A maker of windows. A window depends on the configuration, its role and its index alone. Background, on-time and density
 * (uniform in its logarithm) are drawn once a window; its structure is new and never used again.
 */
export function createWindows(config: TrainingConfig): (role: Role, index: number) => TrainingWindow {
  const sceneOf = windowScenes(config)
  return (role, index) => expose(sceneOf(role, index).scene, config)
}

/** The maker of the windows' structures; preparing it takes up to a second. It depends on sampling, crop, pixel size and depth range alone. */
export function windowSampling(config: TrainingConfig): (random: Random) => Structure {
  return createSampling(config.sampling, trainingDomain(config), { balanced: truthBox(config.acquisition, config.crop_px, config.crop_px) })
}

/** What the windows are exposed from: all their molecules and light. */
export function windowScenes(config: TrainingConfig, sampling = windowSampling(config)): (role: Role, index: number) => { scene: Scene; density_perUm2: number } {
  const { acquisition, crop_px } = config
  const domain = trainingDomain(config)
  const truth = truthBox(acquisition, crop_px, crop_px)
  const [inner, outer] = [truth, domain].map((box) => extent(box).reduce((a, b) => a * b))
  const area_um2 = (extent(truth)[0] * extent(truth)[1]) / 1e6
  const psf = createPsf(acquisition.psf, acquisition.pixelSize)

  return (role, index) => {
    const random = new Random(config.seed, ROLES[role], index)
    const background_photons = random.between(...acquisition.background)
    const blinking = { onTime_frames: random.between(...acquisition.onTime_frames), photons: acquisition.photons, photonSpread: acquisition.photonSpread }
    const [sparse, dense] = config.density_perUm2
    const drawn_perUm2 = sparse * (dense / sparse) ** random.uniform()
    const density_perUm2 = config.densityMap ? mapped(drawn_perUm2, config.densityMap) : drawn_perUm2
    const structure = sampling(random.child(1))
    const scene: Scene = {
      acquisition, psf, blinking, background_photons, structure,
      activationsPerFrame: activationsFor(density_perUm2 * area_um2, inner / outer, blinking, acquisition.minimumPhotons),
      width_px: crop_px, height_px: crop_px, random: random.child(2),
    }
    return { scene, density_perUm2 }
  }
}

/** Lowest and highest density of a training's emitters, per µm² and frame: those that were taken, where a map takes others. */
export function densitiesTaken({ density_perUm2: [low, high], densityMap }: Pick<TrainingConfig, 'density_perUm2' | 'densityMap'>): [number, number] {
  return densityMap ? [mapped(low, densityMap), mapped(high, densityMap)] : [low, high]
}

/** Between the given pairs straight in the logarithms of both, beyond them as the nearest stretch. */
export function mapped(density: number, map: readonly (readonly [number, number])[]): number {
  const after = map.findIndex(([from]) => from > density)
  const i = Math.min(Math.max(after < 0 ? map.length - 1 : after, 1), map.length - 1)
  const [[x0, y0], [x1, y1]] = [map[i - 1], map[i]]
  return y0 * (y1 / y0) ** (Math.log(density / x0) / Math.log(x1 / x0))
}

function expose(scene: Scene, config: TrainingConfig): TrainingWindow {
  const { acquisition, crop_px, window } = config
  const lit = litEmitters(scene, -1, window + 2)
  const adu = exposeFrames(scene, expectedPhotons(scene, lit, -1, window + 2), -1)
  const photons = new Float32Array(adu.length)
  toPhotons(acquisition.camera, adu, crop_px, crop_px, photons)
  return { photons, background_photons: scene.background_photons, emitters: targets(scene, lit, config) }
}

function targets(scene: Scene, lit: ReturnType<typeof litEmitters>, config: TrainingConfig): Float32Array {
  const box = truthBox(config.acquisition, config.crop_px, config.crop_px)
  const { pixelSize } = config.acquisition
  const least = Math.max(scene.acquisition.minimumPhotons, config.optimization.minimumPhotons)
  const values: number[] = []
  for (let i = 0; i < lit.frame.length; i++) {
    const inTime = lit.frame[i] >= 0 && lit.frame[i] < config.window
    if (inTime && lit.photons[i] >= least && contains(box, lit.x[i], lit.y[i], lit.z[i])) {
      values.push(lit.frame[i], lit.x[i] / pixelSize, lit.y[i] / pixelSize, lit.z[i], lit.photons[i], lit.id[i])
    }
  }
  return Float32Array.from(values)
}
