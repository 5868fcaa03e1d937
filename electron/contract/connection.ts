// A connection between window and engine over anything that carries messages. birpc pairs calls with answers; what is called
// and how errors travel is decided here.
import { createBirpc } from 'birpc'
import { StructLocError } from '../../core/errors.ts'
import type { Answer, CallArgs, CallName, CallResults, EngineEvents, EventName } from './api.ts'
import { isCallMessage } from './call-message.ts'
import { fromCodedError, toCodedError, type CodedError } from './errors.ts'

/** Carries messages both ways; each arrives whole and in order. */
export interface Channel {
  post(message: unknown): void
  listen(listener: (message: unknown) => void): void
  /** Something came that is no request; it was dropped. */
  malformed?(): void
  /** A faster way for calls whose answers are large; undefined for the others. Rejects where the signal says so or no answer came. */
  ask?(name: CallName, args: unknown, signal: AbortSignal | undefined): Promise<Answer<unknown>> | undefined
}

/** The engine's door as transports see it: arguments are unchecked, errors are thrown. */
export interface Door {
  call(name: string, args: unknown, signal: AbortSignal): Promise<unknown>
  /** Listens to all events; the result ends that. */
  listen(listener: (name: EventName, value: unknown) => void): () => void
}

interface EngineSide {
  call(id: number, name: string, args: unknown): Promise<Answer<unknown>>
  abort(id: number): void
}

interface WindowSide {
  event(name: EventName, value: unknown): void
}

const eventOnly = { proxify: false } as const

/** One call's answer: its value, or its error as it travels. Never rejects. */
export async function answerOf(door: Door, name: string, args: unknown, signal: AbortSignal): Promise<Answer<unknown>> {
  try {
    return { ok: true, value: await door.call(name, args, signal) }
  } catch (error) {
    return { ok: false, error: toCodedError(error) }
  }
}

/** Answers a window's calls until `close`; open calls are then aborted. */
export function serveDoor(door: Door, channel: Channel): { close(): void } {
  const open = new Map<number, AbortController>()
  const functions: EngineSide = {
    async call(id, name, args) {
      const stop = new AbortController()
      open.set(id, stop)
      try {
        return await answerOf(door, String(name), args, stop.signal)
      } finally {
        open.delete(id)
      }
    },
    abort: (id) => open.get(id)?.abort(),
  }
  const rpc = createBirpc<WindowSide, EngineSide, false>(functions, {
    ...eventOnly,
    post: (message) => channel.post(message),
    on: (listener) => channel.listen((message) => (isCallMessage(message) ? listener(message) : channel.malformed?.())),
    timeout: -1,
  })
  const deaf = door.listen((name, value) => { void rpc.$callEvent('event', name, value) })
  return {
    close() {
      deaf()
      rpc.$close()
      for (const stop of open.values()) stop.abort()
    },
  }
}

export interface CallOptions {
  /** A call that is no longer wanted: it rejects with 'cancelled' and the engine drops it. */
  signal?: AbortSignal
}

/** The engine as the window sees it. */
export interface EngineClient {
  /** @throws StructLocError of the engine; 'connection-lost' */
  call<N extends CallName>(name: N, args: CallArgs<N>, options?: CallOptions): Promise<CallResults[N]>
  on<E extends EventName>(name: E, listener: (value: EngineEvents[E]) => void): () => void
  /** The connection is gone: open calls reject, later ones too. */
  lost(error?: CodedError): void
}

/** The window's end of a channel. */
export function connectEngine(channel: Channel): EngineClient {
  const listeners = new Map<EventName, Set<(value: never) => void>>()
  const functions: WindowSide = {
    event: (name, value) => { for (const listener of listeners.get(name) ?? []) listener(value as never) },
  }
  const rpc = createBirpc<EngineSide, WindowSide, false>(functions, { ...eventOnly, post: (message) => channel.post(message), on: (listener) => channel.listen(listener), timeout: -1 })
  const gone = Promise.withResolvers<never>()
  gone.promise.catch(() => undefined)
  let lastId = 0
  return {
    async call<N extends CallName>(name: N, args: CallArgs<N>, { signal }: CallOptions = {}): Promise<CallResults[N]> {
      const id = ++lastId
      const cancelled = Promise.withResolvers<never>()
      cancelled.promise.catch(() => undefined)
      const abort = (): void => {
        void rpc.$callEvent('abort', id)
        cancelled.reject(new StructLocError('cancelled', `The call '${name}' was cancelled.`))
      }
      if (signal?.aborted) throw new StructLocError('cancelled', `The call '${name}' was cancelled.`)
      signal?.addEventListener('abort', abort, { once: true })
      try {
        const asked = channel.ask?.(name, args, signal) ?? rpc.$call('call', id, name, args)
        const answer = await Promise.race([asked, cancelled.promise, gone.promise]) as Answer<CallResults[N]>
        if (!answer.ok) throw fromCodedError(answer.error)
        return answer.value
      } finally {
        signal?.removeEventListener('abort', abort)
      }
    },
    on(name, listener) {
      const set = listeners.get(name) ?? new Set()
      listeners.set(name, set.add(listener))
      return () => set.delete(listener)
    },
    lost: (error = { code: 'connection-lost', message: 'The connection to the engine is lost.' }) => gone.reject(fromCodedError(error)),
  }
}
