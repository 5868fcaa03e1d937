export { useNotices, type Notice } from './notices-store.ts'
export { marks } from './marks.ts'
export { default as EmptyState } from './EmptyState.vue'
