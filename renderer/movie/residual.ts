// What the frame on the screen looks like by its localizations, and what is left of it.
import { computed, onScopeDispose, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { Camera } from '../../core/camera/camera.ts'
import type { PsfSpec } from '../../core/psf/psf.ts'
import type { DescribedEmitters } from '../../core/rendering/expected-frame.ts'
import type { WholeFrame } from './frame-cache.ts'
import { askWorker } from './worker-messages.ts'

export interface ResidualQuestion {
  values: WholeFrame['values']
  width: number
  height: number
  camera: Camera
  psf: PsfSpec
  /** nm */
  pixelSize: number
  emitters: DescribedEmitters
  /** Photons per pixel, where there are no localizations. */
  background: number
}

export interface ResidualAnswer {
  /** ADU expected. */
  model: Float32Array
  /** Photons: frame minus expectation. */
  residual: Float32Array
  /** Photons: the size that 99.5 % of the residual stays below. */
  range: number
}

export type Residual = ResidualAnswer & { question: ResidualQuestion }

/** Follows a question; the last answer stays until the next is there, and goes where nothing is asked. */
export function useResidual(question: ComputedRef<ResidualQuestion | undefined>): { residual: ShallowRef<Residual | undefined>; working: ComputedRef<boolean>; error: ShallowRef<string | undefined> } {
  const residual = shallowRef<Residual>()
  const error = shallowRef<string>()
  const asking = shallowRef<ResidualQuestion>()
  let worker: Worker | undefined
  let ask: ((question: ResidualQuestion) => Promise<ResidualAnswer>) | undefined

  async function go(): Promise<void> {
    const wanted = question.value
    if (!wanted || asking.value) return
    if (!ask) {
      worker = new Worker(new URL('./residual-worker.ts', import.meta.url), { type: 'module' })
      ask = askWorker(worker)
    }
    asking.value = wanted
    try {
      const answer = await ask(wanted)
      if (question.value) residual.value = { ...answer, question: wanted }
      error.value = undefined
    } catch (problem) {
      error.value = problem instanceof Error ? problem.message : String(problem)
    }
    asking.value = undefined
    // The newest question, where it changed meanwhile.
    if (question.value !== wanted) void go()
  }

  watch(question, (wanted) => {
    if (wanted) void go()
    else residual.value = undefined
  }, { immediate: true })
  onScopeDispose(() => worker?.terminate())

  return { residual, working: computed(() => asking.value !== undefined), error }
}
