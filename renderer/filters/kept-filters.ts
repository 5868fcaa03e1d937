// The list of filters from one opening of the window to the next.
import type { Filter } from './filter.ts'

const key = 'structloc-filters'

export function readKept(): Filter[] {
  try {
    const kept = JSON.parse(localStorage.getItem(key) ?? '[]') as unknown
    return Array.isArray(kept) ? kept.filter(isFilter).map(({ expression, enabled, column }, i) => ({ id: i + 1, expression, enabled, column })) : []
  } catch {
    return []
  }
}

function isFilter(value: unknown): value is Filter {
  const { expression, enabled, column } = Object(value) as Partial<Filter>
  return typeof expression === 'string' && typeof enabled === 'boolean' && (column === undefined || typeof column === 'string')
}

export function keep(filters: readonly Filter[]): void {
  try {
    localStorage.setItem(key, JSON.stringify(filters))
  } catch {
    // No storage: the list lives as long as the window.
  }
}
