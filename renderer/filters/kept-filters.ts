// The list of filters from one opening of the window to the next.
import { store, stored } from '../settings/index.ts'
import type { Filter } from './filter.ts'

export function readKept(): Filter[] {
  const kept = stored('filters')
  return Array.isArray(kept) ? kept.filter(isFilter).map(({ expression, enabled, column }, i) => ({ id: i + 1, expression, enabled, column })) : []
}

function isFilter(value: unknown): value is Filter {
  const { expression, enabled, column } = Object(value) as Partial<Filter>
  return typeof expression === 'string' && typeof enabled === 'boolean' && (column === undefined || typeof column === 'string')
}

export const keep = (filters: readonly Filter[]): void => store('filters', filters)
