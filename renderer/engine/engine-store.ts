// The connection to the engine, as the window's stores use it.
import { defineStore } from 'pinia'
import { ref, shallowRef } from 'vue'
import type { CallArgs, CallName, CallResults, EngineEvents, EventName } from '../../electron/contract/api.ts'
import type { CallOptions, EngineClient } from '../../electron/contract/connection.ts'
import { host } from '../host/index.ts'
// Not through the door, which opens on components: stores are tested without a browser.
import { useNotices } from '../ui/notices-store.ts'

export type ConnectionState = 'connecting' | 'connected' | 'lost'

type Listener = () => void | Promise<void>

export const useEngine = defineStore('engine', () => {
  const notices = useNotices()
  const state = ref<ConnectionState>('connecting')
  /** What happened, where it is lost. */
  const message = ref('')
  const retrying = ref(false)
  const client = shallowRef<EngineClient>()
  let first = Promise.withResolvers<EngineClient>()
  const listeners = new Set<{ name: EventName; listener: (value: never) => void; off?: () => void }>()
  const whenConnected = new Set<Listener>()

  function start(): void {
    host().connect({
      connected(connected) {
        client.value = connected
        state.value = 'connected'
        for (const entry of listeners) entry.off = connected.on(entry.name, entry.listener as never)
        first.resolve(connected)
        for (const listener of whenConnected) void tell(listener)
      },
      lost(why, again) {
        state.value = 'lost'
        message.value = why
        retrying.value = again
        // Who waits for the first connection goes on waiting for it.
        if (client.value) first = Promise.withResolvers()
        client.value = undefined
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

  async function tell(listener: Listener): Promise<void> {
    try {
      await listener()
    } catch (error) {
      // The window says a loss by itself, and the next connection tells the listener again.
      if ((error as { code?: string }).code !== 'connection-lost') notices.sayError(error)
    }
  }

  /** Runs now if connected, and at every new connection: for what must be asked again after a loss. Says what goes wrong. */
  function eachConnection(listener: Listener): void {
    whenConnected.add(listener)
    if (client.value) void tell(listener)
  }

  return { state, message, retrying, start, call, on, eachConnection }
})
