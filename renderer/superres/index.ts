export { default as SuperresView } from './SuperresView.vue'
export { default as ViewTools } from './ViewTools.vue'
export { useSuperres } from './superres-store.ts'
export { emphasis as valueColours } from './value-map.ts'
