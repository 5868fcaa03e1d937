// One inference process for the whole engine: previews, localizations and tests of models share it, and the models that are open
// in it. It starts with the first use and ends some minutes after the last.
import { StructLocError } from '../../../core/errors.ts'
import type { ProviderPreference } from '../../inference/protocol.ts'
import type { StoredModel } from './model-folder.ts'
import { createInference, type Inference, type InferenceOptions, type InferenceStatus, type OpenModel, type ProviderUse } from './supervisor.ts'

export interface SharedInferenceOptions extends InferenceOptions {
  /** Seconds without use after which the process ends. */
  idle_s?: number
  /** Models that stay open without use. */
  mostIdle?: number
}

export interface SharedInference {
  /** Runs `work` with the model open. Errors: those of opening, and of the work. */
  use<T>(model: StoredModel, options: { provider?: ProviderPreference }, work: (open: OpenModel) => Promise<T>): Promise<T>
  status(): InferenceStatus
  /** Where the model opened last runs; undefined while none is open. */
  provider(): ProviderUse | undefined
  close(): Promise<void>
}

interface Entry {
  open: Promise<OpenModel>
  users: number
}

const none: InferenceStatus = { generation: 0, pid: undefined, runtime: undefined, backends: [] }

export function shareInference({ idle_s = 300, mostIdle = 4, ...options }: SharedInferenceOptions = {}): SharedInference {
  let inference: Inference | undefined
  let entries = new Map<string, Entry>()
  let timer: NodeJS.Timeout | undefined
  let users = 0
  let closed = false
  let provider: ProviderUse | undefined
  const tellProvider = (use: ProviderUse): void => {
    provider = use
    options.onProvider?.(use)
  }

  /** Ends the process; what is asked next starts another. */
  function end(): Promise<void> {
    clearTimeout(timer)
    const ending = inference
    inference = undefined
    provider = undefined
    entries = new Map()
    return ending?.close() ?? Promise.resolve()
  }

  function dropIdle(): void {
    let over = [...entries.values()].filter(({ users }) => users === 0).length - mostIdle
    for (const [key, entry] of entries) {
      if (over <= 0) break
      if (entry.users > 0) continue
      entries.delete(key)
      over--
      entry.open.then((model) => model.close(), () => undefined)
    }
  }

  return {
    async use(model, { provider = 'auto' }, work) {
      if (closed) throw new StructLocError('cancelled', 'The engine was closed.')
      clearTimeout(timer)
      inference ??= createInference({ ...options, onProvider: tellProvider })
      const key = JSON.stringify([model.onnx, model.card.sha256, provider])
      const home = entries
      const entry = home.get(key) ?? { open: inference.open(model, { provider }), users: 0 }
      // The one used last stands last.
      home.delete(key)
      home.set(key, entry)
      entry.users++
      users++
      try {
        return await work(withCard(await entry.open, model))
      } catch (error) {
        // Where the process died too often, opening anew is how it gets another chance.
        const spoilt = error instanceof StructLocError && error.code === 'process-died' || await entry.open.then(() => false, () => true)
        if (spoilt && home.get(key) === entry) home.delete(key)
        throw error
      } finally {
        entry.users--
        users--
        dropIdle()
        if (users === 0 && !closed) timer = setTimeout(() => { void end() }, 1000 * idle_s).unref()
      }
    },
    status: () => inference?.status() ?? none,
    provider: () => provider,
    close() {
      closed = true
      return end()
    },
  }
}

/** The same network with the card as it is now: its threshold or words may have changed since it was opened. */
function withCard(open: OpenModel, { card }: StoredModel): OpenModel {
  return { card, get provider() { return open.provider }, run: (input, signal) => open.run(input, signal), close: () => Promise.resolve() }
}
