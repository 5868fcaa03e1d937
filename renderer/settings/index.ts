export { keptSettings } from './kept.ts'
export { store, stored } from './stored.ts'
export { useSettings } from './settings-store.ts'
