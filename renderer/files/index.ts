export { useFileBrowser } from './file-browser-store.ts'
