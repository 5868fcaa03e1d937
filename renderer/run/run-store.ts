// Localizing: which frames of which movies with which models, as jobs of the engine.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { LocalizeArgs } from '../../electron/contract/calls.ts'
import type { Job } from '../../electron/contract/jobs.ts'
import { writtenPixelSize } from '../camera/index.ts'
import { useEngine } from '../engine/index.ts'
import { moviesAmong } from '../files/movie-kinds.ts'
import { useJobs } from '../jobs/index.ts'
import { useModels, type Slot } from '../models/index.ts'
import { useMovies } from '../movie/index.ts'
import { useSettings } from '../settings/index.ts'
import { outputPath } from './output-path.ts'

export const providers = [
  { value: 'auto', title: 'Automatic' }, { value: 'cpu', title: 'CPU' }, { value: 'webgpu', title: 'GPU (WebGPU)' }, { value: 'cuda', title: 'GPU (CUDA)' },
  { value: 'dml', title: 'GPU (DirectML)' }, { value: 'coreml', title: 'CoreML' },
] as const

export const useRun = defineStore('run', () => {
  const engine = useEngine()
  const jobs = useJobs()
  const models = useModels()
  const movies = useMovies()
  const { settings } = useSettings()

  /** Frames from 1, both included; undefined: from the first, to the last. */
  const firstFrame = ref<number>()
  const lastFrame = ref<number>()
  /** Paths of further movies that are run with the same models and camera. */
  const batch = ref<string[]>([])
  /** The slot each job was started for. */
  const slotOf = ref<Record<number, Slot>>({})

  const slots = computed(() => (['a', 'b'] as const).filter((slot) => models.chosen[slot] !== undefined))
  const running = computed(() => jobs.open.filter(({ kind }) => kind === 'localize'))
  const wrongRange = computed(() => (firstFrame.value !== undefined && lastFrame.value !== undefined && firstFrame.value > lastFrame.value ? 'before the first frame' : undefined))
  const ready = computed(() => slots.value.length > 0 && wrongRange.value === undefined && (movies.current !== undefined || batch.value.length > 0))

  /** Output paths of jobs that are known, so that none is written over. */
  const outputs = (): Set<string> => new Set(jobs.jobs.map(({ args }) => (args as Partial<LocalizeArgs>).out).filter((out) => out !== undefined))

  function frames(total: number): LocalizeArgs['frames'] {
    if (firstFrame.value === undefined && lastFrame.value === undefined) return undefined
    return { first: Math.max(0, (firstFrame.value ?? 1) - 1), end: Math.min(total, lastFrame.value ?? total) }
  }

  /** Queues the movie that is shown, or the batch, with each chosen model. @throws StructLocError */
  async function localize(): Promise<Job[]> {
    const started: Job[] = []
    const shown = movies.current
    const paths = batch.value.length > 0 ? batch.value : shown ? [shown.id] : []
    const taken = outputs()
    for (const path of paths) {
      const movie = movies.movies.find(({ id }) => id === path) ?? shown
      // A range of frames belongs to the movie that is shown; a batch is run whole.
      const range = batch.value.length === 0 && shown ? frames(shown.details.frames) : undefined
      for (const slot of slots.value) {
        const model = models.chosen[slot]!
        const out = outputPath(path, model, (one) => taken.has(one))
        taken.add(out)
        const job = await jobs.start('localize', {
          movie: path, opening: movie?.id === path ? movie.details.opening : undefined, model, out, provider: settings.provider, frames: range,
          camera: movie?.camera, pixelSize: movie?.pixelSize ?? (movie?.details.pixelSize === undefined ? movie && writtenPixelSize(movie.details)?.value : undefined), threshold: models.thresholds[slot],
        })
        slotOf.value[job.id] = slot
        started.push(job)
      }
    }
    return started
  }

  /** Ends what runs and what waits; what was found is kept. */
  async function abort(): Promise<void> {
    for (const { id } of running.value.toReversed()) await jobs.cancel(id)
  }

  /** The movies in a folder become the batch, or the folder itself where it is a movie of single pages. @throws StructLocError */
  async function takeFolder(path: string): Promise<number> {
    const { entries } = await engine.call('folder', { path })
    const files = entries.filter(({ kind }) => kind === 'file')
    const names = new Set(moviesAmong(files.map(({ name }) => name)))
    const isMovie = names.size > 1 && await engine.call('info', { movie: path }).then(() => true, () => false)
    batch.value = isMovie ? [path] : files.filter(({ name }) => names.has(name)).map((entry) => entry.path)
    return batch.value.length
  }

  return { firstFrame, lastFrame, batch, slotOf, slots, running, wrongRange, ready, localize, abort, takeFolder }
})
