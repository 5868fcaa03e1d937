// Scores for people.
import type { TableScores } from '../engine/tables/evaluate-tables.ts'
import { facts } from './rows.ts'

const number = (value: number | null, decimals: number, unit = ''): string => (value === null ? '–' : `${value.toFixed(decimals)}${unit}`)
const nm = (value: number | null): string => number(value, 1, ' nm')
const percent = (value: number | null): string => number(value, 1, ' %')
const share = (value: number | null): string => percent(value === null ? null : 100 * value)

export function evaluationText(e: TableScores): string {
  const { width, height, from } = e.fieldOfView
  const origin = { given: 'as given', described: 'as described beside the tables', extent: "the truth's extent" }[from]
  const { x, y, z } = e.calibration
  const deviation = (axis: typeof x): string => number(axis && axis.deviation, 2)
  return facts([
    ['field of view', `${width / 1000}×${height / 1000} µm, ${origin}; border of ${e.border} nm left out`],
    ['frames', e.frames ? `${e.frames.first} to ${e.frames.last}` : 'all'],
    ['density', `${number(e.density_perUm2, 2)} µm⁻², nominal ${number(e.nominalDensity_perUm2, 2)} µm⁻²`],
    ['matched', `${e.tp} found, ${e.fn} missed, ${e.fp} false (gates ${e.gate} nm lateral, ${e.axialGate} nm axial)`],
    ['Jaccard index', `${share(e.jaccard)} (recall ${share(e.recall)}, precision ${share(e.precision)})`],
    ['RMSE', `${nm(e.rmseLateral)} lateral, ${nm(e.rmseAxial)} axial, ${nm(e.rmseVolumetric)} volumetric`],
    ['mean offset', e.removed ? `x ${nm(e.removed.x)}, y ${nm(e.removed.y)}, z ${nm(e.removed.z)}, taken off` : `x ${nm(e.offsetX)}, y ${nm(e.offsetY)}, z ${nm(e.offsetZ)}`],
    ['efficiency', `${percent(e.efficiencyLateral)} lateral, ${percent(e.efficiencyAxial)} axial, ${percent(e.efficiency3d)} 3D`],
    ['error / σ', x || z ? `standard deviation x ${deviation(x)}, y ${deviation(y)}, z ${deviation(z)} (1: as stated)` : undefined],
    ['grid artefact', e.checkerboard ? `x ${nm(e.checkerboard.x.amplitude)}, y ${nm(e.checkerboard.y.amplitude)} (mean error by place in the pixel, RMS)` : undefined],
    ['RMSE / bound', e.crlbRatio ? `${number(e.crlbRatio.lateral, 2)} lateral, ${number(e.crlbRatio.axial, 2)} axial (${e.crlbRatio.emitters} lone emitters)` : undefined],
  ])
}
