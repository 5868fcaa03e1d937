// Scores for people.
import type { Evaluation } from '../engine/tables/evaluate-tables.ts'
import { facts } from './rows.ts'

export function evaluationText(e: Evaluation): string {
  const nm = (value: number | null): string => (value === null ? '–' : `${value.toFixed(1)} nm`)
  const percent = (value: number | null, factor = 1): string => (value === null ? '–' : `${(factor * value).toFixed(1)} %`)
  const { width, height, from } = e.fieldOfView
  const origin = { given: 'as given', described: 'as described beside the tables', extent: "the truth's extent" }[from]
  return facts([
    ['field of view', `${width / 1000}×${height / 1000} µm, ${origin}; border of ${e.border} nm left out`],
    ['matched', `${e.tp} found, ${e.fn} missed, ${e.fp} false (gates ${e.gate} nm lateral, ${e.axialGate} nm axial)`],
    ['Jaccard index', `${percent(e.jaccard, 100)} (recall ${percent(e.recall, 100)}, precision ${percent(e.precision, 100)})`],
    ['RMSE', `${nm(e.rmseLateral)} lateral, ${nm(e.rmseAxial)} axial, ${nm(e.rmseVolumetric)} volumetric`],
    ['mean offset', `x ${nm(e.offsetX)}, y ${nm(e.offsetY)}, z ${nm(e.offsetZ)}`],
    ['efficiency', `${percent(e.efficiencyLateral)} lateral, ${percent(e.efficiencyAxial)} axial, ${percent(e.efficiency3d)} 3D`],
  ])
}
