// The preview of what is in the form: remade a moment after the last change, the newest wins.
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Advice } from '../../core/evaluation/advisor.ts'
import type { TrainingConfig } from '../../core/training/config.ts'
import type { TrainingPreview } from '../../core/training/preview.ts'
import { idle } from '../ui/index.ts'
import { callsOf } from '../ui/worker-calls.ts'
import type { PreviewFunctions } from './preview-worker.ts'

const pause_ms = 250

export function usePreview(config: Ref<TrainingConfig | undefined>, first: Ref<number>) {
  const preview = shallowRef<TrainingPreview>()
  const advice = shallowRef<Advice>()
  const problem = ref<string>()
  const busy = ref(false)
  let worker: Worker | undefined
  let calls: ReturnType<typeof callsOf<PreviewFunctions>> | undefined
  let newest = 0
  onScopeDispose(() => {
    newest++
    worker?.terminate()
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  watch([config, first], () => {
    clearTimeout(timer)
    const number = ++newest
    timer = setTimeout(async () => {
      // A panel that is being built comes first.
      await idle()
      if (!config.value || number !== newest) return
      worker ??= new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module' })
      calls ??= callsOf<PreviewFunctions>(worker)
      busy.value = true
      try {
        // Plain data only: a reactive object cannot cross to the worker.
        const plain = JSON.parse(JSON.stringify(config.value)) as TrainingConfig
        const [made, advised] = await Promise.all([calls.preview(plain, { first: first.value, windows: 1, points: 6000 }), calls.advise(plain.acquisition)])
        if (number !== newest) return
        preview.value = made
        advice.value = advised
        problem.value = undefined
      } catch (error) {
        if (number === newest) problem.value = error instanceof Error ? error.message : String(error)
      } finally {
        if (number === newest) busy.value = false
      }
    }, pause_ms)
  }, { immediate: true, deep: true })

  return { preview, advice, problem, busy }
}
