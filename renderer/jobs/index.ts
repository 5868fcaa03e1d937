export { useJobs } from './jobs-store.ts'
