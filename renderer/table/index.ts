export { useTableImport } from './import-store.ts'
