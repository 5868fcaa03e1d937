// The parameters of a kind of structure as form fields, read off its schema.
import { z } from 'zod'
import { structureKinds } from '../../core/structure/registry.ts'
import type { SamplingSpec } from '../../core/structure/sampling.ts'

export type SamplingField = { key: string; label: string; unit: string | undefined } & (
  | { type: 'number'; whole: boolean; least: number | undefined; most: number | undefined; value: number | undefined }
  | { type: 'range'; value: [number, number] }
)

interface JsonSchema {
  type?: string
  properties?: Record<string, JsonSchema>
  prefixItems?: JsonSchema[]
  minimum?: number
  exclusiveMinimum?: number
  maximum?: number
  default?: unknown
}

/** 'helixRadius' → 'Helix radius'. */
export function labelOf(key: string): string {
  const words = key.replace(/_.*$/, '').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase()
  return words[0].toUpperCase() + words.slice(1)
}

const lengths = /radius|pitch|persistence|thickness|length|distance|spacing|wavelength|amplitude|height|width|diameter|period|separation|size|height/i

export function unitOf(key: string): string | undefined {
  const [, unit] = key.split('_')
  if (unit === 'perUm2') return 'per µm²'
  if (unit === 'deg') return '°'
  if (unit) return unit
  return lengths.test(key) ? 'nm' : undefined
}

/** Kinds that a form can describe by fields: all but given points (a file) and mixtures (parts of their own). */
export const formKinds = structureKinds.filter(({ name }) => name !== 'points' && name !== 'mixture')

export interface MixturePart { weight: number; sampling: SamplingSpec }

/** The mixture that the form begins with: that of the shipped network. */
export const usualMixture: { kind: 'mixture'; parts: MixturePart[] } = {
  kind: 'mixture',
  parts: ([
    ['csr', 8], ['microtubules', 2], ['filaments', 1.5], ['actin-mesh', 1], ['vesicles', 1], ['sheet', 1], ['clusters', 1], ['nuclear-pores', 1], ['mitochondria', 1], ['rings', 0.5], ['parallel-filaments', 1], ['crossings', 1],
  ] as const).map(([kind, weight]) => ({ weight, sampling: { kind } })),
}

/** How much of a mixture is of a kind; 0: none. */
export const weightOf = (parts: readonly MixturePart[], kind: string): number => parts.reduce((sum, part) => sum + (part.sampling.kind === kind ? part.weight : 0), 0)

/** The parts with another weight of a kind: those there are keep their parameters and their shares of it, 0 takes them out. */
export function withWeight(parts: readonly MixturePart[], kind: string, weight: number): MixturePart[] {
  const before = weightOf(parts, kind)
  if (weight <= 0) return parts.filter(({ sampling }) => sampling.kind !== kind)
  if (before === 0) return [...parts, { weight, sampling: { kind } }]
  return parts.map((part) => (part.sampling.kind === kind ? { ...part, weight: (part.weight * weight) / before } : part))
}

export function samplingFields(kind: string): SamplingField[] {
  const found = structureKinds.find(({ name }) => name === kind)
  if (!found) return []
  const { properties = {} } = z.toJSONSchema(found.parameters, { io: 'input', unrepresentable: 'any' }) as JsonSchema
  return Object.entries(properties).flatMap(([key, schema]): SamplingField[] => {
    const about = { key, label: labelOf(key), unit: unitOf(key) }
    if (schema.type === 'number' || schema.type === 'integer') {
      return [{ ...about, type: 'number', whole: schema.type === 'integer', least: schema.minimum ?? schema.exclusiveMinimum, most: schema.maximum, value: schema.default as number | undefined }]
    }
    if (schema.prefixItems?.length === 2 && Array.isArray(schema.default)) return [{ ...about, type: 'range', value: schema.default as [number, number] }]
    return []
  })
}
