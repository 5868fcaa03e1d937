// The preview of what is in the form: remade a moment after the last change, the newest wins.
import { createBirpc } from 'birpc'
import { onScopeDispose, ref, shallowRef, watch, type Ref } from 'vue'
import type { Advice } from '../../core/evaluation/advisor.ts'
import type { TrainingConfig } from '../../core/training/config.ts'
import type { TrainingPreview } from '../../core/training/preview.ts'
import { idle } from '../ui/index.ts'
import type { PreviewFunctions } from './preview-worker.ts'

const pause_ms = 250

function connect() {
  const worker = new Worker(new URL('./preview-worker.ts', import.meta.url), { type: 'module' })
  const rpc = createBirpc<PreviewFunctions, object>({}, {
    post: (message) => worker.postMessage(message), on: (listener) => worker.addEventListener('message', ({ data }) => listener(data)), timeout: -1,
  })
  return { rpc, end: () => worker.terminate() }
}

export function usePreview(config: Ref<TrainingConfig | undefined>, first: Ref<number>) {
  const preview = shallowRef<TrainingPreview>()
  const advice = shallowRef<Advice>()
  const problem = ref<string>()
  const busy = ref(false)
  let calls: ReturnType<typeof connect> | undefined
  let newest = 0
  onScopeDispose(() => {
    newest++
    calls?.end()
  })

  let timer: ReturnType<typeof setTimeout> | undefined
  watch([config, first], () => {
    clearTimeout(timer)
    const number = ++newest
    timer = setTimeout(async () => {
      // A panel that is being built comes first.
      await idle()
      if (!config.value || number !== newest) return
      const { rpc } = (calls ??= connect())
      busy.value = true
      try {
        // Plain data only: a reactive object cannot cross to the worker.
        const plain = JSON.parse(JSON.stringify(config.value)) as TrainingConfig
        const [made, advised] = await Promise.all([rpc.preview(plain, { first: first.value, windows: 1, points: 6000 }), rpc.advise(plain.acquisition)])
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
