export { useJobs } from './jobs-store.ts'
export { default as JobsPanel } from './JobsPanel.vue'
