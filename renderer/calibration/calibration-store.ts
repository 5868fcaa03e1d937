// The calibration: the stack and how it was taken, the job, its result, and where the result goes.
import { defineStore } from 'pinia'
import { computed, ref, shallowRef } from 'vue'
import type { CalibrateArgs } from '../../electron/contract/calls.ts'
import type { CalibrateResult } from '../../electron/contract/results.ts'
import { useLight } from '../camera/index.ts'
import { useEngine } from '../engine/index.ts'
import { useJobs } from '../jobs/index.ts'

export interface CalibrationForm {
  /** Paths; empty: none. */
  stack: string
  positions: string
  /** Of a file that holds several, from 1. */
  channel: number | undefined
  position: number | undefined
  pixelSize: number
  zStep: number
  /** From 1. */
  z0Plane: number | undefined
  moved: 'stage' | 'objective'
  depthFactor: number
  radius_px: number
  /** Take the camera of the movie that is shown. */
  movieCamera: boolean
  photons: number
  background_photons: number
}

export const useCalibration = defineStore('calibration', () => {
  const engine = useEngine()
  const jobs = useJobs()
  const light = useLight()

  const form = ref<CalibrationForm>({
    stack: '', positions: '', channel: undefined, position: undefined, pixelSize: 100, zStep: 10, z0Plane: undefined, moved: 'stage', depthFactor: 1, radius_px: 13, movieCamera: false, photons: 5000, background_photons: 50,
  })
  const jobId = ref<number>()
  const job = computed(() => jobs.jobs.find(({ id }) => id === jobId.value))
  const busy = computed(() => job.value !== undefined && ['queued', 'running'].includes(job.value.state))
  const result = shallowRef<CalibrateResult>()
  const ready = computed(() => form.value.stack !== '' && form.value.zStep !== 0 && !busy.value)
  /** The camera that is known of the movie that is shown. */
  const camera = computed(() => light.reading?.camera)

  /** @throws StructLocError */
  async function start(): Promise<void> {
    const { movieCamera, positions, z0Plane, channel, position, ...given } = form.value
    const args: CalibrateArgs = {
      ...given, opening: { channel, position }, positions: positions === '' ? undefined : positions, z0Plane: z0Plane === undefined ? undefined : z0Plane - 1,
      camera: movieCamera && camera.value ? JSON.parse(JSON.stringify(camera.value)) as NonNullable<typeof camera.value> : undefined,
    }
    result.value = undefined
    jobId.value = (await jobs.start('calibrate', args)).id
  }
  const stop = (): Promise<unknown> => (job.value ? engine.call('cancel', { job: job.value.id }) : Promise.resolve())

  jobs.onState(async (changed) => {
    if (changed.id === jobId.value && changed.state === 'done') result.value = await engine.call('result', { job: changed.id }) as CalibrateResult
  })

  /** Writes the PSF to a file. @throws StructLocError */
  const save = (path: string): Promise<{ path: string }> => engine.call('writeFile', { path, bytes: new TextEncoder().encode(`${JSON.stringify(result.value?.psf, undefined, 1)}\n`) })

  return { form, job, busy, ready, result, camera, start, stop, save }
})
