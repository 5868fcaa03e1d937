export { useFilters, type Filter } from './filters-store.ts'
