export { useModels, type Slot } from './models-store.ts'
export { default as ModelsPanel } from './ModelsPanel.vue'
