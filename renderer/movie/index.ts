export { useMovieTruth } from './movie-truth.ts'
export { useMovies, type OpenMovie } from './movies-store.ts'
export { useSample } from './sample-store.ts'
export { useFrameView } from './frame-view-store.ts'
