export { useLight } from './light-store.ts'
export { readingOf, writtenPixelSize, type Reading } from './reading.ts'
export { useRawQuestion } from './raw-question.ts'
export { default as CameraForm } from './CameraForm.vue'
