// The spike-in test: what is added, the job, and its result.
import { defineStore } from 'pinia'
import { computed, ref } from 'vue'
import type { SpikeInArgs } from '../../electron/contract/calls.ts'
import type { SpikeInResult } from '../../electron/contract/results.ts'
import { useLight } from '../camera/index.ts'
import { useEngine } from '../engine/index.ts'
import { useJobs } from '../jobs/index.ts'
import { useModels } from '../models/index.ts'
import { useMovies } from '../movie/index.ts'
import { keptSettings, useSettings } from '../settings/index.ts'

export const useSpikeIn = defineStore('spike-in', () => {
  const engine = useEngine()
  const jobs = useJobs()
  const models = useModels()
  const movies = useMovies()
  const light = useLight()
  const { settings } = useSettings()

  const form = ref(keptSettings('spike-in', {
    density_perUm2: 0.1, photons: undefined as number | undefined, onTime_frames: 2, isolation: 0, minimumPhotons: 200, frames: 200, keepMovie: true, seed: 1,
  }))
  const jobId = ref<number>()
  const result = ref<SpikeInResult>()
  const job = computed(() => jobs.jobs.find(({ id }) => id === jobId.value))
  const chosen = computed(() => [...new Set([models.a, models.b].filter((model) => model !== undefined))])
  const ready = computed(() => movies.current !== undefined && chosen.value.length > 0 && !(job.value && ['queued', 'running'].includes(job.value.state)))

  /** Adds, localizes and scores. @throws StructLocError */
  async function start(): Promise<void> {
    const movie = movies.current
    const [model] = chosen.value
    if (!movie || !model) return
    const { photons, onTime_frames, frames, ...given } = form.value
    const stem = movie.id.replace(/\.[^.\\/]+$/, '')
    const args: SpikeInArgs = {
      ...given, movie: movie.id, opening: movie.details.opening, models: chosen.value.map(({ id }) => id), out: `${stem}_spike-in.json`, provider: settings.provider as SpikeInArgs['provider'],
      frames: { first: 0, end: Math.min(frames, movie.details.frames) },
      camera: movie.camera, pixelSize: movie.pixelSize,
      acquisition: {
        ...model.acquisition, camera: light.reading?.camera ?? model.acquisition.camera, pixelSize: light.reading?.pixelSize ?? model.pixelSize,
        photons: photons ?? model.photons, onTime_frames: [onTime_frames, onTime_frames],
      },
    }
    result.value = undefined
    jobId.value = (await jobs.start('spike-in', args)).id
  }

  jobs.onState(async (changed) => {
    if (changed.id === jobId.value && changed.state === 'done') result.value = await engine.call('result', { job: changed.id }) as SpikeInResult
  })

  return { form, job, result, chosen, ready, start }
})
