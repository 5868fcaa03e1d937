export { useFilters, type Filter } from './filters-store.ts'
export { rangeExpression, rangeOf } from './range-expression.ts'
