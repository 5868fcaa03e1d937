// The connection to the engine, as the window's stores use it.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { CallArgs, CallName, CallResults, EngineEvents, EventName } from '../../electron/contract/api.ts'
import type { CallOptions, EngineClient } from '../../electron/contract/connection.ts'
import { host } from '../host/index.ts'

export type ConnectionState = 'connecting' | 'connected' | 'lost'

export const useEngine = defineStore('engine', () => {
  const state = ref<ConnectionState>('connecting')
  /** What happened, where it is lost. */
  const message = ref('')
  const retrying = ref(false)
  const client = shallowRef<EngineClient>()
  let first = Promise.withResolvers<EngineClient>()
  const listeners = new Set<{ name: EventName; listener: (value: never) => void; off?: () => void }>()
  const whenConnected = new Set<() => void>()

  function start(): void {
    host().connect({
      connected(connected) {
        client.value = connected
        state.value = 'connected'
        for (const entry of listeners) entry.off = connected.on(entry.name, entry.listener as never)
        first.resolve(connected)
        for (const listener of whenConnected) listener()
      },
      lost(why, again) {
        state.value = 'lost'
        message.value = why
        retrying.value = again
        client.value = undefined
        first = Promise.withResolvers()
      },
    })
  }

  /** Asks the engine; waits for the connection while it is being made. @throws StructLocError */
  async function call<N extends CallName>(name: N, args: CallArgs<N>, options?: CallOptions): Promise<CallResults[N]> {
    return (client.value ?? await first.promise).call(name, args, options)
  }

  /** Hears an event of this and every later connection; the result ends that. */
  function on<E extends EventName>(name: E, listener: (value: EngineEvents[E]) => void): () => void {
    const entry: { name: EventName; listener: (value: never) => void; off?: () => void } = { name, listener: listener as (value: never) => void }
    entry.off = client.value?.on(name, listener)
    listeners.add(entry)
    return () => {
      entry.off?.()
      listeners.delete(entry)
    }
  }

  /** Runs now if connected, and at every new connection: for what must be asked again after a loss. */
  function eachConnection(listener: () => void): void {
    whenConnected.add(listener)
    if (client.value) listener()
  }

  return { state, message, retrying, start, call, on, eachConnection }
})
