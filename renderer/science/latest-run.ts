// Work in stages of which only the newest counts: while one is under way, a newer wish waits; the one under way ends after its stage,
// and the newest begins. Nothing piles up, and each stage that ends is shown.

export class LatestRun {
  readonly #work: (superseded: () => boolean) => Promise<void>
  #running = false
  #again = false

  /** @param work asks after each stage whether a newer run waits, and then ends */
  constructor(work: (superseded: () => boolean) => Promise<void>) {
    this.#work = work
  }

  /** Wants a run with what holds now. */
  want(): void {
    this.#again = true
    if (!this.#running) void this.#go()
  }

  async #go(): Promise<void> {
    this.#running = true
    while (this.#again) {
      this.#again = false
      await this.#work(() => this.#again)
    }
    this.#running = false
  }
}

/** Remembers what each stage was last done for, so that a stage whose inputs are the same is not done again. */
export class Stages {
  readonly #inputs = new Map<string, readonly unknown[]>()

  /** Whether the stage must be done for these inputs. It counts as done until `forget`. */
  needed(stage: string, inputs: readonly unknown[]): boolean {
    const before = this.#inputs.get(stage)
    if (before && before.length === inputs.length && before.every((value, i) => Object.is(value, inputs[i]))) return false
    this.#inputs.set(stage, inputs)
    return true
  }

  forget(stage: string): void {
    this.#inputs.delete(stage)
  }
}
