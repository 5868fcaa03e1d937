export { keptSettings } from './kept.ts'
export { store, stored } from './stored.ts'
export { useSettings, type DrawnBy } from './settings-store.ts'
