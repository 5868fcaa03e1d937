export { useModels, type Slot } from './models-store.ts'
