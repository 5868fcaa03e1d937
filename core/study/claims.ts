// The claims of the paper on structure-based training (effect on localization precision and quality, LUENN, astigmatism, MT0), as far as
// they are numbers or directions, and what a study says of each.
import { differs, type Estimate } from './intervals.ts'

export interface Claim {
  /** As the paper has it. */
  text: string
  level: string
  /** What is compared: the structured arm less another. */
  measure: 'jaccard' | 'rmseVolumetric' | 'rmseAxial' | 'efficiency3d' | 'grid' | 'low density' | 'trend' | 'lone'
  /** Sign of the difference that would bear the claim out. */
  sign: 1 | -1
  /** Size that is claimed, in words; absent for a direction alone. */
  size?: string
  /** The difference is stated relative to the other arm, %. */
  relative?: boolean
}

export const claims: readonly Claim[] = [
  { text: 'Higher detection rate at medium light', level: '5000-50', measure: 'jaccard', sign: 1, size: '+7.2 %' },
  { text: 'Lower volumetric RMSE at medium light', level: '5000-50', measure: 'rmseVolumetric', sign: -1, size: '−28.3 nm' },
  { text: 'Higher detection rate at high light', level: '20000-200', measure: 'jaccard', sign: 1, size: '+20 %' },
  { text: 'Lower RMSE at high light', level: '20000-200', measure: 'rmseVolumetric', sign: -1, size: '−35 %', relative: true },
  { text: 'Higher detection rate at low light', level: '1000-10', measure: 'jaccard', sign: 1, size: '+2.2 % (5.6 % in its conclusion)' },
  { text: 'Lower volumetric RMSE at low light', level: '1000-10', measure: 'rmseVolumetric', sign: -1, size: '−30.7 nm' },
  { text: 'Higher 3D efficiency', level: '5000-50', measure: 'efficiency3d', sign: 1, size: '+20 % over the three levels' },
  { text: 'Depth gains above all', level: '5000-50', measure: 'rmseAxial', sign: -1 },
  { text: 'Better at the lowest density, too', level: '5000-50', measure: 'low density', sign: 1 },
  { text: 'The gain grows with the density', level: '5000-50', measure: 'trend', sign: 1 },
  { text: 'Isolated emitters are localized better', level: '5000-50', measure: 'lone', sign: 1 },
  { text: 'No checkerboard artefact, which random training has', level: '5000-50', measure: 'grid', sign: -1 },
]

export type Verdict = 'confirmed' | 'refuted' | 'open' | 'not measured'

/**
 * What a difference says of a claimed sign: confirmed or refuted where both intervals (movies, trainings) leave zero out on that side;
 * open where one holds zero or there is one training of each arm only.
 */
export function verdict(sign: 1 | -1, difference: Estimate | undefined): Verdict {
  if (!difference || !Number.isFinite(difference.value)) return 'not measured'
  if (differs(difference) !== true) return 'open'
  return Math.sign(difference.value) === sign ? 'confirmed' : 'refuted'
}
