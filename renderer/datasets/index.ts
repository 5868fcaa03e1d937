export { useDatasets, type Dataset, type NewDataset, type Role } from './datasets-store.ts'
export { usePick, type Pick } from './pick-store.ts'
