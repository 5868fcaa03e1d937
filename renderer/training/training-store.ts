// Trainings: what is in the form, what runs, its curves; pause and resume; the CSR twin; the Python environment they need.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef, watch } from 'vue'
import type { CsplineSpec } from '../../core/psf/psf.ts'
import type { Job } from '../../electron/contract/jobs.ts'
import type { Check, ModelSummary } from '../../electron/contract/results.ts'
import type { TrainingPoint } from '../../electron/contract/api.ts'
import { useLight } from '../camera/index.ts'
import { useEngine } from '../engine/index.ts'
import { useJobs } from '../jobs/index.ts'
import { useModels } from '../models/index.ts'
import { configOf, csrTwin, type TrainingForm, type Twin } from './training-form.ts'

const fresh = (): TrainingForm => ({
  title: 'My microscope',
  acquisition: {
    psf: { type: 'astigmatic', sigma0: 130, gamma: 250, d: 400, a: 0, b: 0 },
    camera: { type: 'emccd', quantumEfficiency: 0.9, spuriousCharge_e: 0.002, electronsPerAdu: 45, baseline_adu: 100, bits: 16, emGain: 300, readNoise_e: 74.4 },
    pixelSize: 100, zRange: [-750, 750], photons: 5000, photonSpread: 0.3, background: [40, 60], onTime_frames: [1, 3], minimumPhotons: 50,
  },
  sampling: { kind: 'microtubules' }, density_perUm2: [0.2, 3], size: 'small', targets: 250_000, seed: 1,
})

export const useTraining = defineStore('training', () => {
  const engine = useEngine()
  const jobs = useJobs()
  const models = useModels()
  const light = useLight()

  const form = ref(fresh())
  const outcome = computed(() => configOf(form.value))
  const config = computed(() => ('config' in outcome.value ? outcome.value.config : undefined))
  const problem = computed(() => ('problem' in outcome.value ? outcome.value.problem : undefined))

  /** What was found of the Python environment; undefined: not looked yet. */
  const python = ref<Check>()
  const looking = ref(false)
  async function lookForPython(): Promise<void> {
    looking.value = true
    try {
      python.value = await engine.call('trainer', {})
    } finally {
      looking.value = false
    }
  }
  const setupJob = computed(() => jobs.jobs.findLast(({ kind }) => kind === 'setup-trainer'))
  const setUp = (): Promise<Job> => jobs.start('setup-trainer', {})

  /** The training that is looked at: the one chosen, else the newest. */
  const chosenJob = ref<number>()
  const trainings = computed(() => jobs.jobs.filter(({ kind }) => kind === 'train').toReversed())
  const job = computed(() => trainings.value.find(({ id }) => id === chosenJob.value) ?? trainings.value[0])
  const points = shallowRef<TrainingPoint[]>([])
  watch(() => job.value?.id, async (id) => {
    points.value = []
    if (id === undefined) return
    const told = await engine.call('trainingCurve', { job: id }).catch(() => [])
    if (job.value?.id === id) points.value = [...told, ...points.value]
  }, { immediate: true })
  engine.on('training', ({ jobId, ...point }) => { if (jobId === job.value?.id) points.value = [...points.value, point] })

  jobs.onState(async (changed) => {
    if (changed.kind === 'train' && ['done', 'cancelled'].includes(changed.state)) await models.refresh()
    if (changed.kind === 'setup-trainer' && changed.state === 'done') await lookForPython()
  })

  /** Light, camera, PSF and structures of a model there is. @throws StructLocError */
  async function takeFrom(model: ModelSummary): Promise<void> {
    const { acquisition, density_perUm2, sampling } = await engine.call('model', { model: model.id })
    const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T
    form.value = { ...form.value, acquisition: plain(acquisition), density_perUm2: [...density_perUm2], ...(sampling.kind === 'points' ? {} : { sampling: plain(sampling) }) }
  }

  /** A measured PSF, its pixels, and the depths over which it can be used. */
  function takePsf(psf: CsplineSpec, usable: readonly [number, number] | undefined): void {
    const [low, high] = usable ?? psf.zRange
    form.value.acquisition = { ...form.value.acquisition, psf, pixelSize: psf.pixelSize, zRange: [Math.round(low), Math.round(high)] }
  }

  /** A PSF from a file. @throws StructLocError */
  async function readPsf(path: string): Promise<void> {
    const psf = await engine.call('readPsf', { path, pixelSize: form.value.acquisition.pixelSize })
    if (psf.type === 'cspline') takePsf(psf, undefined)
    else form.value.acquisition = { ...form.value.acquisition, psf }
  }

  /** Back to the formula. */
  function takeFormula(): void {
    form.value.acquisition = { ...form.value.acquisition, psf: fresh().acquisition.psf }
  }

  /** Camera, pixel size and background of the movie that is shown. */
  function takeFromMovie(): void {
    const { reading, background_photons } = light
    if (!reading) return
    const { acquisition } = form.value
    acquisition.camera = JSON.parse(JSON.stringify(reading.camera)) as typeof acquisition.camera
    acquisition.pixelSize = reading.pixelSize
    if (background_photons !== undefined && background_photons > 0) acquisition.background = [Math.max(0, Math.round(0.7 * background_photons)), Math.round(1.4 * background_photons) + 1]
  }

  /** @throws StructLocError */
  async function start(twin: 'as many' | 'as crowded' | undefined = undefined): Promise<void> {
    if (!config.value) return
    const what: Twin = twin === undefined ? { config: config.value } : csrTwin(config.value, twin === 'as crowded')
    chosenJob.value = (await jobs.start('train', JSON.parse(JSON.stringify({ ...what, threads: 1, workers: 1 })))).id
  }

  /** Models whose weights a training of the form's size may start from. */
  const startingModels = computed(() => models.models.filter(({ architecture, size }) => architecture === 'gmm' && size === form.value.size))
  watch(startingModels, (those) => {
    // A model of another size is no start.
    if (form.value.startFrom !== undefined && !those.some(({ id }) => id === form.value.startFrom)) form.value = { ...form.value, startFrom: undefined }
  })

  return { form, config, problem, python, looking, lookForPython, setupJob, setUp, trainings, job, chosenJob, points, takeFrom, takeFromMovie, takePsf, readPsf, takeFormula, start, startingModels }
})
