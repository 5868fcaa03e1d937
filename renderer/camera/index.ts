export { useLight } from './light-store.ts'
export { readingOf, type Reading } from './reading.ts'
export { default as CameraForm } from './CameraForm.vue'
