export { useEngine } from './engine-store.ts'
