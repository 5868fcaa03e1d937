export { useTableExport } from './export-store.ts'
export { useTableImport } from './import-store.ts'
