export { useSettings } from './settings-store.ts'
