// Where networks run, and what became of the process that runs them.
import { defineStore } from 'pinia'
import { ref } from 'vue'
import type { EngineEvents } from '../../electron/contract/api.ts'
import { useNotices } from '../ui/notices-store.ts'
import { useEngine } from './engine-store.ts'

export type ProviderUse = EngineEvents['provider']

const titles: Readonly<Record<string, string>> = { cpu: 'CPU', webgpu: 'GPU (WebGPU)', cuda: 'GPU (CUDA)', dml: 'GPU (DirectML)', coreml: 'CoreML' }

/** How people call an execution provider. */
export const providerTitle = (name: string): string => titles[name] ?? name

/**
 * What to say when a model begins to run elsewhere than it did, or than was asked for; undefined where there is nothing. That 'auto' found
 * no GPU is no news: it stands in the status line.
 */
export function providerNews(now: ProviderUse, before: ProviderUse | undefined): string | undefined {
  const changed = before !== undefined && before.model === now.model && before.wanted === now.wanted && before.inUse !== now.inUse
  const refused = now.wanted !== 'auto' && now.wanted !== now.inUse
  if (!changed && !refused || now.fallbacks.length === 0) return undefined
  return `${now.model} ${changed ? 'goes on' : 'runs'} on the ${providerTitle(now.inUse)}, since ${now.fallbacks[0]}.`
}

export const useInference = defineStore('inference', () => {
  const engine = useEngine()
  const notices = useNotices()
  /** Of the model opened last. */
  const provider = ref<ProviderUse>()

  function follow(): void {
    engine.on('provider', (now) => {
      const news = providerNews(now, provider.value)
      if (news) notices.say('warning', news)
      provider.value = now
    })
    engine.on('inference', ({ message, running }) => {
      if (!running) notices.say('warning', message)
    })
  }

  return { provider, follow }
})
