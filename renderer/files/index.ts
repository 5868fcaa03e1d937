export { movieFilters } from './movie-kinds.ts'
export { useFileBrowser } from './file-browser-store.ts'
export { useUploads } from './uploads-store.ts'
export { joinPath, splitPath, withExtension } from './paths.ts'
