export { usePreview, type SlotPreview } from './preview-store.ts'
