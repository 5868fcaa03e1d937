// What a person made that is in the window only. Tables, filters, settings, jobs and most cameras are kept by themselves.
import { computed, shallowRef, type ComputedRef } from 'vue'
import { useCalibration } from '../calibration/calibration-store.ts'
import { isKept, useMovies } from '../movie/index.ts'
import { useTraining } from '../training/index.ts'

/** A sentence for each thing that would be lost. */
export function useUnsaved(): ComputedRef<string[]> {
  const training = useTraining()
  const calibration = useCalibration()
  const movies = useMovies()
  const described = computed(() => JSON.stringify(training.form))
  /** The description as it came, or as a training was begun with it. */
  const known = shallowRef(described.value)
  training.$onAction(({ name, after }) => {
    if (name === 'start') after(() => { known.value = described.value })
  })
  const saved = shallowRef<typeof calibration.result>()
  calibration.$onAction(({ name, after }) => {
    const { result } = calibration
    if (name === 'save') after(() => { saved.value = result })
  })
  return computed(() => [
    ...(described.value === known.value ? [] : [`Training: the description of ‘${training.form.title.slice(0, 100)}’ was changed, and no training was begun with it.`]),
    ...(calibration.result === undefined || calibration.result === saved.value ? [] : ['Calibration: the PSF was not saved.']),
    ...movies.movies.filter(({ camera }) => !isKept(camera)).map(({ name }) => `Camera of ‘${name.slice(0, 100)}’: it has maps, pixel by pixel, and what was changed of it is not kept; a .camera.json beside the movie would keep it.`),
  ])
}
