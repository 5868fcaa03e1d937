export { useTraining } from './training-store.ts'
