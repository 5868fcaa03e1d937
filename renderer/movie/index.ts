export { useMovies, type OpenMovie } from './movies-store.ts'
