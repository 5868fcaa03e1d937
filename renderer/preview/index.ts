export { usePreview } from './preview-store.ts'
