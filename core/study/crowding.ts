// Densities at which one sampling (complete spatial randomness) is as crowded as another (structures), found in the training
// windows themselves (crop, blinking, Poisson numbers and edges included). Crowding is the mean lateral distance to the nearest
// neighbour, pooled over emitters. Only what a network gains over this arm is due to structure: at equal counts, structures are far
// more crowded.
import { contains, type Box } from '../geometry.ts'
import { litEmitters, truthBox } from '../simulation/scene.ts'
import { nearestNeighbours } from '../simulation/neighbours.ts'
import type { SamplingSpec } from '../structure/sampling.ts'
import type { TrainingConfig } from '../training/config.ts'
import { windowSampling, windowScenes } from '../training/window.ts'

/** Emitters over which a mean is taken: the spread of distances (0.5 for CSR) / √N is under 0.5 %; windows repeat structures' chance. */
const pooled = 12_000
const leastWindows = 150

/** Mean distance (nm) to the nearest neighbour in the target frames of windows of one density; NaN where no frame has two emitters. */
export function meanDistance(config: TrainingConfig, density_perUm2: number, sampling: ReturnType<typeof windowSampling>): number {
  const sceneOf = windowScenes({ ...config, density_perUm2: [density_perUm2, density_perUm2], densityMap: undefined }, sampling)
  const box: Box = truthBox(config.acquisition, config.crop_px, config.crop_px)
  let [sum, count] = [0, 0]
  for (let index = 0; index < leastWindows || (count < pooled && index < 40 * leastWindows); index++) {
    const lit = litEmitters(sceneOf('validation', index).scene, 0, config.window)
    const rows = Array.from({ length: config.window }, (): number[] => [])
    for (let row = 0; row < lit.frame.length; row++) if (contains(box, lit.x[row], lit.y[row], lit.z[row])) rows[lit.frame[row]]?.push(row)
    for (const frame of rows.filter(({ length }) => length > 1)) {
      for (const distance of nearestNeighbours(frame.map((row) => lit.x[row]), frame.map((row) => lit.y[row]))) sum += distance
      count += frame.length
    }
  }
  return sum / count
}

/**
 * Pairs [density of the training, density at which `sampling` is as crowded] over the training's range, for `densityMap`.
 * @param steps densities at which both are compared
 */
export function crowdingMap(config: TrainingConfig, sampling: SamplingSpec, steps = 7): [number, number][] {
  const [sparse, dense] = config.density_perUm2
  const random = { ...config, sampling }
  const [structured, csr] = [windowSampling(config), windowSampling(random)]
  const round = (value: number): number => Number(value.toPrecision(3))
  const asCrowded = (density: number): number => {
    const wanted = meanDistance(config, density, structured)
    // The distance falls with the density: bisect its logarithm.
    let [low, high] = [density / 4, density * 64]
    for (let step = 0; step < 12; step++) {
      const middle = Math.sqrt(low * high)
      if (meanDistance(random, middle, csr) > wanted) low = middle
      else high = middle
    }
    return round(Math.sqrt(low * high))
  }
  // Of one density alone, its factor holds for others.
  if (dense <= sparse * 1.01) {
    const taken = asCrowded(sparse)
    return [[sparse, taken], [2 * sparse, 2 * taken]]
  }
  return Array.from({ length: steps }, (_, i) => round(sparse * (dense / sparse) ** (i / (steps - 1)))).map((density) => [density, asCrowded(density)])
}
