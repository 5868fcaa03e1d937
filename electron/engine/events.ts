// What the engine tells by itself: to whoever listens, as it happens.
import type { EngineEvents } from '../contract/api.ts'
import type { Job } from '../contract/jobs.ts'

/** The contract's events; a job's new state goes by the name 'state' here. */
export type Happenings = Omit<EngineEvents, 'job'> & { state: Job }
export type EngineListener = { [E in keyof Happenings]?: (event: Happenings[E]) => void }

export class Events {
  readonly #listeners = new Set<EngineListener>()

  /** Listens; the result ends that. */
  on(listener: EngineListener): () => void {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }

  tell<E extends keyof Happenings>(event: E, value: Happenings[E]): void {
    for (const listener of this.#listeners) (listener[event] as ((value: Happenings[E]) => void) | undefined)?.(value)
  }
}
