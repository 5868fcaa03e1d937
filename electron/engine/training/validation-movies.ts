// The movies on which a model's threshold is chosen: one rule for all models, so that compared arms are treated alike.
import type { MovieSpec } from '../../../core/simulation/movie.ts'
import type { ModelCard } from '../../../core/model/card.ts'

export interface ValidationMovie {
  /** 'microtubules' or 'csr': which molecules it shows. */
  sampling: string
  /** As crowded as CSR of this density, emitters per µm² and frame. */
  nominal_perUm2: number
  spec: MovieSpec
}

export interface ValidationRule {
  frames: number
  size_px: number
  /** Where in the range of training densities, on a logarithmic scale. */
  steps: readonly number[]
}

export const validationRule: ValidationRule = { frames: 100, size_px: 64, steps: [1 / 6, 1 / 2, 5 / 6] }

/** No training and no test uses movies of this seed. */
const seed = 7_700_001
/** Fewer emitters a frame have no neighbours: their density is taken by count. */
const leastForNominal = 2

/**
 * Movies of the model's own sampling and of complete spatial randomness at the same nominal densities within the training
 * range: half of them are alike for all models trained alike, and all are equally crowded. Camera, PSF, light and blinking
 * are the model's own.
 */
export function validationMovies({ acquisition, sampling, density_perUm2: [sparse, dense] }: ModelCard, rule: ValidationRule = validationRule): ValidationMovie[] {
  const { baseline_adu: map } = acquisition.camera
  // A camera described pixel by pixel decides the size of its frames.
  const [width_px, height_px] = typeof map === 'number' ? [rule.size_px, rule.size_px] : [map.width, map.height]
  const area_um2 = (width_px * height_px * acquisition.pixelSize ** 2) / 1e6
  const kinds = sampling.kind === 'csr' ? [sampling] : [sampling, { kind: 'csr' }]
  return kinds.flatMap((kind) => rule.steps.map((step, i): ValidationMovie => {
    const nominal_perUm2 = Number((sparse * (dense / sparse) ** step).toPrecision(2))
    const byCount = kind.kind === 'csr' || nominal_perUm2 * area_um2 < leastForNominal
    return {
      sampling: kind.kind, nominal_perUm2,
      spec: {
        acquisition, sampling: kind, density: byCount ? { perUm2: nominal_perUm2 } : { nominal_perUm2 },
        width_px, height_px, frames: rule.frames, seed: seed + i,
      },
    }
  }))
}
