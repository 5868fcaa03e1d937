// A model's facts in plain words.
import type { ModelSummary } from '../../electron/contract/results.ts'
import { structureKinds } from '../../core/structure/registry.ts'
import type { SamplingSpec } from '../../core/structure/sampling.ts'
import { written } from '../ui/numbers.ts'

const titles = new Map(structureKinds.map(({ name, title }) => [name, title.toLowerCase()]))
titles.set('csr', 'complete spatial randomness (CSR)')
titles.set('mixture', 'a mixture of structures')

/** What a model was trained on. */
export function samplingWords(sampling: SamplingSpec | { kind: string }): string {
  if (sampling.kind === 'mixture' && 'parts' in sampling && Array.isArray(sampling.parts)) {
    const kinds = (sampling.parts as { sampling?: { kind?: string } }[]).map((part) => part.sampling?.kind).filter((kind) => kind !== undefined)
    if (kinds.length > 0) return `a mixture: ${[...new Set(kinds)].map((kind) => titles.get(kind) ?? kind).join(', ')}`
  }
  return titles.get(sampling.kind) ?? sampling.kind
}

export const range = ([low, high]: readonly [number, number]): string => (low === high ? written(low) : `${written(low)} to ${written(high)}`)

/** Thousands apart by thin spaces. */
export const grouped = (value: number): string => Math.round(value).toString().replace(/\B(?=(\d{3})+$)/g, '\u2009')

export function facts(model: ModelSummary): { label: string; value: string; hint: string }[] {
  return [
    { label: 'Brightness', value: `${grouped(model.photons)} photons per frame`, hint: 'Mean photons of an emitter that is on during the whole frame.' },
    { label: 'Background', value: `${range(model.background)} photons per pixel`, hint: 'Range of backgrounds it knows, per pixel and frame.' },
    { label: 'Depth', value: `${range(model.zRange)} nm`, hint: 'Axial range, 0 at focus.' },
    { label: 'Pixel size', value: `${model.pixelSize} nm`, hint: 'Another pixel size gives wrong depths.' },
    { label: 'Density', value: `${range(model.density_perUm2)} per µm²`, hint: 'Emitters per µm² and frame in training.' },
    { label: 'Network', value: `${model.size}, ${grouped(model.parameters)} parameters`, hint: 'Larger networks are more accurate and slower.' },
    { label: 'Training', value: `${grouped(model.targets)} frames`, hint: 'Simulated frames it learned from.' },
  ]
}
