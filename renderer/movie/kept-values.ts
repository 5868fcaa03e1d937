// A person's own values of movies (camera, pixel size), from one opening of the window to the next.
import { cameraSchema, type Camera } from '../../core/camera/camera.ts'
import type { MovieDetails } from '../../electron/contract/results.ts'
import { store, stored } from '../settings/index.ts'

const name = 'own-values'
const most = 100
/** Characters; a camera with maps, pixel by pixel, has no place in the window's storage. */
const longest = 100_000

interface Own { camera: Camera | undefined; pixelSize: number | undefined }
/** `id`: its path. */
interface Known { id: string; details: MovieDetails }
interface Kept { movie: string; size: string; camera?: unknown; pixelSize?: unknown }

const sizeOf = ({ details: { frames, height, width } }: Known): string => `${frames}×${height}×${width}`

function read(): Kept[] {
  const kept = stored(name)
  return Array.isArray(kept) ? kept.filter((one) => typeof Object(one).movie === 'string') as Kept[] : []
}

/** What was given for a movie at this path; nothing where another movie, of another size, lies there now. */
export function keptValues(movie: Known): Own {
  const kept = read().find((one) => one.movie === movie.id && one.size === sizeOf(movie))
  const camera = cameraSchema.safeParse(kept?.camera)
  const pixelSize = kept?.pixelSize
  return { camera: camera.success ? camera.data : undefined, pixelSize: typeof pixelSize === 'number' && pixelSize > 0 ? pixelSize : undefined }
}

/** Whether a camera is small enough to be kept. */
export const isKept = (camera: Camera | undefined): boolean => JSON.stringify(camera ?? null).length <= longest

/** Keeps what was given for these movies and forgets what was taken back; values of other movies stay. */
export function keepValues(movies: readonly (Known & Own)[]): void {
  const given = movies.filter(({ camera, pixelSize }) => (camera !== undefined && isKept(camera)) || pixelSize !== undefined)
  const open = new Set(movies.map(({ id }) => id))
  const now: Kept[] = given.map((movie) => ({ movie: movie.id, size: sizeOf(movie), camera: isKept(movie.camera) ? movie.camera : undefined, pixelSize: movie.pixelSize }))
  store(name, [...now, ...read().filter(({ movie }) => !open.has(movie))].slice(0, most))
}
