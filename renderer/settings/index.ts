export { useSettings, type Settings } from './settings-store.ts'
