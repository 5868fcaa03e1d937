export { useFilters, type Filter } from './filters-store.ts'
export { rangeExpression, rangeOf, type ColumnRange } from './range-expression.ts'
