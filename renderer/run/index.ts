export { default as RunButtons } from './RunButtons.vue'
export { default as RunForm } from './RunForm.vue'
export { useRun } from './run-store.ts'
