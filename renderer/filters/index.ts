export type { Filter } from './filter.ts'
export { useFilters } from './filters-store.ts'
export { rangeExpression, rangeOf } from './range-expression.ts'
