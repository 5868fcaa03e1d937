export { keptSettings } from './kept.ts'
export { useSettings } from './settings-store.ts'
