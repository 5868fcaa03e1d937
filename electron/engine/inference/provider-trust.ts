// When an execution provider is given up in favour of the CPU. A driver may fail once (a display that went to sleep, memory that was
// short for a moment) and is tried again in a fresh process; one that fails again without a run in between, or time and again, is not.
import type { ProviderPreference } from '../../inference/protocol.ts'

/** Setbacks without a finished run in between, and in all, after which the CPU takes over. */
const most = { inRow: 2, inAll: 5 }

export class ProviderTrust {
  /** Where the model is to be opened next. */
  provider: ProviderPreference
  /** One sentence for each provider that was given up. */
  readonly reasons: string[] = []
  #inRow = 0
  #inAll = 0
  #last = 0

  constructor(wanted: ProviderPreference) {
    this.provider = wanted
  }

  /**
   * A run failed, or the process died under it. Of one process life it counts once: several runs may be under way.
   * @param inUse the provider that it ran on
   * @param generation the life of the process
   */
  setback(inUse: string, generation: number, reason: string): void {
    if (inUse === 'cpu' || generation === this.#last || this.provider === 'cpu') return
    this.#last = generation
    this.#inRow++
    this.#inAll++
    if (this.#inRow >= most.inRow || this.#inAll >= most.inAll) this.giveUp(`${inUse}: ${reason} (after ${this.#inAll} tries)`)
  }

  /** A run was finished. */
  progress(): void {
    this.#inRow = 0
  }

  giveUp(reason: string): void {
    this.reasons.push(reason)
    this.provider = 'cpu'
  }
}
