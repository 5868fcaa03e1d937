export { useTableImport } from './import-store.ts'
export { useTableCommands } from './table-commands.ts'
