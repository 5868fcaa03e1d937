export { useEngine } from './engine-store.ts'
export { providerTitle, useInference } from './inference-store.ts'
