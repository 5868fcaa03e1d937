export { useMovies, type OpenMovie } from './movies-store.ts'
export { default as MoviePanel } from './MoviePanel.vue'
