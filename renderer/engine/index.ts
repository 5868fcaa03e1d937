export { useEngine, type ConnectionState } from './engine-store.ts'
